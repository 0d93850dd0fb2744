"""A merged manuscript printed: the Word file with tracked changes, and the page with a list of them."""

from __future__ import annotations

from pathlib import Path

import panflute as pf

from brief.building.workflow import Workflow
from brief.content.language import load_language
from brief.content.tokens import load_tokens
from brief.pandoc import convert_to_bytes, dumps, seconds
from brief.redline.listing import list_changes
from brief.redline.page import Since, html_marks, spoken, with_list
from brief.redline.word import Stamp, docx_marks, track
from brief.redline.wording import said
from brief.word.finishing import finish
from brief.word.openxml import add_vectors, embed_fonts, read_parts, write_parts
from brief.writers.docx import docx_document
from brief.writers.html import page, stylesheet
from brief.writers.printing import front_line


def redline_docx(document: pf.Doc, plain: Path, design: Workflow, stamp: Stamp) -> bytes:
    """Return the Word file; its properties are those of `plain`, the Word file of today's brief."""
    moment = seconds(pf.stringify(document.metadata["date"]))
    marked = docx_marks(docx_document(document, load_tokens(Path(design.style("tokens.yaml")))))
    reference = ["--reference-doc", str(plain.with_name("reference.docx"))]
    draft = read_parts(convert_to_bytes(dumps(marked), "docx", moment, reference))
    plain_parts = read_parts(plain.read_bytes())
    properties = {name: part for name, part in plain_parts.items() if name.startswith("docProps/")}
    parts = track(finish(add_vectors(draft, Path())) | properties, stamp)
    return write_parts(embed_fonts(parts, sorted(Path(design.style("fonts")).glob("*.ttf"))))


def redline_html(document: pf.Doc, design: Workflow, since: Since) -> str:
    """Return the page."""
    language = load_language(pf.stringify(document.metadata["lang"]))
    tokens = load_tokens(Path(design.style("tokens.yaml")))
    sheets = [Path(design.style(name)).read_text(encoding="utf-8") for name in ("brief.css", "redline.css")]
    css = stylesheet("\n".join([*sheets, spoken(language)]), tokens, Path(design.style("fonts")))
    document.metadata["pagetitle"] = f"{language['changes']}: {said(front_line(document.metadata['title']))}"
    changes = list_changes(document, language)
    text = page(html_marks(document), Path(design.style("brief.html")), css, tokens, None)
    return with_list(text, changes, since, Path(design.style("redline.html")), language)
