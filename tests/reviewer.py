"""A reviewer's hand: tracked changes and comments in a Word file, in the XML that Word writes."""

from __future__ import annotations

import copy
import html

from lxml import etree

from brief.word.archive import W
from brief.word.openxml import read_parts, write_parts

NAMESPACE = W.strip("{}")
WHO = {f"{W}author": "Anna Reviewer", f"{W}date": "2026-11-20T10:00:00Z", f"{W}id": "900"}


class Reviewer:
    """A Word file in the hands of a reviewer."""

    def __init__(self, archive: bytes) -> None:
        self.parts = read_parts(archive)
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.footnotes = etree.fromstring(self.parts["word/footnotes.xml"])
        self.comments: list[str] = []

    @property
    def bytes(self) -> bytes:
        """The file as it comes back."""
        parts = dict(self.parts)
        parts["word/document.xml"] = etree.tostring(self.document)
        parts["word/footnotes.xml"] = etree.tostring(self.footnotes)
        if self.comments:
            body = "".join(self.comments)
            parts["word/comments.xml"] = f'<w:comments xmlns:w="{NAMESPACE}">{body}</w:comments>'.encode()
        return write_parts(parts)

    def paragraph(self, text: str) -> etree._Element:
        """Return the only paragraph of body or notes in which a text stands; the contents are left out."""
        roots = (self.document, self.footnotes)
        found = [p for root in roots for p in root.iter(f"{W}p") if _plain(text) in _text(p)]
        found = [p for p in found if next(p.iterancestors(f"{W}sdt"), None) is None]
        assert len(found) == 1, f"{text!r} stands in {len(found)} paragraphs"
        return found[0]

    def replace(self, old: str, new: str, *, around: str = "", emphasis: str = "") -> None:
        """Replace a text: deleted and inserted, as tracked changes."""
        runs = self.cut(self.paragraph(around or old), old)
        if new:
            added = wrap("ins", [make_run(new, emphasis=emphasis)])
            smart = _element("smartTag", element="PersonName")
            smart.append(added)
            runs[-1].addnext(smart)
        self.strike(runs)

    def insert(self, after: str, new: str, *, emphasis: str = "", around: str = "") -> None:
        """Insert a text behind another."""
        self.cut(self.paragraph(around or after), after)[-1].addnext(
            wrap("ins", [make_run(new, emphasis=emphasis)])
        )

    def delete(self, old: str, *, around: str = "") -> None:
        """Delete a text."""
        self.replace(old, "", around=around)

    def comment(self, text: str, words: str, *, author: str = "Anna Reviewer") -> None:
        """Comment on a text."""
        number = str(len(self.comments))
        runs = self.cut(self.paragraph(text), text)
        runs[0].addprevious(_element("commentRangeStart", id=number))
        mark = _element("r")
        mark.append(_element("commentReference", id=number))
        runs[-1].addnext(mark)
        runs[-1].addnext(_element("commentRangeEnd", id=number))
        who = f'w:id="{number}" w:author="{author}" w:date="2026-11-20T10:00:00Z"'
        self.comments.append(
            f"<w:comment {who}><w:p><w:r><w:t>{html.escape(words)}</w:t></w:r></w:p></w:comment>"
        )

    def split(self, after: str) -> None:
        """Begin a new paragraph behind a text."""
        paragraph = self.paragraph(after)
        last = self.cut(paragraph, after)[-1]
        first = etree.Element(f"{W}p")
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            first.append(copy.deepcopy(properties))
        for run in reversed([last, *last.itersiblings(preceding=True)]):
            if run is not properties:
                first.append(run)
        mark_end(first, "ins")
        paragraph.addprevious(first)

    def merge(self, text: str) -> None:
        """Delete the end of the paragraph in which a text stands."""
        mark_end(self.paragraph(text), "del")

    def remove(self, text: str) -> None:
        """Delete a paragraph."""
        paragraph = self.paragraph(text)
        self.strike(list(paragraph.iter(f"{W}r")))
        mark_end(paragraph, "del")

    def add(self, after: str, new: str) -> None:
        """Insert a paragraph behind the one in which a text stands."""
        paragraph = self.paragraph(after)
        added = copy.deepcopy(paragraph)
        for child in list(added):
            if child.tag != f"{W}pPr":
                added.remove(child)
        added.append(wrap("ins", [make_run(new)]))
        mark_end(added, "ins")
        paragraph.addnext(added)

    def note(self, after: str, text: str) -> None:
        """Insert a note behind a text."""
        number = str(500 + len(self.footnotes))
        run = _element("r")
        run.append(_element("footnoteReference", id=number))
        self.cut(self.paragraph(after), after)[-1].addnext(wrap("ins", [run]))
        note = _element("footnote", id=number)
        note.append(_element("p"))
        mark = _element("r")
        mark.append(_element("footnoteRef"))
        note[0].extend([mark, make_run(f" {text}")])
        self.footnotes.append(note)

    def strike(self, runs: list[etree._Element]) -> None:
        """Delete runs, as tracked changes."""
        for run in runs:
            wrapper = wrap("del", [])
            run.addprevious(wrapper)
            wrapper.append(run)
            for text in run.iter(f"{W}t"):
                text.tag = f"{W}delText"

    def cut(self, paragraph: etree._Element, text: str) -> list[etree._Element]:
        """Return the runs of a text alone, split from what is around it; some rubbish of Word's between."""
        start = _text(paragraph).index(_plain(text))
        for at in (start, start + len(text)):
            _split_run(paragraph, at)
        runs, position = [], 0
        for run in list(paragraph.iter(f"{W}r")):
            length = len(_text(run))
            if start <= position and position + length <= start + len(text) and length:
                runs.append(run)
            position += length
        runs[0].addprevious(_element("proofErr", type="spellStart"))
        runs[0].set(f"{W}rsidR", "00A77B3E")
        return runs


