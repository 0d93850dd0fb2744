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
    " from brief.quotations.pdftext import print_pages; print_pages()"
)
_HYPHEN_AT_END = re.compile(r"(?<=\w)[-‐\u00ad][ \t]*\n\s*(?=\w)")


def pdf_pages(content: bytes) -> tuple[str, ...] | None:
    """Return the text of each page, or None for a PDF that cannot be read whole within the limits.

    A hyphen at the end of a line becomes `LINE_HYPHEN`, and so does a soft hyphen: many programs write
    one for every hyphen.
    """
    command = [sys.executable, "-c", _CHILD, str(_SCRIPTS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=True)
        return tuple(json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError):
        return None


def print_pages() -> None:
    """Print the pages of the PDF on standard input, as JSON: the work of the process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY or most > MEMORY:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    json.dump(list(read_pages(sys.stdin.buffer.read())), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # a reader that was misled may take long to tidy up


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
