"""Whatever changes between two manuscripts: in Word both come back."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import panflute as pf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.pandoc import dumps, loads
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.pictures import settle_pictures
from brief.redline.printing import redline_docx
from brief.redline.states import PARTS
from brief.redline.word import Stamp
from brief.word.openxml import read_parts
from brief.writers.printing import read_manuscript
from conftest import Folder
from random_edits import EDITS, Edit, edited
from reading.changes import W, lines, read_word

STAMP = Stamp("Ada Author", "2026-11-24T10:00:00Z")

EDITINGS = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 10**6)), min_size=10, max_size=25
)


@pytest.fixture(scope="module")
def manuscript(built_small: Folder) -> str:
    """Return the manuscript of the small brief, which names its pictures by whole paths."""
    document = read_manuscript(built_small.path / PARTS / "manuscript.json")
    settle_pictures(document, built_small.path, document, built_small.path)
    return dumps(document)


@settings(max_examples=3, derandomize=True, deadline=None, phases=[Phase.generate])
@given(editing=EDITINGS, more=EDITINGS)
def test_random_edits(built_small: Folder, manuscript: str, editing: list[Edit], more: list[Edit]) -> None:
    """Whatever an editor does between two states, both come back."""
    old, new = (dumps(edited(loads(manuscript), edits)) for edits in (editing, editing[:5] + more))
    with chdir(built_small.path):
        design = Workflow(load_settings(Path()))
        plain = built_small.path / PARTS / "brief.docx"
        docx = redline_docx(merge_manuscripts(loads(old), loads(new)), plain, design, STAMP)
        states = [redline_docx(loads(text), plain, design, STAMP) for text in (new, old)]
    for mode, state in zip(("accept", "reject"), states, strict=True):
        found, expected = read_word(docx, mode), read_word(state)
        assert lines(found) == lines(expected)
        assert found == expected


def test_two_tables(built_small: Folder, manuscript: str) -> None:
    """A table with other columns is deleted and inserted; what parts the two goes with either."""
    old, new = loads(manuscript), loads(manuscript)
    table = (
        next(one for one in new.content if getattr(one, "identifier", "") == "tbl-zusagen")
        .content[1]
        .content[0]
    )
    table.colspec = [("AlignLeft", share) for share in (0.2, 0.5, 0.3)]
    with chdir(built_small.path):
        design = Workflow(load_settings(Path()))
        plain = built_small.path / PARTS / "brief.docx"
        states = [redline_docx(loads(dumps(one)), plain, design, STAMP) for one in (new, old)]
        docx = redline_docx(merge_manuscripts(old, new), plain, design, STAMP)
    for mode, state in zip(("accept", "reject"), states, strict=True):
        assert read_word(docx, mode) == read_word(state)


def test_a_row_that_went_leaves_one_empty_line_of_each_cell(built_small: Folder, manuscript: str) -> None:
    """Where a reader knows no marks of rows: of the ends of paragraphs in a cell, all but one are marked."""
    old, new = loads(manuscript), loads(manuscript)
    for document in (old, new):
        tables = [one for one in document.content if getattr(one, "identifier", "") == "tbl-zusagen"]
        rows = tables[0].content[1].content[0].content[0].content
        if document is old:
            rows[0].content[0].content = [pf.Plain(pf.Str("eins")), pf.Plain(pf.Str("zwei"))]
        else:
            del rows[0]
    with chdir(built_small.path):
        design = Workflow(load_settings(Path()))
        plain = built_small.path / PARTS / "brief.docx"
        docx = redline_docx(merge_manuscripts(old, new), plain, design, STAMP)
    body = etree.fromstring(read_parts(docx)["word/document.xml"])
    rows = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    cells = [cell for row in rows for cell in row.iter(f"{W}tc")]
    marked = [[one.find(f"{W}pPr/{W}rPr/{W}del") is not None for one in cell.iter(f"{W}p")] for cell in cells]
    assert marked == [[True, False], [False], [False]]
