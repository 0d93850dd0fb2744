"""Files that are no Word file of this brief, or are made to do harm: a clear fault, soon, and no change."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping

import pytest

from brief.faults import Faults
from brief.word.archive import read_archive
from brief.word.openxml import read_parts
from reviewer import Reviewer
from reviewing import Desk, desk

__all__ = ["desk"]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = f'<w:document xmlns:w="{NAMESPACE}"><w:body>{{}}</w:body></w:document>'
ENTITIES = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]>'


def _packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _body(content: str) -> bytes:
    return _packed({"word/document.xml": DOCUMENT.format(content)})


def _encrypted() -> bytes:
    """Return an archive whose first entry says that it is encrypted."""
    archive = bytearray(_body(""))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        archive[archive.index(mark) + offset] |= 1
    return bytes(archive)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no Word file, or it is damaged"),
    "no archive": (lambda: b"%PDF-1.7 no archive" * 99, "no Word file, or it is damaged"),
    "a damaged archive": (lambda: _body("<w:p/>" * 999)[:-40], "no Word file, or it is damaged"),
    "another archive": (lambda: _packed({"mimetype": "text"}), "this is no Word file"),
    "a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
        "under a password, or an old .doc",
    ),
    "an encrypted entry": (_encrypted, "under a password"),
    "a zip bomb": (lambda: _packed({"word/document.xml": bytes(300 * 2**20)}), "300 MB of text"),
    "many files": (lambda: _packed({f"word/{n}.xml": "" for n in range(3000)}), "more than 2000 files"),
    "a path outside": (
        lambda: _packed({"../../etc/cron.d/job": "", "word/document.xml": ""}),
        "outside itself",
    ),
    "an absolute path": (lambda: _packed({"/etc/passwd": ""}), "outside itself"),
    "entities": (
        lambda: _packed({"word/document.xml": ENTITIES + DOCUMENT.format("<w:p>&c;</w:p>")}),
        "declares entities",
    ),
    "a file from outside": (
        lambda: _packed(
            {"word/document.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + DOCUMENT.format("")}
        ),
        "declares entities",
    ),
    "another encoding": (
        lambda: _packed({"word/document.xml": (ENTITIES + DOCUMENT.format("")).encode("utf-16")}),
        "no XML in UTF-8",
    ),
    "entities in notes": (
        lambda: _packed({"word/document.xml": DOCUMENT.format(""), "word/footnotes.xml": ENTITIES + "<a/>"}),
        "declares entities",
    ),
    "depth": (lambda: _body("<w:ins>" * 9999 + "</w:ins>" * 9999), "is damaged"),
    "a million changes": (lambda: _body("<w:p>" + "<w:ins/>" * 10**6 + "</w:p>"), "more than 20000 changes"),
    "many comments": (
        lambda: _body("<w:p>" + "<w:commentReference/>" * 9000 + "</w:p>"),
        "more than 5000 comments",
    ),
    "a million paragraphs": (lambda: _body("<w:p/>" * 10**6), "more than 20000 paragraphs"),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_file_is_refused_at_once(what: str) -> None:
    """Before anything in it is taken for text."""
    make, expected = HOSTILE[what]
    archive, start = make(), time.process_time()
    with pytest.raises(Faults, match=expected) as found:
        read_archive(archive, "reviewed.docx")
    assert str(found.value).startswith("reviewed.docx:1:1: ")
    assert time.process_time() - start < 10


LARGE: dict[str, Callable[[bytes], bytes]] = {
    "another text": lambda _: _body(
        "<w:p><w:r><w:t>Another text altogether, of some length.</w:t></w:r></w:p>" * 99
    ),
    "one endless paragraph": lambda _: _body("<w:p>" + "<w:r><w:t>word </w:t></w:r>" * 100_000 + "</w:p>"),
    "one endless insertion": lambda sent: _inserted(sent, "word1 word2 " * 200_000),
    "the brief many times": lambda sent: _repeated(sent, 300),
}


def _inserted(sent: bytes, text: str) -> bytes:
    reviewer = Reviewer(sent)
    reviewer.insert("ein weiteres", text)
    return reviewer.bytes


def _repeated(sent: bytes, times: int) -> bytes:
    document = read_parts(sent)["word/document.xml"].decode()
    start, end = document.index("<w:body>") + 8, document.index("<w:sectPr")
    return _packed({"word/document.xml": document[:start] + document[start:end] * times + document[end:]})


@pytest.mark.parametrize("what", LARGE)
def test_a_file_of_something_else_is_no_review(what: str, desk: Desk) -> None:
    """However long it is."""
    archive, start = LARGE[what](desk.sent), time.process_time()
    with pytest.raises(Faults, match="not a text of this brief"):
        desk.settle(archive)
    assert time.process_time() - start < 10


def test_changes_by_the_thousand_at_one_place_are_read_in_time(desk: Desk) -> None:
    """In a paragraph of the brief, each a word: together they are one."""
    parts = read_parts(desk.sent)
    new = (
        '<w:ins w:author="A"><w:r><w:t xml:space="preserve">x </w:t></w:r></w:ins><w:del w:author="A"/>'
        * 9000
    )
    contents, end, text = parts["word/document.xml"].decode().partition("</w:sdt>")
    document = contents + end + text.replace("</w:r><w:hyperlink", f"</w:r>{new}<w:hyperlink", 1)
    start = time.process_time()
    draft, _ = desk.settle(_packed(parts | {"word/document.xml": document}))
    assert len(draft.done) + len(draft.faults) == 1
    assert time.process_time() - start < 10


def test_paragraphs_by_the_thousand_are_imported_in_time(desk: Desk) -> None:
    """All alike, behind one another."""
    mark = '<w:ins w:author="A"/>'
    text = '<w:ins w:author="A"><w:r><w:t>x</w:t></w:r></w:ins>'
    new = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{text}</w:p>"
    parts = read_parts(desk.sent)
    document = parts["word/document.xml"].decode()
    at = document.index("</w:p>", document.index("Die Agentur")) + len("</w:p>")
    start = time.process_time()
    draft, after = desk.settle(
        _packed(parts | {"word/document.xml": document[:at] + new * 2000 + document[at:]})
    )
    assert not draft.faults
    assert after["01-lage.md"].count("\n\nx") == 2000
    assert time.process_time() - start < 10
