"""The search of an answer for the passages that are quoted from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yarl import URL

from brief.links.history import SAME_TEXT
from brief.links.probing.bodies import SEARCHED_PAGE, SEARCHED_PDF
from brief.links.probing.classify import Page
from brief.links.probing.transport import Answer
from brief.links.text import decoded, similarity, text_fingerprint
from brief.quotations.model import Reading
from brief.quotations.pagetext import page_text
from brief.quotations.pdftext import pdf_pages
from brief.quotations.reading import ReadText, readings_of, unread
from brief.quotations.snapshots import Snapshot, changes, load_snapshot, save_snapshot, snapshot_text

PDFS_AT_ONCE = 2

SHORT = 400
"""A page with less text than this (characters), and with a script, shows its text by the script."""

ABOUT_A_WORK = (
    "doi.org",
    "www.doi.org",
    "dx.doi.org",
    "hdl.handle.net",
    "arxiv.org",
    "pubmed.ncbi.nlm.nih.gov",
)
"""Hosts whose addresses lead to the description of a work, seldom to its text."""

DESCRIPTION = "the address leads to a description of the work, which need not hold its text"


@dataclass
class Searcher:
    """Searches answers; a few PDFs at once, each in a process of its own."""

    _pdfs: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PDFS_AT_ONCE))

    async def search(self, text: ReadText | str, passages: Sequence[str], asked: URL) -> tuple[Reading, ...]:
        """Return what a text says of each passage; `asked` is the address as it is cited."""
        if isinstance(text, str):
            return unread(passages, text)
        if asked.raw_host in ABOUT_A_WORK and not text.is_pdf:
            text = ReadText(text.pages, objection=DESCRIPTION)
        return await asyncio.to_thread(readings_of, text, passages)  # other requests go on meanwhile

    async def text(self, answer: Answer) -> ReadText | str:
        """Return the text of an answer, or why it has none that could be read."""
        page = Page(answer)
        if answer.body[:1024].lstrip().startswith(b"%PDF-"):
            if not answer.whole:
                return f"the PDF has more than {SEARCHED_PDF // 2**20} MB"
            async with self._pdfs:
                pages = await asyncio.to_thread(pdf_pages, answer.body)
            if pages is None:
                return "the PDF could not be read within the limits"
            return (
                ReadText(pages, is_pdf=True)
                if any(map(str.strip, pages))
                else "the PDF has no text, only pictures"
            )
        if not page.source:
            return "the answer is neither a web page nor a PDF"
        source = decoded(answer.body, page.charset)
        text = page_text(source) if page.is_html else source
        return ReadText((text,), objection=_objection(answer, source, text))


def _objection(answer: Answer, source: str, text: str) -> str:
    """Return why a passage may stand on a page although its text does not hold it, or an empty text."""
    if not answer.whole:
        return f"the page has more than {SEARCHED_PAGE // 2**20} MB, of which the first were read"
    if "<script" in source.lower() and len(text.split()) < SHORT // 8:
        return "the page shows its text by a script"
    return ""


def compared(path: Path, url: str, text: ReadText, day: str) -> tuple[str, ...]:
    """Return what changed since the snapshot in a file, where the text is clearly another.

    Where there is no file yet, it is written, if a `day` (ISO) is given.
    """
    new = snapshot_text(text.pages)
    if not path.exists():
        if day and not text.objection:
            save_snapshot(path, Snapshot(url, day, new))
        return ()
    old = load_snapshot(path)
    if old is None:
        return ()
    ours, theirs = text_fingerprint(old.text), text_fingerprint(new)
    if ours and theirs and similarity(ours, theirs) >= SAME_TEXT:
        return ()
    return changes(old.text, new)
