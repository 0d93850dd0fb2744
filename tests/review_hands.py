"""The hands that make edits in a Word file: as Word writes them, and as other programs do."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

import libreoffice
from brief.word.archive import W
from brief.word.openxml import read_parts, write_parts
from review_edits import Edit
from reviewer import Reviewer, make_run, move
from wordways import add_link, formatted, insert_runs, paste, strike_note, type_paragraph

Hand = Callable[[Path, Path, Sequence[Edit]], bytes]
"""Makes edits in a Word file; may write beside the second path."""


def _power(reviewer: Reviewer, edit: Edit) -> None:
    insert_runs(reviewer, edit.text, make_run(" 10"), formatted("6", vertAlign="superscript"))


def _change_source(reviewer: Reviewer, edit: Edit) -> None:
    """Edit the note of a source."""
    mark = list(reviewer.paragraph(edit.text).iter(f"{W}footnoteReference"))[edit.which]
    note = next(one for one in reviewer.footnotes if one.get(f"{W}id") == mark.get(f"{W}id"))
    run = next(run for run in note.iter(f"{W}r") if len("".join(run.itertext(f"{W}t")).strip()) > 3)
    run.addnext(_inserted(" zebra"))


def _inserted(text: str) -> etree._Element:
    element = etree.Element(f"{W}ins", {f"{W}id": "901", f"{W}author": "Anna Reviewer"})
    element.append(make_run(text))
    return element


WORD: dict[str, Callable[[Reviewer, Edit], None]] = {
    "replace": lambda r, e: r.replace(e.text, e.new),
    "delete": lambda r, e: r.delete(f" {e.text.split()[1]}", around=e.text),
    "insert": lambda r, e: r.insert(e.text, f" {e.new}"),
    "comment": lambda r, e: r.comment(e.text, e.new),
    "note": lambda r, e: r.note(e.text, e.new),
    "power": _power,
    "link": lambda r, e: add_link(r, e.text, f" {e.new}", "https://e.example/a_b"),
    "quote": lambda r, e: r.replace(e.text, f"“{e.text}”"),
    "split": lambda r, e: r.split(e.text),
    "join": lambda r, e: r.merge(e.text),
    "remove": lambda r, e: r.remove(e.text),
    "add": lambda r, e: r.add(e.text, e.new),
    "move": lambda r, e: move(r, e.text, e.behind),
    "paste": lambda r, e: paste(r, e.text, e.behind),
    "heading": lambda r, e: type_paragraph(r, e.text, e.new, style="Heading2"),
    "own note": lambda r, e: r.replace(e.text, e.new),
    "item": lambda r, e: type_paragraph(r, e.text, e.new),
    "citation": lambda r, e: strike_note(r, e.text, e.which),
    "number": lambda r, e: r.insert(e.new, "7", around=e.text),
    "reference": lambda r, e: r.replace(e.new, "zebra", around=e.text),
    "source": _change_source,
    "cell": lambda r, e: r.insert(e.text[:12], " zebra", around=e.text),
    "title": lambda r, e: r.insert(e.text[:12], " zebra", around=e.text),
    "message": lambda r, e: r.insert(e.text[:12], " zebra", around=e.text),
}


def by_word(sent: Path, _: Path, edits: Sequence[Edit]) -> bytes:
    """Return the file with edits in the XML that Word writes."""
    reviewer = Reviewer(sent.read_bytes())
    for edit in edits:
        WORD[edit.kind](reviewer, edit)
    return reviewer.bytes


BASIC: dict[str, Callable[[Edit], str]] = {
    "replace": lambda e: f"Replace {_basic(e.text)}, {_basic(e.new)}",
    "delete": lambda e: f"Replace {_basic(e.text)}, {_basic(e.text.rpartition(' ')[0])}",
    "insert": lambda e: f"Add {_basic(e.text)}, {_basic(f' {e.new}')}",
    "note": lambda e: f"Annotate {_basic(e.text)}, {_basic(e.new)}",
    "power": lambda e: f'Raise {_basic(e.text)}, "6"',
    "split": lambda e: f"Begin {_basic(e.text)}",
    "join": lambda e: f"Join {_basic(e.text)}",
}


def _basic(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def by_libreoffice(sent: Path, target: Path, edits: Sequence[Edit]) -> bytes:
    """Return the file with edits by LibreOffice, of which version 7.4 falls over many comments."""
    return libreoffice.edit(sent, target, [BASIC[edit.kind](edit) for edit in edits])


DOCX_EDITOR = ("replace", "delete", "insert", "split")
"""Its comments want names of Word's in the file that Pandoc does not write."""


