"""Pandoc, called one way: through pypandoc, with its warnings taken for errors."""

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
"""Pandoc's Markdown without a way to write HTML, TeX or Typst, and without what it would not print."""


def convert(text: str, source: str, target: str, arguments: Sequence[str] = ()) -> str:
    """Return `text` converted by Pandoc. Raises ForeignError with Pandoc's own words."""
    return _converted(text, source, target, ["--wrap=none", *arguments])


def _converted(text: str, source: str, target: str, arguments: Sequence[str], path: str | None = None) -> str:
    """Return what Pandoc makes of `text`, or have it write that into the file `path`."""
    import pypandoc

    arguments = ["--fail-if-warnings", *arguments]
    try:
        return str(pypandoc.convert_text(text, target, source, extra_args=arguments, outputfile=path))
    except RuntimeError as error:
        raise _refusal(str(error)) from error


def _refusal(words: str) -> ForeignError | MemoryError:
    """Return what Pandoc said as an error: its warnings, with the lines that they name."""
    if "out of memory" in words or "heap" in words.lower():
        return MemoryError(words)
    warnings = re.findall(r"\[WARNING\] (.*?)(?=\n\[|\nFailing because|\Z)", words, re.DOTALL)
    reports = [" ".join(warning.split()) for warning in warnings]
    reports = reports or [" ".join(words.partition("conversion: ")[2].split()) or words]
    lines = (re.search(r"\bline (\d+)", report) for report in reports)
    return ForeignError(
        *((report, int(line[1]) if line else 1) for report, line in zip(reports, lines, strict=True))
    )


def convert_to_bytes(text: str, target: str, moment: int, arguments: Sequence[str] = ()) -> bytes:
    """Return a document (JSON) as a binary format whose files say they are of `moment`.

    `moment` is in seconds since 1970: whatever the clock or the surroundings say.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{target}"
        _converted(text, "json", target, arguments, str(path))
        return path.read_bytes()


def seconds(day: str) -> int:
    """Return the start of an ISO day, UTC, in seconds since 1970."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def loads(text: str) -> pf.Doc:
    """Return the document that a JSON text holds."""
    return pf.load(io.StringIO(text))


def dumps(document: pf.Doc) -> str:
    """Return a document as JSON text."""
    stream = io.StringIO()
    pf.dump(document, stream)
    return stream.getvalue()


def read_markdown(text: str) -> pf.Doc:
    """Parse one piece of Markdown."""
    return loads(_parsed(text, MARKDOWN))


def read_bibliography(text: str) -> pf.Doc:
    """Parse BibTeX; the entries are the document's metadata `references`, as CSL has them."""
    return loads(_parsed(text, "biblatex"))


@lru_cache(maxsize=256)  # the preview parses the same sections again and again
def _parsed(text: str, source: str) -> str:
    return convert(text, source, "json")


def cite(document: pf.Doc, style: str) -> pf.Doc:
    """Return the document with notes for its citations and its list of sources, set by a CSL style."""
    return loads(convert(dumps(document), "json", "json", ["--citeproc", "--csl", style]))


def text_of(elements: Iterable[pf.Element]) -> str:
    """Return the plain text of some elements, notes left out."""
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
