"""What files are called, and what is in them in one number: SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from brief.places import PROJECT, STYLE, style_of_series


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(paths: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its name."""
    return {name: sha256(path.read_bytes()) for name, path in named(paths).items()}


def named(paths: Iterable[Path]) -> dict[str, Path]:
    """Return files by their names in the brief, sorted.

    What a brief takes from the project or from its series is named as if it lay in the brief: where
    they lie must not show.
    """
    shared = style_of_series()

    def name(path: Path) -> Path:
        if shared and path.is_relative_to(shared):
            return STYLE / path.relative_to(shared)
        return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path

    return dict(sorted((name(path).as_posix(), path) for path in paths))
