"""Links that an editor excuses in config.yaml, under `links.excuses`, each until a day."""

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
class Excuse:
    """One link that may be red until the end of the day `until`, and why."""

    url: str
    reason: str
    until: date
    path: str
    line: int
    column: int

    def holds(self, day: date) -> bool:
        """Say whether the excuse still stands on `day`."""
        return day <= self.until

    def fault(self, problem: str, remedy: str, *, warning: bool = False) -> Fault:
        """Return a fault at the place of the excuse."""
        return Fault(self.path, self.line, self.column, problem, remedy, warning)


def load_excuses(path: Path | None) -> tuple[Excuse, ...]:
    """Read the excuses of a config.yaml; no file and no such key mean none.

    Raises ConfigurationFaults with the line of every excuse of another shape.
    """
    if path is None:
        return ()
    file, faults = load_yaml(path)
    stored = file.value.get("links") if isinstance(file.value, Mapping) else None
    listed = (stored.get("excuses") if isinstance(stored, Mapping) else None) or []
    if not isinstance(listed, list):
        faults.append(file.fault(("links", "excuses"), "links.excuses is no list", _SHAPE))
        listed = []
    read = [_excuse(file, number, item) for number, item in enumerate(listed)]
    faults += [found for found in read if isinstance(found, Fault)]
    if faults:
        raise ConfigurationFaults(faults)
    return tuple(found for found in read if isinstance(found, Excuse))


def excuse_faults(excuses: Iterable[Excuse], cited: Iterable[str], day: date) -> Iterator[Fault]:
    """Yield a fault for each excuse that has expired, and a warning for each that excuses nothing."""
    urls = set(cited)
    for excuse in excuses:
        if not excuse.holds(day):
            problem = f"the excuse for {excuse.url} expired on {excuse.until}"
            yield excuse.fault(problem, "look at the link again: mend it, or give the excuse another day")
        elif excuse.url not in urls:
            problem = f"the excuse for {excuse.url} is for a link that nothing cites"
            yield excuse.fault(problem, "take it out, or write the URL as it is cited", warning=True)


def _excuse(file: YamlFile, number: int, item: Any) -> Excuse | Fault:
    location = ("links", "excuses", number)
    item = item if isinstance(item, Mapping) else {}
    texts = {name: item.get(name) for name in ("url", "reason", "until")}
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            return file.fault((*location, name), f"the excuse has no {name}", _SHAPE)
    try:
        until = date.fromisoformat(texts["until"])
    except ValueError:
        return file.fault((*location, "until"), f"until: {texts['until']} is no day", _SHAPE)
    line, column = file.places[location]
    return Excuse(texts["url"], texts["reason"], until, file.path, line, column)
