"""Changes wherever they may fall: all words arrive, and nothing that is more than text is touched."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from pathlib import Path

from lxml import etree

from brief.review.archive import W
from brief.review.proof import normal
from brief.review.wordreader import read_draft
from brief.review.wordtext import END, accepted
from brief.sections import parse_section
from import_review import print_archive, read_reviewed, settle
from reviewer import Reviewer, make_run, wrap
from reviewing import Desk, large

__all__ = ["large"]

WORDS = (
    "plain naïve Кыргыз * **x** [x] [@key] @sec-new 1. (a) # -- — … ... it’s “so” ‘so’ “ \" ' a_b _x_ <b>"
    + " <!--x--> $5$ `c` &amp; {x} {{<var>}} ~x~ ^x^ | \\ ! ::: - + ==x== http://x.y x@y.z 1,000 ^[x] Mr."
).split(" ")
"""What a reviewer may type: words, and what Markdown would take for something else."""

BACK_MATTER = "About this brief"
"""The heading of what is in no section."""

CONSTRUCTS = ("CITATION", "CROSSREF", "SHORTCODE", "FOOTNOTE_REFERENCE", "ATTR_ID", "EMPHASIS")


def test_two_thousand_changes_lose_no_word_and_touch_no_construct(large: Desk) -> None:
    """The sections print, through Pandoc, exactly the text with all changes accepted."""
    reviewer = Reviewer(large.sent)
    assert _scatter(reviewer.document, 2000, random.Random(11)) == 2000
    flags = large.flags(reviewer.bytes)
    draft, contents, _ = settle(flags)
    assert not draft.faults
    wanted = accepted(read_reviewed(flags.reviewed).body).split(END)
    printed = accepted(read_draft(print_archive(contents, flags)).body).split(END)
    assert [normal(text) for text in printed] == [normal(text) for text in wanted]
    for path, new in contents.items():
        before, after = (_constructs(path, text) for text in (path.read_text(encoding="utf-8"), new.decode()))
        assert after == before


def _scatter(document: etree._Element, count: int, chance: random.Random) -> int:
    """Change as many words of prose, as tracked changes; return how many were."""
    sections = itertools.takewhile(lambda text: text.text != BACK_MATTER, document.iter(f"{W}t"))
    texts = [text for text in sections if _is_prose(text)]
    spots = [
        (text, at) for text in texts for at, word in enumerate((text.text or "").split(" ")) if word.isalpha()
    ]
    chosen: dict[etree._Element, dict[int, str]] = {}
    for text, at in chance.sample(spots, count):
        chosen.setdefault(text, {})[at] = chance.choice(("delete", "insert", "replace"))
    for text, changes in chosen.items():
        run = text.getparent()
        for at, word in enumerate((text.text or "").split(" ")):
            new = f"{chance.choice(WORDS)} " if changes.get(at) in ("insert", "replace") else ""
            last = at == (text.text or "").count(" ")
            old = word if last else f"{word} "
            added = " " + new.strip() if last else new
            kind = changes.get(at, "")
            if kind != "delete" and new and kind == "replace":
                run.addprevious(wrap("del", [make_run(old, deleted=True)]))
                run.addprevious(wrap("ins", [make_run(new.strip() if last else new)]))
            elif kind == "delete":
                run.addprevious(wrap("del", [make_run(old, deleted=True)]))
            else:
                run.addprevious(make_run(old))
                if kind:
                    run.addprevious(wrap("ins", [make_run(added)]))
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
