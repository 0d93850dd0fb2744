"""What the weekly workflow does with a run: the ledger on a branch, one issue while something is red.

GitHub's own program `gh` cannot run without GitHub; a stand-in writes down how it is called.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import PROJECT

GH = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$1 $2" in
  "pr list") echo "${OPEN_PULLS:-0}" ;;
  "issue list") echo "${OPEN_ISSUE:-}" ;;
esac
"""


@dataclass
class Repository:
    """A clone with a remote, and the calls of `gh`."""

    path: Path

    def run(self, script: str, **variables: str) -> list[str]:
        """Run a script of .github and return how `gh` was called."""
        calls = self.path.parent / "calls"
        calls.write_text("", encoding="utf-8")
        env = os.environ | {"PATH": f"{self.path.parent}:{os.environ['PATH']}", "CALLS": str(calls)}
        script = str(PROJECT / ".github" / script)
        done = subprocess.run(
            [script], cwd=self.path, env=env | variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return calls.read_text(encoding="utf-8").splitlines()

    def git(self, *arguments: str) -> str:
        """Run git here."""
        done = subprocess.run(["git", *arguments], cwd=self.path, capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a clone in which links were recorded."""
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "remote"], check=True)
    clone = Repository(tmp_path / "clone")
    subprocess.run(
        ["git", "clone", "--quiet", tmp_path / "remote", clone.path], check=True, capture_output=True
    )
    (clone.path / "bib").mkdir()
    (clone.path / "build").mkdir()
    (clone.path / "README").write_text("x", encoding="utf-8")
    (clone.path / "build/links.md").write_text("## Links", encoding="utf-8")
    clone.git("add", "README")
    clone.git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "x")
    return clone


def test_a_new_ledger_is_proposed(repository: Repository) -> None:
    """The ledger goes to a branch of its own, which one pull request follows."""
    (repository.path / "bib/links.csv").write_text("url\n", encoding="utf-8")
    calls = repository.run("propose-ledger")
    assert [call.split(" --")[0] for call in calls] == ["pr list", "pr create"]
    assert repository.git("show", "origin/links/ledger:bib/links.csv") == "url\n"
    assert "build" not in repository.git("show", "--stat", "origin/links/ledger")
    (repository.path / "bib/links.csv").write_text("url,keys\n", encoding="utf-8")
    calls = repository.run("propose-ledger", OPEN_PULLS="1")
    assert [call.split(" --")[0] for call in calls] == ["pr list", "pr edit links/ledger"]


def test_an_old_ledger_is_not(repository: Repository) -> None:
    """Where nothing changed, nothing is proposed."""
    assert repository.run("propose-ledger") == []


@pytest.mark.parametrize(
    ("red", "number", "last"),
    [
        pytest.param("true", "", "issue create", id="opened when something is red"),
        pytest.param("true", "7", "issue edit 7", id="brought up to date while it stays red"),
        pytest.param("false", "7", "issue close 7", id="closed when nothing is"),
        pytest.param("false", "", "issue list", id="not opened without need"),
    ],
)
def test_one_issue(repository: Repository, red: str, number: str, last: str) -> None:
    """There is one issue while something is red."""
    calls = repository.run("keep-issue", RED=red, OPEN_ISSUE=number)
    assert calls[-1].startswith(last)


def test_no_address_is_asked_for_a_proposal() -> None:
    """In a pull request the links are judged by what is recorded, and the job can write nothing."""
    import yaml

    jobs = yaml.safe_load((PROJECT / ".github/workflows/links.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["parse"]["if"] == "github.event_name == 'pull_request'"
    assert "permissions" not in jobs["parse"]
    assert "--probe never" in str(jobs["parse"]["steps"])
    assert jobs["ask"]["if"] == "github.event_name != 'pull_request'"