def move(reviewer: Reviewer, text: str, behind: str) -> None:
    """Move a whole paragraph behind another, as Word tracks it."""
    paragraph = reviewer.paragraph(text)
    target = copy.deepcopy(paragraph)
    for one, kind in ((paragraph, "moveFrom"), (target, "moveTo")):
        for run in list(one.iter(f"{W}r")):
            wrapper = wrap(kind, [])
            run.addprevious(wrapper)
            wrapper.append(run)
        mark_end(one, kind)
    reviewer.paragraph(behind).addnext(target)


def _text(element: etree._Element) -> str:
    return _plain("".join(element.itertext(f"{W}t")))


def _plain(text: str) -> str:
    """Return a text with blanks in place of no-break spaces, which look alike."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _split_run(paragraph: etree._Element, at: int) -> None:
    position = 0
    for text in paragraph.iter(f"{W}t"):
        inside = at - position
        position += len(text.text or "")
        if 0 < inside < len(text.text or ""):
            run = text.getparent()
            rest = copy.deepcopy(run)
            text.text, rest.find(f"{W}t").text = text.text[:inside], text.text[inside:]
            for one in (text, rest.find(f"{W}t")):
                one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(rest)
            return


def make_run(text: str, *, emphasis: str = "", deleted: bool = False) -> etree._Element:
    """Return a run, as Word writes it."""
    run = _element("r", rsidR="00B12C4D")
    if emphasis:
        run.append(_element("rPr"))
        run[0].append(_element(emphasis))
    run.append(_element("delText" if deleted else "t"))
    run[-1].text = text
    run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def wrap(kind: str, runs: list[etree._Element]) -> etree._Element:
    """Return runs as one tracked change."""
    wrapper = etree.Element(W + kind, WHO)
    wrapper.extend(runs)
    return wrapper


def mark_end(paragraph: etree._Element, kind: str) -> None:
    """Mark the end of a paragraph as inserted, deleted or moved."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = _element("pPr")
        paragraph.insert(0, properties)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = _element("rPr")
        properties.append(mark)
    mark.append(etree.Element(W + kind, WHO))


def _element(name: str, **attributes: str) -> etree._Element:
    return etree.Element(W + name, {W + key: value for key, value in attributes.items()})