def by_docx_editor(sent: Path, target: Path, edits: Sequence[Edit]) -> bytes:
    """Return the file with edits by the Python package docx-editor."""
    from docx_editor import Document

    shutil.copy(sent, target)
    document = Document.open(target, author="Dora Reviewer", workspace_dir=target.parent / "workspace")
    for edit in edits:
        match edit.kind:
            case "replace":
                document.replace(document.find_text(edit.text), edit.new)
            case "delete":
                document.replace(document.find_text(edit.text), edit.text.partition(" ")[0])
            case "insert":
                document.insert_after(document.find_text(edit.text), f" {edit.new}")
            case "split":
                document.insert_after(document.find_text(edit.text), "\n")
    document.save(target)
    document.close()
    return target.read_bytes()


DOCXODUS = ("replace", "delete", "insert", "power", "quote", "split", "join", "remove", "add", "move", "note")

COMPARE = """
import { readFile, writeFile } from 'node:fs/promises';
import { initialize, compareDocuments } from 'docxodus/core';
const [before, after, out] = process.argv.slice(2);
await initialize();
const [old, now] = await Promise.all([before, after].map(path => readFile(path)));
await writeFile(out, await compareDocuments(old, now, { authorName: 'Dox Reviewer' }));
"""


def by_docxodus(sent: Path, target: Path, edits: Sequence[Edit], node: Path) -> bytes:
    """Return the file compared with the same, edited, by docxodus, which npm has put into a folder."""
    edited = target.with_name("edited.docx")
    edited.write_bytes(accept_all(by_word(sent, target, edits)))
    script = node / "compare.mjs"
    script.write_text(COMPARE, encoding="utf-8")
    subprocess.run(["node", script, sent, edited, target], check=True, capture_output=True, timeout=300)
    return target.read_bytes()


def accept_all(archive: bytes) -> bytes:
    """Return a Word file with its changes accepted, as `by_word` makes them."""
    parts = read_parts(archive)
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = etree.fromstring(parts[name])
        gone, come = (f"{W}del", f"{W}moveFrom"), (f"{W}ins", f"{W}moveTo")
        for paragraph in list(root.iter(f"{W}p")):
            mark = paragraph.find(f"{W}pPr/{W}rPr")
            if mark is not None and any(mark.find(tag) is not None for tag in gone):
                _melt(paragraph)
        for element in list(root.iter(*gone)):
            element.getparent().remove(element)
        for element in list(root.iter(*come)):
            for child in reversed(element):
                element.addnext(child)
            element.getparent().remove(element)
        parts[name] = etree.tostring(root)
    return write_parts(parts)


def _melt(paragraph: etree._Element) -> None:
    """Put what is in a paragraph whose end is gone before what is in the next one."""
    following = paragraph.getnext()
    place = int(following.find(f"{W}pPr") is not None)
    for child in reversed([copy.copy(child) for child in paragraph if child.tag != f"{W}pPr"]):
        following.insert(place, child)
    if any(True for _ in paragraph.iter(f"{W}t")) and following.find(f"{W}pPr") is not None:
        properties = paragraph.find(f"{W}pPr")
        properties.find(f"{W}rPr").clear()
        following.replace(following.find(f"{W}pPr"), properties)
    paragraph.getparent().remove(paragraph)
