"""Steps of a build that run again when the content of a file that they read has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from brief.building.hashing import sha256

MADE = Path("build/preview")
"""The folder of what the preview makes."""

MANUSCRIPT = MADE / "manuscript.json"


class Steps:
    """Remembers, while the process lives, what each output was made of."""

    def __init__(self) -> None:
        self._hashes: dict[Path, str] = {}

    def run(self, out: Path, action: Callable[[], object], reads: Iterable[Path], *settings: str) -> None:
        """Call `action`, which makes `out`, unless that is there and was made of the same.

        That are the files that it `reads`, by content, and `settings`. A step that raises will run
        again.
        """
        made_of = sha256(repr([settings, [(path, _hash(path)) for path in reads]]).encode())
        if self._hashes.get(out) == made_of and out.exists():
            return
        self._hashes.pop(out, None)
        action()
        self._hashes[out] = made_of


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""
