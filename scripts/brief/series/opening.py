"""What the workflow of a series begins with: what is due, written down as shards."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from brief.building.hashing import sha256
from brief.building.running import another
from brief.building.settings import load_settings
from brief.content.language import known_languages
from brief.content.series import NAME, Series, load_series
from brief.faults import ConfigurationFaults, Fault, Faults, did_you_mean
from brief.files import read_json, system_fault, write_json
from brief.places import PROJECT, STYLE
from brief.program import report
from brief.series.outcomes import load_outcome, place_of
from brief.series.planning import due, lists_fingerprint, shards

SHARDS = Path("build/parts/shards")
FOLDERS = Path("build/parts/folders.json")
"""The folders of all briefs, and a fingerprint of what else the lists of the series are made of."""

LISTS = tuple(f"build/{name}" for name in ("series.json", "index.html", "feed.xml", "sitemap.xml"))
REQUIRED = "build/parts/required.txt"
"""Written when every brief that was asked for is without faults."""


@dataclass(frozen=True)
class Asked:
    """What a command line asks for, by --config."""

    only: tuple[str, ...]
    """The names and patterns of briefs; none for all."""
    probe_flags: tuple[str, ...]
    """More flags for probe_links.py."""


@dataclass(frozen=True)
class Plan:
    """What a run of Snakemake has to do; nothing is written while another run has the folder."""

    asked: Asked
    shards: tuple[str, ...]
    """The names of the shards that are due."""
    lists_due: bool
    shared: Path | None
    """The folder of the design that the briefs share."""

    def style(self, name: str) -> str:
        """Return a file of the design of the lists: that of the series, or the project's."""
        own = self.shared / name if self.shared else None
        return str(own if own and own.exists() else PROJECT / STYLE / name)

    @property
    def probe_flags(self) -> list[str]:
        """The flags with which links are asked, beyond those of files: the settings are the series'."""
        own = ["--config", "config.yaml"] if Path("config.yaml").is_file() else []
        return [*own, *self.asked.probe_flags]

    @property
    def resources(self) -> dict[str, int]:
        """What a step may take in time and memory, under the names that Snakemake has for resources."""
        return load_settings(PROJECT).resources

    @property
    def built(self) -> list[str]:
        """What the shards leave when they are done."""
        return [str(SHARDS / f"{name}.txt") for name in self.shards]

    @property
    def targets(self) -> list[str]:
        """What the run has to make: nothing where nothing is due."""
        return [REQUIRED] if self.shards or self.lists_due else []


def read_plan(overrides: Mapping[str, Any], *, cores: int, main: bool) -> Plan:
    """Return the plan of a run; what is wrong with the series ends Snakemake at once.

    `main` is whether this is the process that was started by somebody, rather than that of a job:
    a job finds the plan as it was written down.
    """
    try:
        asked = _asked(overrides)
        return _plan(asked, cores) if main else _written(asked)
    except (Faults, OSError) as error:
        refused = error if isinstance(error, Faults) else Faults([system_fault(error, SHARDS)])
        report(refused.faults)
        sys.stderr.flush()
        raise SystemExit(refused.exit_code) from None


def _asked(overrides: Mapping[str, Any]) -> Asked:
    """Return what the configuration of a command line asks for. Raises ConfigurationFaults."""
    known = [field.name for field in fields(Asked)]
    if unknown := sorted(set(overrides) - set(known)):
        fault = Fault("--config", 1, 1, f"unknown key {unknown[0]}", did_you_mean(unknown[0], known))
        raise ConfigurationFaults([fault])
    return Asked(*(tuple(shlex.split(str(overrides.get(name) or ""))) for name in known))


def _plan(asked: Asked, cores: int) -> Plan:
    if running := another():
        raise Faults([running])
    series = load_series(Path(NAME))
    if (lang := series["lang"]).partition("-")[0] not in known_languages():
        remedy = f"use one of {', '.join(known_languages())}"
        problem = f"there are no fixed words for the language {lang}"
        raise ConfigurationFaults([series.file.fault(("lang",), problem, remedy)])
    tasks = due(series, series.chosen(asked.only))
    folders = {"folders": list(series.folders), "made_of": lists_fingerprint(series)}
    lists_due = not all(Path(name).exists() for name in LISTS) or _read(FOLDERS) != folders
    if lists_due:
        write_json(FOLDERS, folders)
    names = _write_shards(shards(tasks, series["shard"], cores))
    if names or lists_due:
        Path(REQUIRED).unlink(missing_ok=True)
    return Plan(asked, names, lists_due, _shared(series))


def _write_shards(parts: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Write the shards, each under a name that says what is in it, and clear away those of earlier runs."""
    named = {sha256(repr(sorted(part.items())).encode())[:12]: part for part in parts}
    for path in SHARDS.glob("*"):
        if path.stem not in named:
            path.unlink()
    for name, part in named.items():
        path = SHARDS / f"{name}.json"
        path.with_suffix(".txt").unlink(missing_ok=True)
        if not path.exists():
            write_json(path, part)
    return tuple(named)


def _written(asked: Asked) -> Plan:
    names = tuple(sorted(path.stem for path in SHARDS.glob("*.json")))
    return Plan(asked, names, lists_due=True, shared=_shared(load_series(Path(NAME))))


def _shared(series: Series) -> Path | None:
    return Path(series["style"]) if series["style"] else None


def _read(path: Path) -> Any:
    with suppress(OSError, ValueError):
        return read_json(path)


def tell_unfinished(plan: Plan) -> None:
    """Say which briefs a run has not come to because their jobs have failed."""
    faults = []
    for name in plan.shards:
        if (path := SHARDS / f"{name}.json").exists() and not path.with_suffix(".txt").exists():
            tasks: Mapping[str, str] = read_json(path)
            left = [folder for folder, made_of in tasks.items() if not _is_tried(folder, made_of)]
            if left:
                problem = f"{len(left)} briefs were not built, from {left[0]} to {left[-1]}"
                remedy = f"run this again; build/logs/build_shard-{name}.log may say more"
                faults.append(Fault(str(path), 1, 1, problem, remedy))
    report(faults)


def _is_tried(folder: str, made_of: str) -> bool:
    outcome = load_outcome(place_of(folder))
    return bool(outcome and outcome.made_of == made_of)
