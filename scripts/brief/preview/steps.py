"""Steps of a build that run again when the content of a file that they read has changed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from brief.building.hashing import sha256


class Steps:
    """Remembers, while the process lives, the flags and files that each output was made of."""

    def __init__(self) -> None:
        self._hashes: dict[Path, str] = {}

    def run(
        self, main: Callable[[argparse.Namespace], None], reads: Iterable[Path], *, out: Path, **flags: Any
    ) -> None:
        """Call a program's `main`, unless `out` is there and was made of the same flags and files.

        A step that raises will run again.
        """
        made_of = sha256(repr([sorted(flags.items()), [(path, _hash(path)) for path in reads]]).encode())
        if self._hashes.get(out) == made_of and out.exists():
            return
        self._hashes.pop(out, None)
        main(argparse.Namespace(**flags, out=out))
        self._hashes[out] = made_of


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""
