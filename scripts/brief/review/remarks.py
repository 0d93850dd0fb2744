"""The comments of a Word file, with their answers and whether they were resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from brief.escapes import plain
from brief.review.marks import Marks
from brief.word.archive import COMMENTS, THREADS, W
from brief.word.wordtext import Comment

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
BREAKS = {f"{W}br", f"{W}cr", f"{W}tab"}


def read_comments(parts: Mapping[str, etree._Element], marks: Marks) -> dict[str, list[Comment]]:
    """Return the comments by the number of the one that begins their thread; answers follow it."""
    root = parts.get(COMMENTS)
    comments = list(root.iter(f"{W}comment")) if root is not None else []
    states = {
        state.get(f"{W15}paraId", ""): state
        for state in (parts[THREADS].iter(f"{W15}commentEx") if THREADS in parts else ())
    }
    owners = {paragraph: comment.get(f"{W}id", "") for comment in comments for paragraph in _ids(comment)}
    parents: dict[str, str] = {}
    done: set[str] = set()
    for comment in comments:
        name = comment.get(f"{W}id", "")
        for state in (states[one] for one in _ids(comment) if one in states):
            parents[name] = owners.get(state.get(f"{W15}paraIdParent", ""), "")
            done |= {name} if state.get(f"{W15}done") in ("1", "true") else set()
    threads: dict[str, list[Comment]] = {}
    for comment in comments:
        first = _first(comment.get(f"{W}id", ""), parents)
        resolved = not done.isdisjoint((first, comment.get(f"{W}id", "")))
        threads.setdefault(first, []).append(_comment(comment, marks, resolved=resolved))
    return threads


def _ids(comment: etree._Element) -> Iterator[str]:
    """Yield the names by which other parts call the paragraphs of a comment."""
    return (one.get(f"{W14}paraId") for one in comment.iter(f"{W}p") if one.get(f"{W14}paraId"))


def _first(name: str, parents: Mapping[str, str]) -> str:
    """Return the comment that begins the thread of a comment."""
    seen = {name}
    while parents.get(name, "") and parents[name] not in seen:
        name = parents[name]
        seen.add(name)
    return name


def _comment(element: etree._Element, marks: Marks, *, resolved: bool) -> Comment:
    text = plain(" ".join(map(_text, element.iter(f"{W}p"))))
    author = plain(element.get(f"{W}author", "")) or "anonymous"
    day = re.match(r"[1-9]\d{3}-\d\d-\d\d", element.get(f"{W}date", ""))
    return Comment(author, day[0] if day else "", text, resolved, marks.number(element))


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, with a blank for a break or a tab; pictures are named."""
    signs = []
    for element in paragraph.iter():
        if element.tag == f"{W}t":
            signs.append(element.text or "")
        elif element.tag in BREAKS and element.getparent().tag == f"{W}r":
            signs.append(" ")
        elif element.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            signs.append("[picture]")
    return "".join(signs)
