"""What a reviewer does in Word beside typing: the XML of cut and paste, lists, headings, links, fields."""

from __future__ import annotations

import copy

from lxml import etree

from brief.word.archive import W
from brief.word.openxml import read_parts
from reviewer import NAMESPACE, WHO, Reviewer, make_run, mark_end, wrap

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TRACKED = (
    "ins del moveFrom moveTo cellIns cellDel cellMerge rPrChange pPrChange sectPrChange tblPrChange"
    " tblPrExChange tblGridChange tcPrChange trPrChange numberingChange"
)


def count_marks(archive: bytes) -> int:
    """Return how many tracked changes and comments a Word file has, by a plain count of its elements."""
    count = 0
    for name, content in read_parts(archive).items():
        if name.startswith("word/") and name.endswith(".xml") and "/_rels/" not in name:
            root = etree.fromstring(content)
            count += sum(1 for _ in root.iter(*(W + tag for tag in TRACKED.split())))
            count += sum(1 for _ in root.iter(f"{W}comment"))
    return count


def element(name: str, **attributes: str) -> etree._Element:
    """Return an element of WordprocessingML."""
    return etree.Element(W + name, {W + key: value for key, value in attributes.items()})


def formatted(text: str, **properties: str) -> etree._Element:
    """Return a run with these properties; one with an empty value is a switch that is on."""
    run = make_run(text)
    run.insert(0, element("rPr"))
    for name, value in properties.items():
        run[0].append(element(name, **({"val": value} if value else {})))
    return run


def insert_runs(reviewer: Reviewer, after: str, *runs: etree._Element) -> None:
    """Insert runs behind a text, each as a tracked change."""
    place = reviewer.cut(reviewer.paragraph(after), after)[-1]
    for run in reversed(runs):
        place.addnext(wrap("ins", [run]))


def reformat(reviewer: Reviewer, text: str, name: str) -> None:
    """Switch a property of a text on, without tracking."""
    for run in reviewer.cut(reviewer.paragraph(text), text):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = element("rPr")
            run.insert(0, properties)
        properties.append(element(name))


def type_paragraph(
    reviewer: Reviewer, after: str, text: str, *, style: str = "", number: str | None = None
) -> None:
    """Press Enter at the end of a paragraph, type a text, and give it a style or a list.

    The mark of the old paragraph is the new one, and the new paragraph has the old mark.
    """
    paragraph = reviewer.paragraph(after)
    properties = paragraph.find(f"{W}pPr")
    added = element("p")
    added.append(element("pPr") if properties is None else copy.deepcopy(properties))
    if style:
        for old in added[0].findall(f"{W}pStyle"):
            added[0].remove(old)
        added[0].insert(0, element("pStyle", val=style))
        added[0].append(etree.Element(f"{W}pPrChange", WHO))
        added[0][-1].append(element("pPr"))
    if number is not None:
        for old in added[0].findall(f"{W}numPr"):
            added[0].remove(old)
        if number:
            added[0].append(element("numPr"))
            added[0][-1].extend([element("ilvl", val="0"), element("numId", val=number)])
    added.append(wrap("ins", [make_run(text)]))
    paragraph.addnext(added)
    mark_end(paragraph, "ins")


def put_before(reviewer: Reviewer, before: str, text: str) -> None:
    """Put a paragraph like one before it."""
    paragraph = reviewer.paragraph(before)
    added = element("p")
    if paragraph.find(f"{W}pPr") is not None:
        added.append(copy.deepcopy(paragraph.find(f"{W}pPr")))
    added.append(wrap("ins", [make_run(text)]))
    mark_end(added, "ins")
    paragraph.addprevious(added)


def paste(reviewer: Reviewer, start: str, behind: str, *, keep: bool = False) -> None:
    """Cut a paragraph from a text to its end, and paste that as a new paragraph; or copy it."""
    paragraph = reviewer.paragraph(start)
    runs = list(paragraph.iter(f"{W}r"))
    reviewer.cut(paragraph, start)
    runs = list(paragraph.iter(f"{W}r"))
    first = next(at for at, run in enumerate(runs) if start.startswith(_text(run)) and _text(run))
    added = element("p")
    if paragraph.find(f"{W}pPr") is not None:
        added.append(copy.deepcopy(paragraph.find(f"{W}pPr")))
    for run in runs[first:]:
        added.append(wrap("ins", [_copied(reviewer, run)]))
    mark_end(added, "ins")
    if not keep:
        reviewer.strike(runs[first:])
    reviewer.paragraph(behind).addnext(added)


