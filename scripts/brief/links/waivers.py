"""Waivers: links that may fail until a day, listed in config.yaml under `links.waivers`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brief.content.yamlfile import YamlFile, load_yaml
from brief.faults import ConfigurationFaults, Fault

_SHAPE = "write url, reason and until (a day as 2026-11-24)"


@dataclass(frozen=True)
class Waiver:
    """One link that may be red until the end of the day `until`, and the reason."""

    url: str
    reason: str
    until: date
    path: str
    line: int
    column: int

    def holds(self, day: date) -> bool:
        """Return whether the waiver still holds on `day`."""
        return day <= self.until

    def fault(self, problem: str, remedy: str, *, warning: bool = False) -> Fault:
        """Return a fault at the place of the waiver."""
        return Fault(self.path, self.line, self.column, problem, remedy, warning)


def load_waivers(path: Path | None) -> tuple[Waiver, ...]:
    """Return the waivers of a config.yaml. Without a file, or without that key, there are none.

    Raises ConfigurationFaults with the line of every waiver that lacks something.
    """
    if path is None:
        return ()
    file, faults = load_yaml(path)
    links = file.value.get("links") if isinstance(file.value, Mapping) else None
    listed = (links.get("waivers") if isinstance(links, Mapping) else None) or []
    if not isinstance(listed, list):
        faults.append(file.fault(("links", "waivers"), "links.waivers is not a list", _SHAPE))
        listed = []
    waivers = [_waiver(file, number, item) for number, item in enumerate(listed)]
    faults += [waiver for waiver in waivers if isinstance(waiver, Fault)]
    if faults:
        raise ConfigurationFaults(faults)
    return tuple(waiver for waiver in waivers if isinstance(waiver, Waiver))


def waiver_faults(waivers: Iterable[Waiver], cited: Iterable[str], day: date) -> Iterator[Fault]:
    """Yield a fault for each waiver that has expired, and a warning for each whose link is not cited."""
    urls = set(cited)
    for waiver in waivers:
        if not waiver.holds(day):
            problem = f"the waiver for {waiver.url} expired on {waiver.until}"
            yield waiver.fault(problem, "look at the link again: mend it, or give the waiver another day")
        elif waiver.url not in urls:
            problem = f"the waiver for {waiver.url} is for a link that nothing cites"
            yield waiver.fault(problem, "take it out, or write the URL as it is cited", warning=True)


def _waiver(file: YamlFile, number: int, item: Any) -> Waiver | Fault:
    """Return an item of the list as a waiver, or the fault for the first thing that it lacks."""
    location = ("links", "waivers", number)
    item = item if isinstance(item, Mapping) else {}
    texts = {name: item.get(name) for name in ("url", "reason", "until")}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            return file.fault((*location, name), f"the waiver has no {name}", _SHAPE)
    try:
        until = date.fromisoformat(texts["until"])
    except ValueError:
        return file.fault((*location, "until"), f"until: {texts['until']} is not a day", _SHAPE)
    line, column = file.places[location]
    return Waiver(texts["url"], texts["reason"], until, file.path, line, column)
