"""`make links` from end to end, on a copy of the project whose sources are on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import COMMANDS, PROJECT
from test_probe_links import entries, flags_for
from web import Web, redirect, reply


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of what `make` needs."""
    for part in ("scripts", "report", "envs", "rules"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("Makefile", "config.yaml", "panache.toml"):
        shutil.copy2(PROJECT / part, tmp_path / part)
    for path in (tmp_path / "report").glob("[0-9]*.md"):
        path.unlink()
    (tmp_path / "report/01-a.md").write_text("# A\n\nAs they say [@key0].\n", encoding="utf-8")
    (tmp_path / "bib").mkdir()
    return tmp_path


def make(project: Path, server: Web, day: str) -> subprocess.CompletedProcess[str]:
    """Run `make links` as if on a day."""
    flags = [*flags_for(server, ["a.example"]), "--interval", "0", "--now", f"{day}T06:00:00Z"]
    command = ["make", "links", f"VENV={Path(os.environ[COMMANDS]).parent}", f"PROBE_FLAGS={' '.join(flags)}"]
    env = {key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


def test_make_links(project: Path) -> None:
    """A link that goes away is told, counted, and red only when its history says that it is dead."""
    sites = {
        "control.example": {"/": reply()},
        "archive.example": {},
        "a.example": {"/x": [reply(), reply(404)]},
    }
    sites["a.example"]["/old"] = redirect(301, "/new")
    sites["a.example"]["/new"] = reply()
    with Web(sites) as server:
        bib = entries(f"http://a.example:{server.port}/x", f"http://a.example:{server.port}/old")
        (project / "bib/sources.bib").write_text(bib, encoding="utf-8")
        outcomes = [
            make(project, server, day) for day in ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-06")
        ]
        assert [done.returncode for done in outcomes] == [0, 0, 0, 0], outcomes[-1].stderr
        assert "has moved for good" in outcomes[0].stderr
        assert f"url = {{http://a.example:{server.port}/new}}," in outcomes[0].stderr
        assert "was not found" in outcomes[1].stderr
        last = make(project, server, "2026-01-09")
    assert last.returncode != 0
    assert f"bib/sources.bib:3:1: key0: http://a.example:{server.port}/x is dead" in last.stderr
    assert "last seen alive on 2026-01-01" in last.stderr
    ledger = (project / "bib/links.csv").read_text(encoding="utf-8")
    assert ",dead,missing,HTTP 404,404," in ledger
    for kind in ("html", "json", "xml", "md"):
        assert (project / f"build/links.{kind}").stat().st_size > 0
