"""What stands in the lists of a series: one entry a brief, out of what is kept of its last build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from brief.content.series import Series
from brief.faults import Fault, Faults
from brief.series.outcomes import load_outcome, place_of

NOT_BUILT = "the brief has not been built yet"


def summary(series: Series) -> dict[str, Any]:
    """Return the content of series.json: how each brief of a series stands."""
    return {"title": series["title"], "briefs": [entry(folder) for folder in series.folders]}


def entry(folder: str) -> dict[str, Any]:
    """Return how the brief in a folder stands: `built`, `faulty` or `missing`; paths are the series'."""
    outcome = load_outcome(place_of(folder))
    if outcome is None:
        return {"folder": folder, "state": "missing", "faults": [], "outputs": {}, "about": {}}
    faults = [placed(fault, folder) for fault in outcome.faults]
    return {
        "folder": folder,
        "state": state_of(faults),
        "faults": [vars(fault) for fault in faults],
        "outputs": {f"{folder}/{name}": size for name, size in (outcome.outputs or {}).items()},
        "about": outcome.card or {},
    }


def state_of(faults: Iterable[Fault]) -> str:
    """Return the state of a brief with some faults."""
    return "faulty" if any(not fault.warning for fault in faults) else "built"


def placed(fault: Fault, folder: str) -> Fault:
    """Return a fault of a brief with its path relative to the series."""
    return fault if Path(fault.path).is_absolute() else replace(fault, path=f"{folder}/{fault.path}")


def require(entries: Iterable[Mapping[str, Any]]) -> int:
    """Return how many briefs there are. Raises the Faults of all, if there are any."""
    listed = list(entries)
    if faults := [fault for item in listed for fault in _faults(item)]:
        raise Faults(faults)
    return len(listed)


def _faults(item: Mapping[str, Any]) -> Iterator[Fault]:
    if item["state"] == "missing":
        yield Fault(item["folder"], 1, 1, NOT_BUILT, "run make series")
    elif item["state"] == "faulty":
        yield from (Fault(**fault) for fault in item["faults"])
