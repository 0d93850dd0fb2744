"""Pandoc, always called through pypandoc, with its warnings as errors."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import panflute as pf
from panflute.elements import RAW_FORMATS

from brief.limits import ForeignError

RAW_FORMATS.add("typst")  # panflute 2.3 is older than Pandoc's Typst writer

MARKDOWN = (
    "markdown+smart+mark-raw_html-raw_tex-raw_attribute-native_divs-native_spans"
    "-yaml_metadata_block-pandoc_title_block-latex_macros"
)
"""Pandoc's Markdown without HTML, TeX, Typst and metadata, none of which it would print."""


def convert(text: str, source: str, target: str, arguments: Sequence[str] = ()) -> str:
    """Return `text` converted by Pandoc. Raises ForeignError with Pandoc's own words."""
    return _converted(text, source, target, ["--wrap=none", *arguments])


def _converted(text: str, source: str, target: str, arguments: Sequence[str], path: str | None = None) -> str:
    """Return `text` converted by Pandoc; with a `path`, an empty text, and the result in that file."""
    import pypandoc

    arguments = ["--fail-if-warnings", *arguments]
    try:
        options = {"extra_args": arguments, "outputfile": path, "verify_format": False}  # Pandoc does that
        return str(pypandoc.convert_text(text, target, source, **options))
    except RuntimeError as error:
        raise _refusal(str(error)) from error


def _refusal(message: str) -> ForeignError | MemoryError:
    """Return a message of Pandoc as an error: its warnings, with the lines that they name."""
    if "out of memory" in message or "heap" in message.lower():
        return MemoryError(message)
    warnings = re.findall(r"\[WARNING\] (.*?)(?=\n\[|\nFailing because|\Z)", message, re.DOTALL)
    reports = [" ".join(warning.split()) for warning in warnings]
    reports = reports or [" ".join(message.partition("conversion: ")[2].split()) or message]
    lines = (re.search(r"\bline (\d+)", report) for report in reports)
    return ForeignError(
        *((report, int(line[1]) if line else 1) for report, line in zip(reports, lines, strict=True))
    )


def convert_to_bytes(text: str, target: str, timestamp: int, arguments: Sequence[str] = ()) -> bytes:
    """Return a document (JSON) in a binary format; all dates in it are `timestamp`.

    `timestamp` is in seconds since 1970, and does not depend on the clock.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(timestamp)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{target}"
        _converted(text, "json", target, arguments, str(path))
        return path.read_bytes()


def seconds(day: str) -> int:
    """Return the start of an ISO day, UTC, in seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def loads(text: str) -> pf.Doc:
    """Return the document in a JSON text."""
    return pf.load(io.StringIO(text))


def dumps(document: pf.Doc) -> str:
    """Return a document as JSON text."""
    stream = io.StringIO()
    pf.dump(document, stream)
    return stream.getvalue()


def read_markdown(text: str) -> pf.Doc:
    """Return a document parsed from Markdown."""
    return loads(_parsed(text, MARKDOWN))


def read_bibliography(text: str) -> pf.Doc:
    """Return a document parsed from BibTeX; its metadata `references` are the entries, in CSL's terms."""
    return loads(_parsed(text, "biblatex"))


@lru_cache(maxsize=256)  # the preview parses the same sections again and again
def _parsed(text: str, source: str) -> str:
    return convert(text, source, "json")


def cite(document: pf.Doc, style: str) -> pf.Doc:
    """Return the document with notes for its citations, and a list of its sources, by a CSL style."""
    return loads(convert(dumps(document), "json", "json", ["--citeproc", "--csl", style]))


def text_of(elements: Iterable[pf.Element]) -> str:
    """Return the plain text of some elements, without their notes."""
    return "".join(_plain(element) for element in elements)


def _plain(element: pf.Element) -> str:
    match element:
        case pf.Str() | pf.Code():
            return str(element.text)
        case pf.Space() | pf.SoftBreak() | pf.LineBreak():
            return " "
        case pf.Note():
            return ""
    return text_of(getattr(element, "content", ()))