def _text(run: etree._Element) -> str:
    return "".join(run.itertext(f"{W}t"))


def _copied(reviewer: Reviewer, run: etree._Element) -> etree._Element:
    """Return a copy of a run; a note in it is copied too, under a number of its own."""
    copied = copy.deepcopy(run)
    for mark in copied.iter(f"{W}footnoteReference"):
        note = copy.deepcopy(find_note(reviewer, mark.get(f"{W}id")))
        number = str(900 + int(mark.get(f"{W}id")))
        mark.set(f"{W}id", number)
        note.set(f"{W}id", number)
        reviewer.footnotes.append(note)
    return copied


def find_note(reviewer: Reviewer, number: str) -> etree._Element:
    """Return a note by its number."""
    return next(note for note in reviewer.footnotes if note.get(f"{W}id") == number)


def strike_note(reviewer: Reviewer, around: str, which: int) -> None:
    """Delete the mark of a note, and strike its text, as some programs do."""
    marks = list(reviewer.paragraph(around).iter(f"{W}footnoteReference"))
    note = find_note(reviewer, marks[which].get(f"{W}id"))
    reviewer.strike([marks[which].getparent()])
    reviewer.strike([run for run in note.iter(f"{W}r") if run.find(f"{W}t") is not None])


def add_link(reviewer: Reviewer, after: str, text: str, address: str) -> None:
    """Insert a link."""
    name = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    relation = f'<Relationship Id="rIdNew" Type="{kind}" Target="{address}" TargetMode="External"/>'
    closing = b"</Relationships>"
    reviewer.parts[name] = reviewer.parts[name].replace(closing, relation.encode() + closing)
    link = etree.Element(f"{W}hyperlink", {RELATION: "rIdNew"})
    link.append(wrap("ins", [formatted(text, rStyle="Hyperlink")]))
    reviewer.cut(reviewer.paragraph(after), after)[-1].addnext(link)


def add_table(reviewer: Reviewer, after: str) -> None:
    """Insert a table of one cell."""
    who = 'w:id="7" w:author="Anna Reviewer"'
    mark, text = f"<w:ins {who}/>", f"<w:ins {who}><w:r><w:t>Zelle</w:t></w:r></w:ins>"
    cell = f"<w:tc><w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{text}</w:p></w:tc>"
    table = f'<w:tbl xmlns:w="{NAMESPACE}"><w:tr><w:trPr>{mark}</w:trPr>{cell}</w:tr></w:tbl>'
    reviewer.paragraph(after).addnext(etree.fromstring(table))


def begin_field(reviewer: Reviewer, text: str) -> None:
    """Begin a field before a paragraph's text, and never end it."""
    run = element("r")
    run.append(element("fldChar", fldCharType="begin"))
    reviewer.paragraph(text).insert(1, run)


def edit_footer(reviewer: Reviewer, *, tracked: bool) -> None:
    """Write into the footer."""
    run = "<w:r><w:t>Entwurf</w:t></w:r>"
    new = f'<w:ins w:id="8" w:author="Anna Reviewer">{run}</w:ins>' if tracked else run
    footer = reviewer.parts["word/footer1.xml"]
    reviewer.parts["word/footer1.xml"] = footer.replace(b"<w:tab/></w:r>", f"<w:tab/></w:r>{new}".encode())


def break_of(kind: str = "") -> etree._Element:
    """Return a run with a break of a line, or of a page."""
    run = element("r")
    run.append(element("br", **({"type": kind} if kind else {})))
    return run


def name_comments(reviewer: Reviewer) -> None:
    """Give the paragraphs of comments the names by which other parts of the file call them."""
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    for at, comment in enumerate(reviewer.comments):
        named = f'<w:p xmlns:w14="{space}" w14:paraId="{at:08}">'
        reviewer.comments[at] = comment.replace("<w:p>", named)
