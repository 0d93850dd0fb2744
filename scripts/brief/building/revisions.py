"""What git knows of a brief: its content at an earlier revision, and who has changed it since, and when."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import tarfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brief.escapes import plain
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
    inside = _git("rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
    if inside is None:
        raise Faults([_fault(name, "git is not installed", "install git")])
    said = _text(inside.stderr)
    if "dubious ownership" in said:
        problem = "git does not trust the folder of another owner"
        remedy = f"if you trust it: git config --global --add safe.directory {shlex.quote(_top())}"
        raise Faults([_fault(name, problem, remedy)])
    if inside.returncode and "not a git repository" not in said:
        raise Faults([_fault(name, f"git cannot read the repository ({said})", "mend it, or clone it anew")])
    if inside.returncode or not inside.stdout.startswith(b"true"):
        problem = "the brief is in no git repository"
        raise Faults([_fault(name, problem, "make one, or clone the brief with git")])
    verified = _call("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if verified.returncode and inside.stdout.endswith(b"true\n"):
        problem = "this clone is shallow, and has no such revision"
        raise Faults([_fault(name, problem, "fetch the whole history with git fetch --unshallow")])
    if verified.returncode:
        remedy = "name a commit, a tag or a branch; git log --oneline lists the commits"
        raise Faults([_fault(name, "git knows no such revision", remedy)])
    whole = _text(verified.stdout)
    short, seconds = _lines("show", "-s", "--format=%h%n%ct", whole)
    return Revision(name, short, whole, _moment(float(seconds)).date().isoformat())


def _top() -> str:
    """Return the folder that holds the repository around the working directory."""
    here = Path.cwd()
    return str(next((path for path in (here, *here.parents) if (path / ".git").exists()), here))


def export(revision: Revision, place: Path) -> None:
    """Write the content of the brief at a revision into `place`. Raises Faults where there was no brief."""
    there = _text(_call("ls-tree", "-z", "--name-only", revision.whole, "--", *CONTENT).stdout)
    names = [name for name in there.split("\0") if name]
    if not {"report", "bib", "data"} <= set(names):
        remedy = "name a later one; git log --oneline -- report lists those of the text"
        raise Faults([revision.fault("this revision has no brief in this folder", remedy)])
    packed = _call("archive", "--format=tar", revision.whole, "--", *names)
    if packed.returncode:
        problem = f"git cannot give its files ({_text(packed.stderr)})"
        raise Faults([revision.fault(problem, "fetch the whole history, or name another revision")])
    try:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(place, filter="data")
    except tarfile.FilterError as error:
        problem = f"{error.tarinfo.name} is a link there, and leads out of the brief"
        raise Faults([revision.fault(problem, "name a revision in which it is a file")]) from None


def authors_since(revision: Revision) -> tuple[str, datetime]:
    """Return who has changed the content since a revision, and when it was last.

    Of one difference between two states git cannot say whose it is: where several had a hand in
    it, all are named, the first first. Edits that are not committed are of who would commit them.
    """
    shape = "--format=%aN%n%at"
    commits = _lines("log", shape, f"{revision.whole}..HEAD", "--", *CONTENT)
    edited = _edited()
    if not commits and edited is None:
        commits = _lines("log", "-1", shape) or _lines("log", "-1", shape, revision.whole)
    names = commits[::2][::-1]
    if edited is None:
        moment = _moment(float(commits[1]))
    else:
        names += _lines("config", "user.name")[-1:] or ["?"]
        moment = max(map(_moment, edited), default=datetime.now(UTC))
    different = list(dict.fromkeys(plain(name) or "?" for name in names))
    others = ["et al."] if len(different) > MANY else []
    return ", ".join([*different[:MANY], *others]), moment


def _moment(seconds: float) -> datetime:
    """Return a time since 1970 as a moment; what is still to come, where a clock was wrong, as this one."""
    return datetime.fromtimestamp(min(max(seconds, 0), time.time()), UTC).replace(microsecond=0)


def _edited() -> list[float] | None:
    """Return when the files were last written that differ from the last commit; None if none does."""
    paths = uncommitted(*CONTENT)
    if not paths:
        return None
    return [path.lstat().st_mtime for path in paths if path.is_symlink() or path.exists()]


def uncommitted(*names: str) -> list[Path]:
    """Return the files under some names that differ from the last commit; none where there is no git."""
    flags = ("--porcelain", "-z", "--no-renames", "--untracked-files=all")
    listed = _git("status", *flags, "--", *names)
    if listed is None or not listed.stdout:
        return []
    top = Path(_lines("rev-parse", "--show-toplevel")[0])
    return [top / os.fsdecode(entry[3:]) for entry in listed.stdout.split(b"\0") if entry]


def not_ignored(folder: Path) -> list[Path]:
    """Return the paths in a folder, relative to it, that git does not ignore; none where there is no git."""
    listed = _git("-C", str(folder), "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if listed is None or listed.returncode:
        return []
    return [Path(os.fsdecode(entry)) for entry in sorted(set(listed.stdout.split(b"\0"))) if entry]


SETTINGS = (
    "log.showSignature=false",
    "i18n.logOutputEncoding=UTF-8",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "color.ui=false",
)
"""Whatever an editor has set, git answers in one way."""

QUIET = {
    "GIT_TERMINAL_PROMPT": "0",  # nobody is asked for a password
    "GIT_NO_LAZY_FETCH": "1",  # and nothing is fetched
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}

ELSEWHERE = {
    f"GIT_{what}"
    for what in (
        *(
            "DIR",
            "WORK_TREE",
            "COMMON_DIR",
            "INDEX_FILE",
            "PREFIX",
            "NAMESPACE",
            "GRAFT_FILE",
            "SHALLOW_FILE",
        ),
        *("OBJECT_DIRECTORY", "ALTERNATE_OBJECT_DIRECTORIES", "LITERAL_PATHSPECS", "ICASE_PATHSPECS"),
    )
}
"""By these git would look into another repository than that of the working directory."""

PATIENCE = 60
"""Seconds that git may take for one answer."""


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """Return what git did in the working directory, or None where there is no git. Raises Faults if it hangs.

    What the surroundings say of another repository, as they do in a hook, is left out.
    """
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    surroundings = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    try:
        return subprocess.run(
            ["git", "--no-pager", *settings, *arguments],
            env=surroundings | QUIET,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        problem = f"git {arguments[0]} gave no answer within {PATIENCE} seconds"
        raise Faults([Fault("git", 1, 1, problem, "see in a terminal what it waits for")]) from None


def _call(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Return what git did. Raises Faults where there is no git any more."""
    done = _git(*arguments)
    if done is None:
        raise Faults([Fault("git", 1, 1, "git cannot be started", "install git")])
    return done


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()


def _lines(*arguments: str) -> list[str]:
    return _call(*arguments).stdout.decode("utf-8", "replace").split("\n")[:-1]
