"""The outputs are a pure function of the committed files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT, Folder, copy_of, missing

OUTPUTS = ("brief.pdf", "brief.html", "brief.docx", "CITATION.cff", "manifest.json", "brief.crate.zip")

ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "4711",
    "SOURCE_DATE_EPOCH": "1",
    "HOME": "/nonexistent",
}
"""Surroundings that a build must not see."""

PLAIN = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
"""Programs that load their libraries for themselves: the build that they are compared with is of others."""


def offline() -> list[str]:
    """Return what puts a command into a network namespace of its own, in which there is no network."""
    commands = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
    for command in commands if sys.platform == "linux" else ():
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    if sys.platform == "linux":
        missing("a way to take the network away (unshare --net)")
    return []  # elsewhere the rest of the promise is still tested


@pytest.mark.parametrize(
    ("what", "fixture"),
    [pytest.param("small", "built_small", marks=pytest.mark.long), ("brief", "built_brief")],
)
def test_same_bytes(what: str, fixture: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Another folder, clock zone, locale, umask and hash seed, and no network: the same three files."""
    here: Folder = request.getfixturevalue(fixture)
    there = copy_of(what, tmp_path / "another place with blanks")
    command = ["snakemake", "--snakefile", PROJECT / "Snakefile", "--cores", "1", "--quiet", "all"]
    mask = os.umask(0o077)
    try:
        done = there.run(*offline(), *command, **ELSEWHERE, **PLAIN)
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stderr
    for name in OUTPUTS:
        assert (there.path / "build" / name).read_bytes() == (here.path / "build" / name).read_bytes(), name
