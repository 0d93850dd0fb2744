"""The settings for VS Code: what its tasks call is there, and faults are found in what they print."""

from __future__ import annotations

import json
import re

from brief.faults import Fault
from conftest import PROJECT

TASKS = json.loads((PROJECT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]


def test_problems() -> None:
    """Every fault and warning is read with its place, whatever stands in it."""
    matcher = next(task["problemMatcher"] for task in TASKS if task["label"] == "Check")["pattern"]
    for fault in (
        Fault("report/01 a.md", 3, 14, "a: b", "see 1:2:3"),
        Fault("bib/sources.bib", 1, 1, "nothing cites x", "cite it", warning=True),
    ):
        found = re.fullmatch(matcher["regexp"], str(fault))
        assert found
        read = {name: found[number] for name, number in matcher.items() if name != "regexp"}
        assert (read["file"], int(read["line"]), int(read["column"])) == (
            fault.path,
            fault.line,
            fault.column,
        )
        assert read["severity"] == ("warning" if fault.warning else None)
        assert read["message"] == f"{fault.problem}; {fault.remedy}"


def test_targets() -> None:
    """Each task calls a target of the Makefile."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for task in TASKS:
        assert re.search(rf"^{task['command'].removeprefix('make ')}:", makefile, re.MULTILINE)
