"""README begins with pictures of a build, and says where the built files are."""

from __future__ import annotations

import json
import re

import pytest

from brief.building.hashing import sha256
from conftest import PROJECT, Folder

README = (PROJECT / "README.md").read_text(encoding="utf-8")
IMAGES = PROJECT / "docs/images"
RECORD = json.loads((IMAGES / "pictures.json").read_text(encoding="utf-8"))


def test_begin_of_readme() -> None:
    """Before anything else stand the pictures of all three files, each with its alternative text."""
    beginning = README.split("\n## ")[0]
    shown = re.findall(r"!\[([^]]{20,})\]\(docs/images/(\S+)\)", beginning)
    assert [name for _, name in shown] == list(RECORD)
    assert [RECORD[name]["shows"] for _, name in shown] == ["brief.pdf", "brief.html", "brief.docx"]


def test_made_by_make() -> None:
    """Each picture is the one that `make pictures` has made, and light enough for a page."""
    assert {path.name for path in IMAGES.iterdir()} == {*RECORD, "pictures.json"}
    for name, recorded in RECORD.items():
        content = (IMAGES / name).read_bytes()
        assert sha256(content) == recorded["sha256"], f"{name} is another: make pictures"
        assert len(content) < 150_000


def test_of_the_newest_build(built_brief: Folder) -> None:
    """They show what the brief builds; where it has changed since, this says so and stops nothing."""
    older = [
        name
        for name, recorded in RECORD.items()
        if sha256((built_brief.path / "build" / recorded["shows"]).read_bytes()) != recorded["of"]
    ]
    if older:
        pytest.skip(f"{', '.join(older)} of README show an earlier build: make pictures makes them anew")


def test_built_files() -> None:
    """The workflow that README leads to keeps the built files under the name that README says."""
    (workflow,) = re.findall(r"\]\(\.\./\.\./actions/(workflows/\S+)\)", README)
    text = (PROJECT / ".github" / workflow).read_text(encoding="utf-8")
    assert text.startswith("name: Build and test\n")
    assert re.search(r"uses: actions/upload-artifact.*\n\s+with:\n\s+name: brief\n", text)
