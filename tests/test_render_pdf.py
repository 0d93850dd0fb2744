"""The printed page: where notes, exhibits and sources stand, and what is too wide for it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import panflute as pf
import pikepdf
import pytest

from brief.content.tokens import load_tokens
from brief.limits import ForeignError
from brief.pandoc import loads
from brief.writers.pdf import set_pages
from brief.writers.printing import wanted_width
from brief.writers.widths import room_for
from conftest import PROJECT, Folder
from reading.pdf import read_structure

TOKENS = load_tokens(PROJECT / "report/style/tokens.yaml")
TEXT = 72 / 25.4 * (TOKENS["page.inner"] + TOKENS["page.margin"])
"""Where the column of text begins, in points from the left edge of the sheet."""

Place = tuple[int, float, float]
"""A page, and points from its head and from its left edge."""


@dataclass(frozen=True)
class Link:
    """A link inside of the PDF: where it stands, where it leads, and what it says to who cannot see it."""

    at: Place
    to: Place
    says: str


def links_of(path: Path) -> list[Link]:
    """Return the links to places without a name: notes, their marks, exhibits and sources."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return [
            Link(
                (number, -float(note.Rect[3]), float(note.Rect[0])),
                (numbers[note.Dest[0].objgen], -float(note.Dest[3]), float(note.Dest[2])),
                str(note.Contents),
            )
            for number, page in enumerate(pdf.pages, 1)
            for note in page.get("/Annots", [])
            if isinstance(note.get("/Dest"), pikepdf.Array)
        ]


def notes_of(path: Path) -> list[tuple[Place, Place]]:
    """Return the place of the mark of each note, and that of the note."""
    links = links_of(path)
    marks = [link.at for link in links if re.match("Footnote|Fußnote", link.says)]
    return [(mark, link.at) for mark in marks for link in links if _is_at(mark, link.to)]


def _is_at(mark: Place, goal: Place) -> bool:
    return mark[0] == goal[0] and abs(mark[1] - goal[1]) < 2 and abs(mark[2] - goal[2]) < 1


def test_notes_stand_beside_their_line(built_brief: Folder) -> None:
    """On the page of their mark, in the margin, most at the very line; a note without room is at the foot."""
    path = built_brief.path / "build/brief.pdf"
    notes = notes_of(path)
    assert len(notes) == len(read_structure(path).find("Note")) == 17
    assert all(mark[0] == note[0] for mark, note in notes)
    beside = [(mark, note) for mark, note in notes if note[2] < TEXT - 10]
    assert len(beside) >= 15
    assert sum(abs(mark[1] - note[1]) < 30 for mark, note in beside) >= 12


def test_notes_without_room_stand_at_the_foot(built_small: Folder) -> None:
    """The margin of the small brief has no room left: notes are in the column, one below the other."""
    notes = sorted(note for _, note in notes_of(built_small.path / "build/brief.pdf"))
    assert len(notes) == 6
    below = [note for note in notes if note[0] == 1 and note[2] > TEXT - 10]
    assert len(below) >= 3
    assert all(later[1] - earlier[1] > TOKENS["size.note"] for earlier, later in pairwise(below))


def test_exhibits_stand_behind_their_first_mention(built_brief: Folder) -> None:
    """Below it on its page, or at the head of the next one."""
    mentions: dict[Place, Place] = {}
    for link in links_of(built_brief.path / "build/brief.pdf"):
        if link.says.startswith(", page"):
            mentions.setdefault(link.to, link.at)
    assert len(mentions) == 6
    for exhibit, mention in mentions.items():
        assert exhibit[0] - mention[0] in (0, 1), (mention, exhibit)
        assert exhibit[:2] > mention[:2] or exhibit[0] > mention[0]


def test_length(built_brief: Folder) -> None:
    """The brief itself has no more than thirteen pages."""
    with pikepdf.open(built_brief.path / "build/brief.pdf") as pdf:
        assert len(pdf.pages) <= 13


def test_page_one_says_what_it_is(built_brief: Folder) -> None:
    """Date, licence, how to cite and contents stand before the key messages, the contents as links."""
    root = read_structure(built_brief.path / "build/brief.pdf")
    texts = [one.text for one in root.walk() if one.kind == "P"]
    words = ["Date", "License", "How to cite", "Contents"]
    assert [text for text in texts if text in words] == words
    cited = texts[texts.index("How to cite") + 1]
    assert "Speaking Without Listening" in cited
    assert cited.endswith("Policy brief 1. November\N{NO-BREAK SPACE}24, 2026.")
    assert [one.text.rstrip("0123456789") for one in root.find("TOCI")][:2] == [
        "Executive summary",
        "1 Introduction: more visible, less liked",
    ]


