"""save_links.py against a stand-in that speaks the archive's protocol: keys, waiting, refusals."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import PROJECT, surroundings
from link_cases import URL, judge, make_brief, make_run, probe
from web import Web, reply

JSON = {"Content_Type": "application/json"}
STARTED = reply(200, b'{"url": "x", "job_id": "spn2-1"}', **JSON)
PENDING = reply(200, b'{"status": "pending"}', **JSON)
COPY = b'{"status": "success", "timestamp": "20261124060000", "original_url": "https://example.org/page"}'
DONE = reply(200, COPY, **JSON)
KEYS = {"ARCHIVE_ACCESS_KEY": "access", "ARCHIVE_SECRET_KEY": "secret"}


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """Return a folder in which one link was judged alive."""
    make_brief(tmp_path)
    make_run(tmp_path, probe("alive"))
    assert judge(tmp_path).returncode == 0
    return tmp_path


def save(folder: Path, site: dict, *flags: str, **keys: str) -> tuple[subprocess.CompletedProcess[str], Web]:
    """Run the program with an archive of its own."""
    with Web({"archive.example": site}) as server:
        command = ["python", str(PROJECT / "scripts/save_links.py"), "--links", "links.json"]
        command += ["--archive-base", f"http://archive.example:{server.port}", "--every", "0.05"]
        command += [
            "--resolve",
            f"archive.example:{server.port}:127.0.0.1",
            "--allow-network",
            "127.0.0.1/32",
        ]
        env = {name: value for name, value in surroundings().items() if "ARCHIVE" not in name}
        done = subprocess.run(
            [*command, *flags], cwd=folder, env=env | keys, capture_output=True, text=True, check=False
        )
    return done, server


def test_a_page_is_saved(brief: Path) -> None:
    """The page is named in a form, by an account, and the copy's address is printed once it is there."""
    done, server = save(brief, {"/save": STARTED, "/save/status/spn2-1": [PENDING, DONE]}, **KEYS)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{URL} is saved as http://archive.example:{server.port}/web/20261124060000/{URL}" in done.stdout
    assert [(request.method, request.path) for request in server.seen] == [
        ("POST", "/save"),
        ("GET", "/save/status/spn2-1"),
        ("GET", "/save/status/spn2-1"),
    ]
    assert {request.headers["authorization"] for request in server.seen} == {"LOW access:secret"}


def test_without_keys(brief: Path) -> None:
    """Nothing is asked without the user's keys."""
    done, server = save(brief, {"/save": STARTED}, ARCHIVE_ACCESS_KEY="access")
    assert done.returncode == 3
    assert done.stderr.startswith("ARCHIVE_SECRET_KEY:1:1: the key is not set; ")
    assert server.connections == 0


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        ({"/save": reply(401, b"")}, "does not take the keys"),
        ({"/save": reply(200, b'{"message": "blocked by robots"}', **JSON)}, "blocked by robots"),
        ({"/save": reply(502, b"bad")}, "HTTP 502"),
        ({"/save": STARTED, "/save/status/spn2-1": PENDING}, "not done after 1 s"),
    ],
)
def test_what_is_not_saved_is_told(brief: Path, site: dict, reason: str) -> None:
    """A page that could not be saved is a fault at its line."""
    done, _ = save(brief, site, "--max-time", "1", **KEYS)
    assert done.returncode == 2
    assert done.stderr.startswith(f"sources.bib:3:1: {URL} was not saved (")
    assert reason in done.stderr


def test_authorities_that_cannot_be_read(brief: Path) -> None:
    """A file that `--cacert` names and that is missing is a fault of the command line."""
    done, server = save(brief, {"/save": STARTED}, "--cacert", "none.pem", **KEYS)
    assert done.returncode == 3
    assert done.stderr.startswith("--cacert:1:1: none.pem cannot be read (No such file or directory); ")
    assert server.connections == 0
