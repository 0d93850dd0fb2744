"""A Word file from elsewhere, read with distrust: nothing in it can cost more than a few seconds.

Word files are ZIP archives of XML (ECMA-376, part 2). Limits are far above what any brief needs.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from brief.faults import Fault, Faults
from brief.word.openxml import STAMP

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

LARGEST_FILE = 64 * 2**20
LARGEST_PART = 16 * 2**20
MOST_PARTS = 2000
MOST_CHANGES = 20_000
MOST_PARAGRAPHS = 20_000
MOST_COMMENTS = 5_000

OLE = b"\xd0\xcf\x11\xe0"
"""The start of an old .doc, and of a .docx under a password."""

CHANGES = ("ins", "del", "moveFrom", "moveTo")

DOCUMENT, FOOTNOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
THREADS = "word/commentsExtended.xml"
STYLES, NUMBERING, PROPERTIES = "word/styles.xml", "word/numbering.xml", "docProps/custom.xml"
LINKS = {
    DOCUMENT: "word/_rels/document.xml.rels",
    FOOTNOTES: "word/_rels/footnotes.xml.rels",
}
"""The parts that hold the addresses of the links in the text and in the notes."""

EDGES = re.compile(r"word/(header|footer|endnotes)\d*\.xml")
"""The parts whose text the import never edits: headers, footers and endnotes."""

READ = {DOCUMENT, FOOTNOTES, COMMENTS, THREADS, STYLES, NUMBERING, PROPERTIES, *LINKS.values()}


@dataclass(frozen=True)
class WordFile:
    """The parts of a Word file that are read, by their names in the archive."""

    path: str
    parts: Mapping[str, etree._Element]

    @property
    def document(self) -> etree._Element:
        """The body."""
        return self.parts[DOCUMENT]

    @property
    def edges(self) -> list[str]:
        """The names of the headers, footers and endnotes, in order."""
        return sorted(name for name in self.parts if EDGES.fullmatch(name))

    @property
    def stamp(self) -> str:
        """The fingerprint of the text that was sent; empty where whatever saved the file lost it."""
        for entry in self.parts.get(PROPERTIES, ()):
            if entry.get("name") == STAMP:
                return "".join(entry.itertext())
        return ""


def read_archive(raw: bytes, path: str) -> WordFile:
    """Return the parts of a Word file; raises Faults for what is none, or would cost too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = _checked(packed, path)
            wanted = [entry for name, entry in entries.items() if name in READ or EDGES.fullmatch(name)]
            parts = {entry.filename: _part(packed, entry, path) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _broken(path, raw) from None
    document = parts.get(DOCUMENT)
    if document is None or document.tag != f"{W}document":
        raise _fault(path, "this is no Word file", "save it as “Word document (.docx)”, not “Strict”")
    _check_counts(document, path)
    return WordFile(path, parts)


def _broken(path: str, raw: bytes) -> Faults:
    if raw.startswith(OLE):
        problem = "the file is under a password, or an old .doc"
        return _fault(path, problem, "save it as .docx without a password")
    return _fault(path, "this is no Word file, or it is damaged", "ask for it again, as .docx")


def _checked(packed: zipfile.ZipFile, path: str) -> dict[str, zipfile.ZipInfo]:
    """Return what is in the archive by name, once all of it is within bounds."""
    entries: dict[str, zipfile.ZipInfo] = {}
    if len(packed.infolist()) > MOST_PARTS:
        raise _fault(path, f"the archive holds more than {MOST_PARTS} files", "ask for the file again")
    for entry in packed.infolist():
        name = entry.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise _fault(path, f"the archive names a file outside itself ({name})", "do not trust it")
        if name in entries:
            raise _fault(path, f"the archive holds {name} twice", "do not trust it")
        if entry.flag_bits & 1:
            raise _fault(path, "the file is under a password", "save it as .docx without a password")
        entries[name] = entry
    return entries


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> etree._Element:
    if entry.file_size > LARGEST_PART:
        size = f"{entry.file_size // 2**20} MB"
        raise _fault(path, f"{entry.filename} is {size} of text, no brief is", "do not trust the file")
    with packed.open(entry) as stream:  # reads no more than the size it declares
        return _parsed(stream.read(LARGEST_PART), entry.filename, path)


def _parsed(raw: bytes, name: str, path: str) -> etree._Element:
    """Parse XML that may declare nothing and fetch nothing."""
    if not re.match(rb"(\xef\xbb\xbf)?\s*<", raw) or b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise _fault(path, f"{name} declares entities, or is no XML in UTF-8", "do not trust the file")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _fault(path, f"{name} is damaged ({error.msg})", "ask for the file again") from None


def _check_counts(document: etree._Element, path: str) -> None:
    limits = ((CHANGES, MOST_CHANGES, "changes"), (("p",), MOST_PARAGRAPHS, "paragraphs"))
    for tags, limit, what in (*limits, (("commentReference",), MOST_COMMENTS, "comments")):
        if sum(1 for _ in document.iter(*(W + tag for tag in tags))) > limit:
            raise _fault(path, f"there are more than {limit} {what}", "do not trust the file")


def _fault(path: str, problem: str, remedy: str) -> Faults:
    return Faults([Fault(path, 1, 1, problem, f"{remedy}; nothing was changed")])
