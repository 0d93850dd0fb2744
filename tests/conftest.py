"""A small brief in German to build and to break, and the programs to do it with."""

from __future__ import annotations

import compileall
import contextlib
import fcntl
import io
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn
from unittest import mock

import pytest

from brief import program
from brief.building import rebuilding
from forking import running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

for _name in ("PYTHONPATH", "MAKELEVEL", "MAKEFLAGS", "MFLAGS"):
    os.environ.pop(_name, None)  # what `make test` has set would lead copies of the project to this one

LONGEST = (
    *("preview_edits", "preview_page", "series", "preview_desk", "command", "series_links", "accessibility"),
    *("import_hands", "redline_rounds", "determinism", "workflow", "page", "list_series", "import_random"),
    *("redline", "verify_build", "mutations", "import_review", "probe_links", "running", "record_links"),
    *("probe_crossref", "quotation_places", "import_marks", "readme", "probe_runs", "front_matter"),
    *("make", "make_links", "explain_build", "markdown", "changes", "import_hostile"),
)
"""The tests that take longest, by their files: they begin first, so that no worker is left with one."""

PROJECT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "small"


CONFIG = "links: {probe: never}\nlimits: {seconds: 300}\n"
"""The settings of a copy of the brief: it asks no link, and a busy machine gets its time."""

COMMANDS = "COMMANDS_OF_TESTS"
"""The variable that names the folder of `python` and `snakemake` that need not load their libraries."""


def surroundings() -> dict[str, str]:
    """Return the environment in which tests run commands, whose libraries are loaded; not GitHub's."""
    plain = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
    own = str(Path(sys.executable).parent)
    return plain | {"PATH": os.pathsep.join([plain.get(COMMANDS, own), own, plain["PATH"]])}


@dataclass(frozen=True)
class Folder:
    """A brief's folder in which a test may write, build and break."""

    path: Path
    project: Path = PROJECT
    """Where the Snakefile is."""

    def run(self, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command here; programs of the project are named by their file."""
        env = surroundings() | variables
        return subprocess.run(
            list(map(str, command)), cwd=self.path, env=env, capture_output=True, text=True, check=False
        )

    def snakemake(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the project's Snakefile on this brief, with the flags of `make brief`."""
        flags = [
            "--cores",
            "2",
            "--rerun-incomplete",
            "--max-jobs-per-timespan",
            "1000/0s",
        ]  # as `make brief`
        command = ["snakemake", "--snakefile", self.project / "Snakefile", *flags]
        return self.run(*command, *arguments, **variables)

    def print(self) -> subprocess.CompletedProcess[str]:
        """Build the three formats, without what comes after them and without the reports on links."""
        return self.snakemake("build/brief.pdf", "build/brief.html", "build/brief.docx", "--quiet", "all")

    def check(self, *extra: str) -> subprocess.CompletedProcess[str]:
        """Run check_brief on this brief; a source that nothing cites is a warning."""
        return self.call("check_brief.py", "--uncited-source", "warning", *extra)

    def call(self, name: str, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a program of scripts/ as `run` does, but in this process, which has its libraries loaded."""
        path = PROJECT / "scripts" / name
        command = [str(path), *map(str, arguments)]
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.path),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch.dict(os.environ, surroundings() | variables, clear=True),
            mock.patch.object(sys, "argv", command),
            mock.patch.object(program, "within", lambda _, work: work()),  # the child's output would be lost
            pytest.raises(SystemExit) as ended,
        ):
            runpy.run_path(str(path), run_name="__main__")
        code = int(ended.value.code or 0)
        return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())

    def glob(self, pattern: str) -> list[Path]:
        """Return what matches, relative to the folder."""
        return sorted(path.relative_to(self.path) for path in self.path.glob(pattern))

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that stands in a file exactly once."""
        path = self.path / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Have one server of commands for all workers, and compile what they and all real programs load."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compileall.compile_dir(PROJECT / "scripts", quiet=2)  # even where Python is told to write nothing
        commands = contextlib.ExitStack()
        config.add_cleanup(commands.close)
        os.environ[COMMANDS] = str(commands.enter_context(running_server()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    names = [f"test_{name}.py" for name in LONGEST]
    items.sort(key=lambda item: names.index(item.path.name) if item.path.name in names else len(names))


@pytest.fixture(scope="session", autouse=True)
def _quick_rebuilding() -> Iterator[None]:
    """Have builds that are begun in this process take the commands whose libraries are loaded."""
    quick = SimpleNamespace(executable=str(Path(os.environ[COMMANDS], "python")))
    with mock.patch.object(rebuilding, "sys", quick):
        yield


def copy_of(what: str, target: Path) -> Folder:
    """Return a fresh copy of the `small` brief, or of the `brief` itself."""
    if what == "small":
        return Folder(Path(shutil.copytree(SMALL, target)))
    for part in ("report", "bib", "data", "scripts/charts", "scripts/tables"):
        shutil.copytree(PROJECT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return Folder(target)


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """Return a copy of the small brief for one test."""
    return copy_of("small", tmp_path / "small")


def _built(what: str, factory: pytest.TempPathFactory) -> Folder:
    """Return a built brief, which the workers of one run share: the first that asks builds it."""
    place = factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / f"built-{what}"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = Folder(place / what)
        if not folder.path.exists():
            shutil.rmtree(place / "new", ignore_errors=True)  # of a build that failed
            made = copy_of(what, place / "new")
            done = made.snakemake("--quiet", "all")
            assert done.returncode == 0, done.stderr
            made.path.rename(folder.path)
    return folder


@pytest.fixture(scope="session")
def built_small(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a copy of the small brief, built; tests of this fixture change nothing in it."""
    return _built("small", tmp_path_factory)


def copy_built(folder: Folder, target: Path) -> Path:
    """Return a copy of a built brief that others read at the same time: LibreOffice leaves locks there."""
    return Path(shutil.copytree(folder.path, target, ignore=shutil.ignore_patterns(".~lock*")))


@pytest.fixture
def rebuilt(tmp_path: Path, built_small: Folder) -> Folder:
    """Return a copy of the small brief with what its build left, for one test to change."""
    return Folder(copy_built(built_small, tmp_path / "rebuilt"))


@pytest.fixture(scope="session")
def built_brief(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a copy of the brief itself, built; tests of this fixture change nothing in it."""
    return _built("brief", tmp_path_factory)


def missing(what: str) -> NoReturn:
    """Skip the test for want of a tool; in CI, where all tools must be there, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing here; CI runs this test")


@pytest.fixture(scope="module")  # while it lives, no test of its worker can run a loop of its own
def browser() -> Iterator[Browser]:
    """Return a headless Chromium that talks to nobody by itself."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next(filter(None, map(shutil.which, names)), None) or missing("Chromium")
    quiet = ("background-networking", "component-update", "sync", "gpu")
    with sync_playwright() as started:
        flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
        opened = started.chromium.launch(executable_path=program, args=flags)
        yield opened
        opened.close()
