"""Steps of a build that are redone when the content of something they read has changed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from brief.building.hashing import sha256


class Steps:
    """Remembers what each output was last made of, for as long as the process lives."""

    def __init__(self) -> None:
        self._made_of: dict[Path, str] = {}

    def run(
        self, main: Callable[[argparse.Namespace], None], reads: Iterable[Path], *, out: Path, **flags: Any
    ) -> None:
        """Have a program's `main` make `out`, unless that is there, of the same flags and files.

        A step that raises is due again.
        """
        state = sha256(repr([sorted(flags.items()), [(path, _digest(path)) for path in reads]]).encode())
        if self._made_of.get(out) == state and out.exists():
            return
        self._made_of.pop(out, None)
        main(argparse.Namespace(**flags, out=out))
        self._made_of[out] = state


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""
