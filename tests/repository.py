"""A brief in a git repository of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from conftest import Folder, copy_of


def git(folder: Path, *arguments: str) -> None:
    """Run git as someone who has a name."""
    names = ("-c", "user.name=Ada Author", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def committed(place: Path) -> Folder:
    """Return a copy of the small brief, committed once, in a repository of someone who has a name."""
    folder = copy_of("small", place)
    for arguments in (
        ("init", "-q"),
        ("add", "-A"),
        ("commit", "-qm", "one"),
        ("config", "user.name", "Bo Editor"),
    ):
        git(folder.path, *arguments)
    return folder
