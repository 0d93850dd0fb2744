"""What is kept of each brief of a series: what it was made of, its faults, and what lists say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from brief.faults import Fault
from brief.files import read_json, write_json

KEPT = Path("build/parts/briefs")
"""The folder of the outcomes, in that of the series."""


@dataclass(frozen=True)
class Outcome:
    """How the last build of a brief has ended; its paths are relative to the brief's folder."""

    made_of: str
    """The fingerprint of everything that it was made of."""
    faults: tuple[Fault, ...] = ()
    """Why it was not built; none where it was."""
    outputs: Mapping[str, int] | None = None
    """The sizes of its outputs in bytes."""
    card: Mapping[str, Any] | None = None
    """What the list of the series shows of it."""
    cited: Mapping[str, str] | None = None
    """The addresses that it cites and lets be asked, each with the day on which its author read it."""
    quoted: Mapping[str, Sequence[str]] | None = None
    """The passages that these addresses are to hold."""

    def holds(self, folder: Path, made_of: str) -> bool:
        """Return whether the brief in `folder` was built of the same, and nobody has touched its outputs."""
        if self.faults or not self.outputs or self.made_of != made_of:
            return False
        return self.outputs == sizes(folder, self.outputs)


def sizes(folder: Path, names: Mapping[str, int] | tuple[str, ...]) -> dict[str, int]:
    """Return the size of each of some files of a folder that is there."""
    found: dict[str, int] = {}
    for name in names:
        path = folder / name
        if path.is_file():
            found[name] = path.stat().st_size
    return found


def place_of(folder: str) -> Path:
    """Return where the outcome of the brief in a folder of the series is kept."""
    return KEPT / f"{folder}.json"


def load_outcome(path: Path) -> Outcome | None:
    """Return an outcome that was kept; None where there is none, or one of another version."""
    try:
        kept = read_json(path)
        return Outcome(**kept | {"faults": tuple(Fault(**fault) for fault in kept["faults"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save_outcome(path: Path, outcome: Outcome) -> None:
    """Keep an outcome."""
    write_json(path, asdict(outcome))