def test_what_belongs_together_stays(built_brief: Folder) -> None:
    """Units, days and names of exhibits are bound by no-break spaces in the manuscript, for all formats."""
    text = (built_brief.path / "build/parts/manuscript.json").read_text(encoding="utf-8")
    plain = pf.stringify(loads(text))
    for words in ("1,000 MW", "500 kV", "December 12", "Figure 1", "USD 500 million"):
        assert words not in plain
        assert words.replace(" ", "\N{NO-BREAK SPACE}") in plain


@pytest.mark.parametrize(
    ("heads", "place", "scale"),
    [
        (["Jahr", "Zahl"], "beside", 1.0),
        (["Wasserkraftwerk"] * 5, "above", 1.0),
        (["Wasserkraftwerk"] * 8, "turned", 1.0),
        (["Donaudampfschifffahrtsgesellschaft"] * 8, "turned", 0.46),
    ],
)
def test_room_for_tables(heads: list[str], place: str, scale: float) -> None:
    """A table takes the column, then the page, then the page turned; then its text becomes smaller."""
    room = room_for([1.0] * len(heads), [heads, ["1"] * len(heads)], TOKENS)
    assert room.place == place
    assert room.scale == pytest.approx(scale, abs=0.12)
    assert sum(room.shares) == pytest.approx(1, abs=0.01)


def test_a_narrow_share_has_room_for_its_words() -> None:
    """A column gets what its longest word needs, whatever share its author gave it."""
    shares = room_for([0.02, 0.98], [["Kraftwerk", "Text"], ["1 000", "kurz"]], TOKENS).shares
    assert shares[0] * TOKENS.measure > len("Kraftwerk") * 1.5
    assert shares[1] > shares[0]


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("50%", 60.0),
        ("40 %", 48.0),
        ("80mm", 80.0),
        ("8cm", 80.0),
        ("1in", 25.4),
        ("96", 25.4),
        ("96px", 25.4),
    ],
)
def test_widths_of_pictures(said: str, width: float) -> None:
    """Parts of the column and lengths, in millimetres; a bare number is of pixels."""
    assert wanted_width(said, 120) == pytest.approx(width)


@pytest.mark.parametrize("said", ["", "wide", "0mm", "5 feet", "-3cm", "50%%"])
def test_widths_that_are_none(said: str) -> None:
    """They are faults, or no wish at all."""
    assert wanted_width(said, 120) is None


class Typst:
    """Stands in for Typst: says for each pass what does not stand well, until `answers` are used up."""

    def __init__(self, *answers: dict[str, list[int]]) -> None:
        self.answers = list(answers)
        self.given: list[dict[str, str]] = []

    def __call__(self, *, sys_inputs: dict[str, str]) -> tuple[bytes, list[Any]]:
        """Return the pages, or refuse."""
        self.given.append(sys_inputs)
        if self.answers and "plain" not in sys_inputs:
            raise ForeignError((f"assertion failed: unsettled {json.dumps(self.answers.pop(0))}", 1))
        return b"pages", []


def test_pages_are_set_until_all_stands_well() -> None:
    """After the first pass, exhibits only leave the text: so it comes to an end."""
    typst = Typst({"flow": [0, 1, 2], "foot": []}, {"flow": [1, 2, 3], "foot": [4]})
    assert set_pages(typst, inputs={"title": "T"}) == b"pages"
    settled = [json.loads(given["settled"]) for given in typst.given[1:]]
    assert settled == [{"flow": [0, 1, 2], "foot": []}, {"flow": [1, 2], "foot": [4]}]


def test_pages_that_never_settle_are_set_plainly() -> None:
    """With all notes at the foot, rather than not at all."""
    typst = Typst(*({"flow": [], "foot": [number]} for number in range(99)))
    assert set_pages(typst, inputs={}) == b"pages"
    assert typst.given[-1] == {"plain": "yes"}
    assert len(typst.given) < 12


def test_what_else_typst_refuses_is_said() -> None:
    """And not tried again."""

    def refusing(**_: Any) -> tuple[bytes, list[Any]]:
        raise ForeignError(("unknown font", 3))

    with pytest.raises(ForeignError, match="unknown font"):
        set_pages(refusing, inputs={})
