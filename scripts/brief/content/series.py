"""A series of briefs (series.yaml): which folders belong to it, and what they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from brief.content.yamlfile import YamlFile, load_yaml, schema, schema_faults
from brief.faults import ConfigurationFaults, Faults, did_you_mean

NAME = "series.yaml"

WILD = frozenset("*?[")
"""The characters that make a name a pattern."""


@dataclass(frozen=True)
class Series:
    """The checked content of series.yaml; the keys are described in its schema."""

    file: YamlFile
    folders: tuple[str, ...]
    """The folders of the briefs, relative to that of the series, sorted."""

    def __getitem__(self, key: str) -> Any:
        """Return a value, or the default of its key."""
        return self.file.value.get(key, schema("series")["properties"][key].get("default"))

    def chosen(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """Return the folders that patterns name, all where there is none.

        A pattern without a slash may also name the last part of a folder. Raises ConfigurationFaults
        where one names nothing.
        """
        wanted = list(patterns)
        for pattern in wanted:
            if not any(_names(pattern, folder) for folder in self.folders):
                remedy = did_you_mean(pattern, [*self.folders, *(Path(name).name for name in self.folders)])
                raise ConfigurationFaults(
                    [self.file.fault(("briefs",), f"no brief of the series is called {pattern}", remedy)]
                )
        if not wanted:
            return self.folders
        return tuple(folder for folder in self.folders if any(_names(pattern, folder) for pattern in wanted))


def _names(pattern: str, folder: str) -> bool:
    return fnmatchcase(folder, pattern.rstrip("/")) or fnmatchcase(Path(folder).name, pattern)


def load_series(path: Path) -> Series:
    """Read series.yaml. Raises ConfigurationFaults where it breaks its schema or names no folder."""
    try:
        file, faults = load_yaml(path)
    except Faults as refused:
        raise ConfigurationFaults(refused.faults) from None
    faults = faults or schema_faults(file, schema("series"))
    folders: dict[str, None] = {}
    for index, pattern in enumerate(file.value["briefs"] if not faults else ()):
        matching = _folders(path.parent, pattern)
        folders |= dict.fromkeys(matching)
        if not matching:
            problem = f"there is no folder {pattern}"
            faults.append(file.fault(("briefs", index), problem, "create it, or mend the name"))
    style = file.value.get("style") if not faults else None
    if style and not (path.parent / style).is_dir():
        faults.append(file.fault(("style",), f"there is no folder {style}", "create it, or mend the name"))
    if faults:
        raise ConfigurationFaults(faults)
    return Series(file, tuple(sorted(folders)))


def _folders(base: Path, pattern: str) -> list[str]:
    """Return the folders that a pattern names; those whose names begin with a full stop only by name."""
    matching = base.glob(pattern) if WILD & set(pattern) else [base / pattern]
    names = (path.relative_to(base) for path in matching if path.is_dir())
    wild = bool(WILD & set(pattern))
    return [name.as_posix() for name in names if not (wild and name.name.startswith((".", "__")))]


@cache
def shared_style(brief: Path) -> Path | None:
    """Return the folder of the design that a brief shares with its series, if there is one.

    The series is described in the nearest folder above the brief that has a series.yaml. Raises
    ConfigurationFaults where that is at fault.
    """
    for folder in brief.parents:
        if (folder / NAME).is_file():
            return style_of(load_series(folder / NAME), folder, brief.relative_to(folder).as_posix())
    return None


def style_of(series: Series, folder: Path, brief: str) -> Path | None:
    """Return the folder of the shared design of a series in `folder`, if `brief` belongs to it."""
    return folder / series["style"] if series["style"] and brief in series.folders else None
