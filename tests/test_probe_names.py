"""Names, looked up in a name server of the test's own (tests/nameserver.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import COMMANDS, missing

SEEN = {
    "here": "alive",
    "nowhere": "missing",
    "empty": "transient",
    "broken": "transient",
    "half": "alive",
    "rebound": "alive",
    "mixed": "refused",
    "private": "refused",
}


def run(*arguments: str) -> dict[str, Any]:
    """Return what that world prints."""
    apart = ["--net", "--mount"]
    commands = [["unshare", *apart], ["unshare", "--map-root-user", *apart]]
    if sys.platform != "linux":
        pytest.skip("only Linux has namespaces")
    able = [command for command in commands if not subprocess.run([*command, "true"], check=False).returncode]
    if not able:
        missing("a network of a test's own (unshare --net --mount)")
    command = [*able[0], sys.executable, Path(__file__).with_name("nameserver.py"), *arguments]
    env = {name: value for name, value in os.environ.items() if name != COMMANDS}  # forks are of another
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    """Return what a run saw in that world, and what was asked in it."""
    return run()


@pytest.mark.parametrize(("name", "expected"), SEEN.items(), ids=list(SEEN))
def test_name(name: str, expected: str, world: dict[str, Any]) -> None:
    """Only a name that does not exist is missing; where the name server fails, that is trouble."""
    observations = {
        url: probe["observation"] for url, probe in world["seen"].items() if f"//{name}.example" in url
    }
    assert set(observations.values()) == {expected}
    assert len(observations) == 3


def test_looked_up_once(world: dict[str, Any]) -> None:
    """All links to a host share one lookup: another answer the second time changes nothing."""
    once = ["here", "rebound", "mixed", "private", "nowhere"]
    assert {name: world["asked"][f"{name}.example"] for name in once} == dict.fromkeys(once, 1)
    assert world["wrong"] == 0


def test_asked_again(world: dict[str, Any]) -> None:
    """A name server that failed is asked again with each try."""
    assert world["asked"]["half.example"] == 2
    assert world["asked"]["broken.example"] >= 3


def test_a_name_server_that_never_answers() -> None:
    """Then there is no network: no link is asked, and the run does not wait for the lookups."""
    probes = run("silent")
    assert not probes.pop("online")
    assert {probe["observation"] for probe in probes.values()} == {"unchecked"}
