"""Changes wherever they may fall: all words arrive, and nothing that is more than text is touched."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from brief.content.language import load_language
from brief.content.sections import parse_section
from brief.review.escaping import comment_markup
from brief.review.proof import normal
from brief.review.settling import settle_edits
from brief.word.archive import W
from brief.word.wordreader import read_draft
from brief.word.wordtext import END, Comment, Piece, accepted, rejected
from reviewer import Reviewer, make_run, wrap
from reviewing import Desk, large
from wordways import count_marks

__all__ = ["large"]

WORDS = (
    "plain naïve Кыргыз * **x** [x] [@key] @sec-new 1. (a) # -- — … ... it’s “so” ‘so’ “ \" ' a_b _x_ <b>"
    + " <!--x--> $5$ `c` &amp; {x} {{<var>}} ~x~ ^x^ | \\ ! ::: - + ==x== http://x.y x@y.z 1,000 ^[x] Mr."
).split(" ")
"""What a reviewer may type: words, and what Markdown would take for something else."""

NUMERALS = frozenset(load_language("en")["numerals"].split())
"""Numbers out of the data may stand as these words: they can only be deleted as a whole."""

BACK_MATTER = "About this brief"
"""The heading of what is in no section."""

CONSTRUCTS = ("CITATION", "CROSSREF", "SHORTCODE", "FOOTNOTE_REFERENCE", "ATTR_ID")


def test_two_thousand_changes_lose_no_word_and_touch_no_construct(large: Desk) -> None:
    """The sections print, through Pandoc, exactly the text with all changes accepted."""
    reviewer = Reviewer(large.sent)
    assert _scatter(reviewer.document, 2000, random.Random(11)) == 2000
    outcome = large.outcome(reviewer.bytes)
    assert not outcome.draft.faults
    assert outcome.account.total == count_marks(reviewer.bytes)
    wanted = accepted(large.receive(reviewer.bytes).body).split(END)
    printed = accepted(read_draft(large.build.word_file(outcome.after)).body).split(END)
    assert [normal(text) for text in printed] == [normal(text) for text in wanted]
    for path, new in outcome.after.items():
        before, after = (_constructs(path, text) for text in (path.read_text(encoding="utf-8"), new.decode()))
        assert after == before


def _scatter(document: etree._Element, count: int, chance: random.Random) -> int:
    """Change as many words of prose, as tracked changes; return how many were."""
    body = (one for one in document.iter(f"{W}t") if next(one.iterancestors(f"{W}sdt"), None) is None)
    sections = itertools.takewhile(lambda text: text.text != BACK_MATTER, body)
    texts = [text for text in sections if _is_prose(text)]
    spots = [
        (text, at)
        for text in texts
        for at, word in enumerate((text.text or "").split(" "))
        if word.isalpha() and word not in NUMERALS
    ]
    chosen: dict[etree._Element, dict[int, str]] = {}
    for text, at in chance.sample(spots, count):
        chosen.setdefault(text, {})[at] = chance.choice(("delete", "insert", "replace"))
    for text, changes in chosen.items():
        run, words = text.getparent(), (text.text or "").split(" ")
        for at, word in enumerate(words):
            kind, old = changes.get(at, ""), word + " " * (at + 1 < len(words))
            new = chance.choice(WORDS)
            if kind in ("delete", "replace"):
                run.addprevious(wrap("del", [make_run(old, deleted=True)]))
                new += old[len(word) :]
            else:
                run.addprevious(make_run(old))
                new = f" {new}" if old == word else f"{new} "
            if kind in ("insert", "replace"):
                run.addprevious(wrap("ins", [make_run(new)]))
        run.getparent().remove(run)
    return sum(map(len, chosen.values()))


def _is_prose(text: etree._Element) -> bool:
    run = text.getparent()
    paragraph = run.getparent()
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    known = style is not None and style.get(f"{W}val") in ("BodyText", "FirstParagraph")
    return known and run.find(f"{W}rPr") is None and (text.text or "").strip() != ""


def _constructs(path: Path, text: str) -> Counter[str]:
    section = parse_section(str(path), text)
    return Counter(section.text(node) for node in section.root.find(*CONSTRUCTS))


def test_a_change_anywhere_is_made_or_refused(large: Desk) -> None:
    """In constructs and tables, across paragraphs: no comment is lost, no construct made or broken."""
    material, chance = large.load_material(), random.Random(1)
    body = tuple(_shuffled(material.base.body, 60, chance))
    assert rejected(body) == rejected(material.base.body)
    reviewed = replace(material.base, body=body)
    draft, contents = settle_edits(reviewed, "reviewed.docx", material, large.build)
    assert draft.done
    assert draft.faults
    edited = {path: new.decode() for path, new in contents.items()}
    for comment in (piece.comment for piece in body if piece.comment):
        assert sum(text.count(comment_markup(comment)) for text in edited.values()) == 1
    for path, new in edited.items():
        before, after = (_constructs(path, text) for text in (path.read_text(encoding="utf-8"), new))
        assert not after - before


def _shuffled(pieces: Sequence[Piece], count: int, chance: random.Random) -> Iterator[Piece]:
    """Yield the pieces with changes in them: text deleted; text, paragraphs and comments put in."""
    flat = [replace(piece, text=sign) for piece in pieces for sign in piece.text]
    spots = set(chance.sample(range(len(flat)), count))
    deleted = 0
    for at, piece in enumerate(flat):
        if at in spots:
            kind = chance.choice(("delete", "insert", "replace", "divide", "comment"))
            deleted = chance.choice((1, 5, 40, 200)) if kind in ("delete", "replace") else deleted
            if kind in ("insert", "replace"):
                yield Piece(chance.choice(WORDS), inserted=True)
            if kind == "divide":
                yield Piece(END, inserted=True)
            if kind == "comment":
                yield Piece("", comment=Comment("A", "", f"number {at}"))
        yield replace(piece, deleted=deleted > 0)
        deleted = max(0, deleted - 1)
