"""The text of a PDF, page by page, in the order of its content, read within limits.

A PDF may be made to take any reader years or all memory. So it is read by a process of its own, which
the system ends after `SECONDS` of work, or when it wants more than `MEMORY`.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from brief.quotations.normalising import LINE_HYPHEN

SECONDS, MEMORY = 20, 800 * 2**20
"""Seconds of work and bytes of memory for one PDF."""

PAGES, CHARACTERS = 400, 3_000_000
"""The most pages that are read of one PDF, and the most characters."""

_SCRIPTS = Path(__file__).parents[2]
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from brief.quotations.pdftext import answer; answer(sys.argv[2])"
)
_HYPHEN_AT_END = re.compile(r"(?<=\w)[-‐\u00ad][ \t]*\n\s*(?=\w)")


def pdf_pages(content: bytes) -> tuple[str, ...] | None:
    """Return the text of each page, or None for a PDF that cannot be read whole within the limits.

    A hyphen at the end of a line becomes `LINE_HYPHEN`, and so does a soft hyphen: many programs write
    one for every hyphen.
    """
    pages = _asked("pages", content)
    return tuple(pages) if isinstance(pages, list) else None


def pdf_metadata(content: bytes) -> dict[str, str]:
    """Return what a PDF says of itself, by the names of its fields; nothing where it cannot be read."""
    metadata = _asked("metadata", content)
    return metadata if isinstance(metadata, dict) else {}


def _asked(what: str, content: bytes) -> object:
    """Return what the process of its own answers, or None where it fails."""
    command = [sys.executable, "-c", _CHILD, str(_SCRIPTS), what]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=True)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None


def answer(what: str) -> None:
    """Print what is asked of the PDF on standard input, as JSON: the work of the process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY or most > MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    json.dump(list(read_pages(content)) if what == "pages" else read_metadata(content), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # a reader that was misled may take long to tidy up


def read_metadata(content: bytes) -> dict[str, str]:
    """Return the title, the authors, the dates and the language of a PDF, without limits of time.

    Names of XMP (ISO 16684-1) come before those of the old information dictionary.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(content))
    found: dict[str, object] = {}
    if xmp := reader.xmp_metadata:
        found["dc:title"] = next(iter((xmp.dc_title or {}).values()), "")
        found["dc:creator"] = "; ".join(xmp.dc_creator or [])
        found["dc:date"] = next((str(date) for date in xmp.dc_date or []), "")
        found["dc:publisher"] = next(iter(xmp.dc_publisher or []), "")
    for name in ("/Title", "/Author", "/CreationDate"):
        found[name] = reader.metadata.get(name) if reader.metadata else None
    found["/Lang"] = reader.root_object.get("/Lang")
    return {name: str(value) for name, value in found.items() if value}


def read_pages(content: bytes) -> Iterator[str]:
    """Yield the text of each page, without limits of time. Raises ValueError for too much text."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # slips of a stranger's PDF are nobody's concern
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    left = CHARACTERS
    for page in islice(reader.pages, PAGES):
        text = page.extract_text()
        left -= len(text)
        if left < 0:
            raise ValueError("too much text")
        yield _HYPHEN_AT_END.sub(LINE_HYPHEN, text).replace("\u00ad", LINE_HYPHEN)
