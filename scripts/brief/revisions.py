"""What git knows of a brief: its content at an earlier revision, and who has changed it since, and when."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brief.faults import Fault, Faults

CONTENT = ("report", "bib", "data", "scripts/charts", "scripts/tables")
"""What a brief is made of, besides the design and the programs."""

MANY = 3
"""So many authors are named."""


@dataclass(frozen=True)
class Revision:
    """A commit of the repository that the working directory is in: its hash, short and whole, and its day."""

    name: str
    short: str
    whole: str
    day: str

    def fault(self, problem: str, remedy: str) -> Fault:
        """Return what is wrong with this revision."""
        return _fault(self.name, problem, remedy)


def _fault(name: str, problem: str, remedy: str) -> Fault:
    return Fault(f"SINCE={name}", 1, 1, problem, remedy)


def find_revision(name: str) -> Revision:
    """Return the commit that git knows by a name. Raises Faults where there is none, or no git."""
    try:
        inside = _git("rev-parse", "--is-shallow-repository")
    except FileNotFoundError:
        raise Faults([_fault(name, "git is not installed", "install git")]) from None
    if inside.returncode:
        raise Faults(
            [_fault(name, "the brief is in no git repository", "make one, or clone the brief with git")]
        )
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode and inside.stdout.strip() == b"true":
        problem = "this clone is shallow, and has no such revision"
        raise Faults([_fault(name, problem, "fetch the whole history with git fetch --unshallow")])
    if found.returncode:
        remedy = "name a commit, a tag or a branch; git log --oneline lists the commits"
        raise Faults([_fault(name, "git knows no such revision", remedy)])
    whole = found.stdout.decode().strip()
    short, day = _lines("show", "-s", "--format=%h%n%cs", whole)
    return Revision(name, short, whole, day)


def export(revision: Revision, place: Path) -> None:
    """Write the content of the brief at a revision into `place`. Raises Faults where there was no brief."""
    there = _git("ls-tree", "-z", "--name-only", revision.whole, "--", *CONTENT).stdout.decode()
    names = [name for name in there.split("\0") if name]
    if not {"report", "bib", "data"} <= set(names):
        remedy = "name a later one; git log --oneline -- report lists those of the text"
        raise Faults([revision.fault("this revision has no brief in this folder", remedy)])
    packed = _git("archive", "--format=tar", revision.whole, "--", *names)
    if packed.returncode:
        problem = f"git cannot give its files ({packed.stderr.decode().strip()})"
        raise Faults([revision.fault(problem, "fetch the whole history, or name another revision")])
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(place, filter="data")


def authors_since(revision: Revision) -> tuple[str, datetime]:
    """Return who has changed the content since a revision, and when it was last.

    Of one difference between two states git cannot say whose it is: where several had a hand in
    it, all are named, the first first. Edits that are not committed are of who would commit them.
    """
    commits = _lines("log", "--format=%aN%n%aI", f"{revision.whole}..HEAD", "--", *CONTENT)
    edited = _edited()
    if not commits and edited is None:
        commits = _lines("log", "-1", "--format=%aN%n%aI")
    names = commits[::2][::-1]
    if edited is None:
        moment = datetime.fromisoformat(commits[1]).astimezone(UTC)
    else:
        names += _lines("config", "user.name") or ["?"]
        moment = max(edited, default=datetime.now(UTC))
    different = list(dict.fromkeys(names))
    others = ["et al."] if len(different) > MANY else []
    return ", ".join([*different[:MANY], *others]), moment


def _edited() -> list[datetime] | None:
    """Return when the files were last written that differ from the last commit; None if none does."""
    paths = uncommitted(*CONTENT)
    if not paths:
        return None
    return [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in paths if path.exists()]


def uncommitted(*names: str) -> list[Path]:
    """Return the files under some names that differ from the last commit; none where there is no git."""
    flags = ("--porcelain", "-z", "--no-renames", "--untracked-files=all")
    try:
        listed = _git("status", *flags, "--", *names).stdout.decode()
    except FileNotFoundError:
        return []
    if not listed:
        return []
    top = Path(_lines("rev-parse", "--show-toplevel")[0])
    return [top / entry[3:] for entry in listed.split("\0") if entry]


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], capture_output=True, check=False)


def _lines(*arguments: str) -> list[str]:
    return _git(*arguments).stdout.decode("utf-8", "replace").splitlines()
