"""Redlines of single edits: they mark no more than changed, and come back through the import."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.pandoc import dumps, loads
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.printing import redline_docx, redline_html
from brief.redline.states import PARTS
from brief.word.openxml import read_parts
from conftest import SMALL
from reading.changes import W, lines, read_word
from reviewing import Desk, desk
from test_redline import SINCE, STAMP, entries
from wordways import count_marks

__all__ = ["desk"]

DIVISIONS = {
    "divided": ("Ton [@mineconom2022]. Dieselbe", "Ton [@mineconom2022].\n\nDieselbe"),
    "divided and edited": ("Ton [@mineconom2022]. Dieselbe Meldung", "Ton.\n\nDie gleiche Meldung"),
    "divided twice": (". Dieselbe Meldung nennt auch ein", ".\n\nDieselbe Meldung\n\nnennt auch ein"),
}


@pytest.mark.parametrize("what", DIVISIONS)
def test_a_paragraph_that_was_divided_or_joined_keeps_its_text(desk: Desk, what: str) -> None:
    """Its end alone came or went; the style of what is left is the right one; the page shows a pilcrow."""
    whole = {path.name: path.read_text(encoding="utf-8") for path in Path("report").glob("0*.md")}
    parted = whole | {"01-lage.md": whole["01-lage.md"].replace(*DIVISIONS[what])}
    design = Workflow(load_settings(Path()))
    plain = desk.folder / PARTS / "brief.docx"
    for old, new in ((whole, parted), (parted, whole)):
        text = dumps(merge_manuscripts(desk.manuscript(old), desk.manuscript(new)))
        docx = redline_docx(loads(text), plain, design, STAMP)
        for mode, state in (("accept", new), ("reject", old)):
            expected = redline_docx(desk.manuscript(state), plain, design, STAMP)
            assert lines(read_word(docx, mode)) == lines(read_word(expected))
        moved = {"Meldung", "Wasserkraftwerk"} & set(_changed_words(docx))
        assert not moved
        assert "¶" in "".join(entries(redline_html(loads(text), design, SINCE)))


def _changed_words(docx: bytes) -> list[str]:
    """Return the words of the body that came or went."""
    body = etree.fromstring(read_parts(docx)["word/document.xml"])
    changes = body.iter(f"{W}ins", f"{W}del")
    return " ".join("".join(change.itertext(f"{W}t", f"{W}delText")) for change in changes).split()


SENTENCE = " Dieselbe Meldung nennt auch ein Wasserkraftwerk [@mineconom2022, S. 1]."
BACK = "Zurück zu @sec-lage.[^anm]\n\n"
PARAGRAPH = next(line for line in (SMALL / "report/01-lage.md").read_text().splitlines() if "Das Min" in line)

ROUNDS: dict[str, tuple[tuple[str, str], ...]] = {
    "words": (("ein weiteres", "noch ein"), ("Zurück zu", "Nun zurück zu")),
    "a heading": (("Folgen {#", "Die Folgen {#"),),
    "a caption and a note": (("Der See, ein", "Der große See, ein"), ("ohne Quelle", "mit Quelle")),
    "a paragraph divided": (("Ton [@mineconom2022]. Dieselbe", "Ton [@mineconom2022].\n\nDieselbe"),),
    "a note dropped": (("[^anm]\n\n[^anm]: Eine Anmerkung ohne Quelle, mit 'einfachen' Zeichen.", ""),),
    "a citation dropped": ((" [@kabar2022]", ""),),
    "a citation dropped, others renewed": (("Kreis Ton [@mineconom2022]. ", "Kreis Ton. "),),
    "a new note": (("ein weiteres Werk", "ein weiteres Werk^[Es liegt am See.]"),),
    "a new heading": (("Die Agentur meldet", "Ein Absatz.\n\n### Neu\n\nDie Agentur meldet"),),
    "a list": (("## Folgen", "Liste:\n\n- eins\n- zwei\n\n## Folgen"),),
    "emphasis and powers": (("ein weiteres", "ein *weiteres* 10^6^"),),
    "a sentence moved": (
        (" Dieselbe Meldung nennt auch ein Wasserkraftwerk [@mineconom2022, S. 1].", ""),
        (
            "Ministerium [@mineconom2022].[^anm]",
            "Ministerium [@mineconom2022].[^anm] Dieselbe Meldung nennt auch ein Wasserkraftwerk"
            " [@mineconom2022, S. 1].",
        ),
    ),
    "a paragraph moved": (
        (PARAGRAPH + "\n\n", ""),
        ("Zurück zu", PARAGRAPH + "\n\nZurück zu"),
    ),
}


@pytest.mark.parametrize("what", ROUNDS)
def test_a_redline_comes_back_through_the_import(desk: Desk, what: str) -> None:
    """Imported where the brief is as it was, a redline gives the Markdown that it was made from."""
    old = {path.name: path.read_text(encoding="utf-8") for path in Path("report").glob("0*.md")}
    new = dict(old)
    for before, after in ROUNDS[what]:
        name = next(name for name, text in old.items() if before in text)
        new[name] = new[name].replace(before, after)
    document = merge_manuscripts(desk.manuscript(old), desk.manuscript(new))
    design = Workflow(load_settings(Path()))
    docx = redline_docx(document, desk.folder / PARTS / "brief.docx", design, STAMP)
    assert _moves(docx) == (["move1", "move1"] if "moved" in what else [])
    outcome = desk.outcome(docx)
    assert [str(fault) for fault in outcome.draft.faults] == []
    assert {path.name: text.decode() for path, text in outcome.after.items()} == new
    assert outcome.account.total == count_marks(docx)


def _moves(docx: bytes) -> list[str]:
    """Return the names of the ranges of what moved, whose ends must have the numbers of their starts."""
    body = etree.fromstring(read_parts(docx)["word/document.xml"])
    starts = list(body.iter(f"{W}moveFromRangeStart", f"{W}moveToRangeStart"))
    ends = list(body.iter(f"{W}moveFromRangeEnd", f"{W}moveToRangeEnd"))
    assert [one.get(f"{W}id") for one in starts] == [one.get(f"{W}id") for one in ends]
    return [one.get(f"{W}name") for one in starts]
