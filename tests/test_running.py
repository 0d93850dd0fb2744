"""What a build meets before it begins, and how it ends: another build, a wrong clock, Ctrl+C, a full disk."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from conftest import PROJECT, Folder, missing

TOMORROW = time.time() + 24 * 3600
FLAGS = ("--rerun-incomplete", "--cores", "1", "--quiet", "all", "--")


@contextmanager
def build_held_at(folder: Folder, target: str, awaited: str) -> Iterator[subprocess.Popen[str]]:
    """Begin a build in a process group of its own, and go on when it has written `awaited`."""
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["snakemake", "--snakefile", str(PROJECT / "Snakefile"), *FLAGS, target]
    process = subprocess.Popen(
        command, cwd=folder.path, env=env, start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    try:
        while process.poll() is None and not any(folder.path.glob(awaited)):
            time.sleep(0.01)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_second_build_and_a_killed_one(small: Folder) -> None:
    """A second build is told of the first, and since when; one after a build that was killed just begins."""
    target = "build/parts/inputs.json"
    with build_held_at(small, target, "build/logs/reasons.json") as first:
        os.killpg(first.pid, signal.SIGSTOP)
        assert list((small.path / ".snakemake/locks").iterdir())
        second = small.snakemake("--quiet", "all", "--", target)
        assert second.returncode != 0
        assert re.fullmatch(
            r"build:1:1: another build has been running here since \d{4}-\d\d-\d\d \d\d:\d\d"
            rf" \(process {first.pid}\); wait until it is done, or end it with Ctrl\+C where it runs\n",
            second.stderr,
        )
    done = small.snakemake("--quiet", "all", "--", target)
    assert (done.returncode, done.stderr) == (0, "")


def test_steps_that_a_killed_build_has_left(rebuilt: Folder) -> None:
    """The next build waits for them; what they make of older files replaces nothing that it makes."""
    chart = "scripts/charts/energie.py"
    touch = "__import__('pathlib').Path('{}').touch()"
    slow = f"{touch.format('begun')}; __import__('time').sleep(4); {touch.format('over')}"
    rebuilt.replace(chart, "return bar_chart", f"{slow}; return bar_chart")
    with build_held_at(rebuilt, "build/parts/exhibits/fig-energie.svg", "begun") as first:
        first.kill()
        rebuilt.replace(chart, slow, "pass")
        rebuilt.replace(chart, "Balkendiagramm", "Diagramm")
        done = rebuilt.snakemake("--quiet", "all", "--", "build/parts/exhibits/fig-energie.svg")
    assert (done.returncode, done.stderr) == (0, "")
    assert (rebuilt.path / "over").exists()
    assert "Diagramm: " in (rebuilt.path / "build/parts/exhibits/fig-energie.json").read_text(
        encoding="utf-8"
    )


def test_ctrl_c_ends_a_build(small: Folder) -> None:
    """One line, whatever runs at that moment; and the next build begins."""
    with build_held_at(small, "build/parts/checked.txt", "build/logs/check_brief.log") as running:
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
        assert (running.returncode, said) == (130, "Ended by Ctrl+C.\n")
    done = small.snakemake("--quiet", "all", "--", "build/parts/inputs.json")
    assert (done.returncode, done.stderr) == (0, "")


def test_files_dated_in_the_future(rebuilt: Folder) -> None:
    """Inputs of tomorrow fail no step, and outputs of tomorrow are not taken for newer than an edit."""
    edited = rebuilt.path / "report/02-schluss.md"
    rebuilt.replace("report/02-schluss.md", "Zurück", "Wieder")
    inputs = [
        path for part in ("report", "bib", "data", "scripts") for path in (rebuilt.path / part).rglob("*")
    ]
    outputs = [path for path in (rebuilt.path / "build").rglob("*") if path.is_file()]
    for path in [path for path in inputs if path != edited] + outputs:
        os.utime(path, (TOMORROW, TOMORROW))
    (rebuilt.path / "report/03-mehr.md").symlink_to("02-schluss.md")
    os.utime(rebuilt.path / "report/03-mehr.md", (TOMORROW, TOMORROW), follow_symlinks=False)
    (rebuilt.path / "report/03-mehr.md").rename(rebuilt.path / "report/mehr.txt")
    done = rebuilt.snakemake("--quiet", "all", "--", "build/parts/brief.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Wieder" in (rebuilt.path / "build/parts/brief.html").read_text(encoding="utf-8")
    assert max(path.lstat().st_mtime for path in inputs) <= time.time()


def test_a_killed_step_is_named(small: Folder) -> None:
    """Of a step that could say nothing itself, the build says how it ended."""
    with build_held_at(small, "build/parts/checked.txt", "build/logs/check_brief.log") as running:
        steps = psutil.Process(running.pid).children(recursive=True)
        next(step for step in steps if step.name().startswith("python")).kill()
        _, said = running.communicate(timeout=60)
    assert running.returncode != 0
    remedy = "snakemake without --quiet says more"
    assert said == f"build:1:1: check_brief.py died with <Signals.SIGKILL: 9>; {remedy}\n"


def test_a_full_disk_leaves_what_was_published(rebuilt: Folder) -> None:
    """Finished files that find no room are named, and none of the old ones is touched."""
    published = [rebuilt.path / "build" / f"brief.{kind}" for kind in ("pdf", "html", "docx")]
    before = {path: path.read_bytes() for path in published}
    html = before[published[1]]
    (rebuilt.path / "build/parts/brief.html").write_bytes(html + b" ")
    limit = ["bash", "-c", f'ulimit -f {len(html) // 2048}; exec "$@"', "limited", sys.executable]
    finished = [f"build/parts/{path.name}" for path in published]
    program = PROJECT / "scripts/publish_brief.py"
    done = rebuilt.run(*limit, program, *finished, "--into", "build", "--log", "build/logs/publish.log")
    remedy = "make room there, then run this again"
    assert done.stderr == f"build/brief.html:1:1: the file cannot be written (File too large); {remedy}\n"
    assert done.returncode == 2
    assert {path: path.read_bytes() for path in published} == before
    assert not list((rebuilt.path / "build").glob(".brief*"))


def test_a_folder_that_cannot_be_written(small: Folder, tmp_path: Path) -> None:
    """No build begins in a folder that is read-only, and it says so."""
    mount = ["unshare", "--mount", "bash", "-c"]
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        missing("a way to mount a folder (unshare --mount)")
    command = f'mount --bind . . && mount -o remount,bind,ro . && cd . && cd {small.path} && exec "$@"'
    build = [
        Path(sys.executable).with_name("snakemake"),
        "--snakefile",
        PROJECT / "Snakefile",
        *FLAGS,
        "build/parts/inputs.json",
    ]
    done = small.run(*mount, command, "read-only", *build)
    assert (done.returncode, done.stderr) == (
        2,
        "build:1:1: this folder cannot be written; see who may write there\n",
    )


NAMES = {
    b"report/03-\xff.md": "the name is not UTF-8, or has a character that cannot be printed",
    b"report/03-a\nb.md": "the name is not UTF-8, or has a character that cannot be printed",
    b"report/images/{a}.png": "the path has braces, which Snakemake reads as its own",
    b"scripts/charts/a{b}.py": "the path has braces, which Snakemake reads as its own",
}


def test_names_that_cannot_be(small: Folder) -> None:
    """Each is told, with an escape for what cannot be printed; and the check tells it of what it is given."""
    for name in NAMES:
        Path(os.fsdecode(bytes(small.path) + b"/" + name)).write_bytes(b"# A\n")
    told = {f"{repr(os.fsdecode(name))[1:-1]}:1:1: {problem}; rename it" for name, problem in NAMES.items()}
    done = small.snakemake("--quiet", "all", "--", "build/parts/inputs.json")
    assert (done.returncode, set(done.stderr.splitlines())) == (2, told)
    checked = {line for line in told if not line.startswith("report/images")}
    assert checked <= set(small.check().stderr.splitlines())


def test_an_unfulfillable_wish(small: Folder) -> None:
    """What Snakemake itself refuses is told though it is quiet."""
    done = small.snakemake("--quiet", "all", "--", "build/nothing.txt")
    assert done.returncode != 0
    assert done.stderr.startswith("build:1:1: ")
    assert "No rule to produce build/nothing.txt" in done.stderr
    assert done.stderr.endswith("; snakemake without --quiet says more\n")
