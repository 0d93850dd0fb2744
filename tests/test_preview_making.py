"""The preview without a browser: what it makes, when it makes it, and how it refuses to begin."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from brief.preview.making import Versions, update
from brief.preview.steps import Steps
from brief.preview.watching import Watch
from conftest import Folder, copy_of
from previewing import PROGRAM


@pytest.mark.parametrize(("what", "fixture"), [("small", "built_small"), ("brief", "built_brief")])
def test_same_bytes(
    what: str, fixture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The preview's page is the build's."""
    built: Folder = request.getfixturevalue(fixture)
    monkeypatch.chdir(copy_of(what, tmp_path / what).path)
    shown: dict[str, Any] = {}
    update(Versions(), lambda: "page" in shown, lambda **fields: shown.update(fields))
    assert shown["page"] == (built.path / "build/brief.html").read_bytes()


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "x", "1.5", "", "١"])
def test_no_port(small: Folder, port: str) -> None:
    """What is no port is refused before anything begins."""
    done = small.call("preview_brief.py", f"--port={port}", "--no-browser")
    assert done.returncode == 3
    assert done.stderr.endswith(f"argument --port: {port!r} is not a port: write a number from 0 to 65535\n")


def test_port_taken(small: Folder) -> None:
    """Of a port that is taken the editor is told, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = small.run("python", PROGRAM, "--port", port, "--no-browser")
    assert done.returncode == 3
    assert done.stderr == (
        f"Port {port} cannot be used (address already in use): is another preview open?"
        f" Else: make preview PORT={int(port) + 1}\n"
    )


def test_where_nothing_can_be_written(small: Folder) -> None:
    """That is told as what it is, not as a matter of the port."""
    (small.path / "build").write_text("a file", encoding="utf-8")
    done = small.run("python", PROGRAM, "--port", "0", "--no-browser")
    problem = "build/preview:1:1: the file cannot be read or written (Not a directory)"
    assert (done.returncode, done.stderr.partition(";")[0]) == (2, problem)


def test_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is followed by an update, also one in a folder that came later."""
    monkeypatch.chdir(tmp_path)
    updated = threading.Event()
    watch = Watch([tmp_path / "there", tmp_path / "later"], updated.set)
    (tmp_path / "there").mkdir()
    watch.start()
    (tmp_path / "later").mkdir()
    for name in ("there", "later"):  # it takes a while until a folder is watched: saved again and again
        updated.clear()
        for number in range(150):
            (tmp_path / name / "file").write_text(str(number), encoding="utf-8")
            if updated.wait(0.2):
                break
        assert updated.is_set()
    watch.stop()


def test_steps(tmp_path: Path) -> None:
    """A step runs again for another content or setting, a lost output or a failure, and else not."""
    source, out, calls = tmp_path / "a", tmp_path / "b", []
    steps = Steps()

    def run(setting: str) -> None:
        def action() -> None:
            calls.append(setting)
            if setting == "bad":
                raise RuntimeError
            out.write_text("made", encoding="utf-8")

        steps.run(out, action, [source], setting)

    source.write_text("one", encoding="utf-8")
    for setting in ("x", "x", "y"):
        run(setting)
    assert calls == ["x", "y"]
    source.write_text("two", encoding="utf-8")
    run("y")
    out.unlink()
    run("y")
    run("y")
    assert calls == ["x", "y", "y", "y"]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            run("bad")
    assert calls[4:] == ["bad", "bad"]
