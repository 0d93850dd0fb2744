"""Edits of a reviewer by a list of numbers: each has a place of its own in a brief."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from brief.review.blocks import FOOTNOTE_TEXT, PARAGRAPH
from brief.review.material import Material
from brief.review.provenance import Printed
from brief.review.units import CITATION, FOOTNOTE, NUMBER, REFERENCE, SPACE, TEXT
from brief.word.archive import W
from brief.word.openxml import read_parts

TRIPLE = re.compile(r"(?<!\w)[a-zA-Z]{2,} [a-zA-Z]{2,} [a-zA-Z]{3,}(?!\w)")
"""Three words, which mostly stand but once."""

NEW = (
    "zebra", "zebra finch", "“zebra”", "“zebra ‘finch’ x”", "zebra’s finches’", "[zebra]", "*zebra*",
    "zebra_finch", "@zebra", "zebra -- x", "1. zebra", "Кыргыз", "zebra…", "$5 & 6%", "zebra <b>", "~x~ ^y^",
    "x\\y", "{{< var x >}}", "#zebra", "Zürich",
)  # fmt: skip
"""What is typed: words, and what Markdown would take for something else."""

WORDS = ("replace", "delete", "insert", "comment", "note", "power", "link", "quote")
"""Edits within a paragraph, of which several may be in one."""

PARAGRAPHS = ("split", "join", "remove", "add", "move", "heading", "paste")
"""Edits that need paragraphs of their own."""

OTHERS = ("own note", "item", "citation")

REFUSED = {
    "number": "the number here comes from data/",
    "reference": "a reference was put in by hand",
    "source": "the note here is made for the citation",
    "cell": "the table is made by its program",
    "title": "the title stands in brief.yaml",
    "message": "the key messages stand in brief.yaml",
}
"""Edits of what the build makes, with the reason for which they are refused."""


@dataclass(frozen=True)
class Edit:
    """An edit at a text that stands once in the brief; `behind` is where something moves."""

    kind: str
    text: str
    new: str = ""
    behind: str = ""
    which: int = 0
    """The number of a note among those of its paragraph."""


@dataclass
class Deck:
    """The places of a brief at which edits can be made, in an order of chance."""

    material: Material
    chance: random.Random
    text: str
    """All of the Word file."""

    triples: dict[int, list[str]] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    """The paragraphs that no edit of whole paragraphs has taken."""

    def __post_init__(self) -> None:
        printed = self.material.printed
        for at, block in enumerate(printed.blocks):
            if block and block.kind == PARAGRAPH and not block.nested:
                texts = [text for text in self._plain(at) if self.text.count(text) == 1]
                if len(texts) > 2:
                    self.triples[at] = texts
        self.free = list(self.triples)
        self.chance.shuffle(self.free)

    def _plain(self, at: int) -> Iterator[str]:
        """Yield texts of three words of a paragraph that are but text."""
        plain = "".join(
            self.material.printed.texts[at][one.start : one.end] if one.kind in (TEXT, SPACE) else "#"
            for one in self.material.printed.origins[at]
        )
        yield from (match[0] for match in TRIPLE.finditer(plain))

    def triple(self, at: int) -> str:
        """Take a text of a paragraph."""
        texts = self.triples[at]
        return texts.pop(self.chance.randrange(len(texts)))

    def has(self, at: int, kind: str) -> bool:
        """Return whether a paragraph has a construct of a kind."""
        return any(one.kind == kind for one in self.material.printed.origins[at])

    def joins(self, at: int) -> bool:
        """Return whether nothing stands between a paragraph and the next one, which is free too."""
        block, following = self.material.printed.blocks[at : at + 2]
        if at + 1 not in self.free or not block or not following or block.section is not following.section:
            return False
        return not block.source[block.outer_last : following.outer_first].strip()

    def take(self, at: int) -> int:
        """Take a paragraph for an edit of its own."""
        self.free.remove(at)
        return at


def draw(material: Material, sent: bytes, seed: int, count: int, kinds: Sequence[str]) -> list[Edit]:
    """Return as many edits of these kinds; less where the brief has no more places."""
    parts = read_parts(sent)
    roots = [etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "footnotes")]
    text = "\n".join("".join(one.itertext(f"{W}t")) for root in roots for one in root.iter(f"{W}p"))
    deck = Deck(material, random.Random(seed), text)
    edits: list[Edit] = []
    large = [kind for kind in kinds if kind in PARAGRAPHS]
    small = [kind for kind in kinds if kind in WORDS]
    for number in range(min(count // 3, len(large) * 2)):
        edits += _of_paragraphs(deck, large[number % len(large)])
    for kind in kinds:
        edits += [] if kind in (*large, *small) else _of_others(deck, kind)
    while len(edits) < count and any(len(deck.triples[at]) > 1 for at in deck.free):
        at = deck.chance.choice([at for at in deck.free if len(deck.triples[at]) > 1])
        edits.append(Edit(deck.chance.choice(small), deck.triple(at), deck.chance.choice(NEW)))
    return edits


def _of_paragraphs(deck: Deck, kind: str) -> list[Edit]:
    """Return an edit of whole paragraphs."""
    bound = kind in ("move", "paste")
    for at in list(deck.free):
        if bound and deck.has(at, FOOTNOTE):
            continue  # a note cannot go to another section
        if kind == "remove" and deck.has(at, REFERENCE):
            continue
        if kind == "join" and not deck.joins(at):
            continue
        deck.take(at)
        if kind == "join":
            deck.take(at + 1)
        others = [one for one in deck.free if abs(one - at) > 1]
        behind = deck.triple(deck.take(deck.chance.choice(others))) if bound and others else ""
        return [Edit(kind, deck.triple(at), f"Neu {len(deck.free)} gesagt", behind)]
    return []


def _of_others(deck: Deck, kind: str) -> list[Edit]:
    """Return an edit of a construct, an item, a note or what the build makes."""
    printed = deck.material.printed
    if kind == "own note":
        notes = (block for block in deck.material.blocks if block.kind == FOOTNOTE_TEXT)
        texts = [
            match[0] for block in notes for match in TRIPLE.finditer(block.source[block.first : block.last])
        ]
        return [Edit(kind, text, "zebra") for text in texts[:1]]
    if kind == "item":
        items = (at for at, item in enumerate(printed.items) if item and printed.styles[at] == "Compact")
        return [Edit(kind, printed.texts[at], "zebra") for at in list(items)[:1]]
    if kind in ("cell", "title", "message"):
        style = {"cell": "TableText", "title": "Title", "message": "KeyMessage"}[kind]
        known = Counter(printed.texts)
        texts = (text for text, own in zip(printed.texts, printed.styles, strict=True) if own == style)
        return [Edit(kind, text, "zebra") for text in texts if len(text) > 20 and known[text] == 1][:1]
    wanted = {"number": NUMBER, "reference": REFERENCE}.get(kind, CITATION)
    at = next((at for at in deck.free if deck.has(at, wanted) and _stands_once(printed, at, wanted)), None)
    if at is None:
        return []
    deck.take(at)
    origin = next(one for one in printed.origins[at] if one.kind == wanted)
    text = printed.texts[at][origin.start : origin.end]
    marks = [one for one in printed.origins[at] if one.kind in (CITATION, FOOTNOTE)]
    which = marks.index(origin) if origin in marks else 0
    return [Edit(kind, deck.triple(at), text, which=which)]


def _stands_once(printed: Printed, at: int, kind: str) -> bool:
    """Return whether the first construct of a kind prints what nothing else in its paragraph does."""
    origin = next(one for one in printed.origins[at] if one.kind == kind)
    text = printed.texts[at][origin.start : origin.end]
    return kind == CITATION or printed.texts[at].count(text) == 1
