"""Facts out of records: CSL JSON for a DOI, Open Library's for an ISBN, and a PDF's own metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brief.citing.facts import Facts, day_of
from brief.content.bibliography import parse_bibliography
from brief.limits import ForeignError
from brief.pandoc import convert

_DROPPED = frozenset({"url", "abstract", "keywords", "urldate", "langid", "month", "year"})
"""Fields of Pandoc's that are of no use here, or said better by others."""

_NAME_OF_FILE = re.compile(r"\.(docx?|pdf|indd|tex|odt|qxd)$|^(untitled|microsoft word)", re.IGNORECASE)
_RENAMED = {"journal": "journaltitle", "address": "location"}
_KINDS = frozenset({"article", "book", "inbook", "incollection", "inproceedings", "report", "thesis"})


def doi_facts(body: bytes, doi: str) -> Facts | None:
    """Return what a CSL record says, in biblatex's words as Pandoc finds them; None for another body."""
    record = _object(body)
    if not record or not isinstance(record.get("title"), str | list):
        return None
    record = {**record, "id": "x", "title": _text(record["title"])}
    for name in ("container-title", "short-title", "ISSN", "ISBN"):
        if name in record:
            record[name] = _text(record[name])
    record.pop("abstract", None)
    try:
        text = convert(json.dumps([record]), "csljson", "biblatex")
    except ForeignError:
        return None
    facts, origin = Facts(), "the DOI’s record"
    facts.add("doi", doi, "given")
    for source in parse_bibliography(text, Path("the record"))[0]:
        facts.add("kind", source.kind if source.kind in _KINDS else "misc", origin)
        for name, field in source.fields.items():
            if name not in _DROPPED:
                facts.add(_RENAMED.get(name, name), field.value, origin)
    facts.add("language", record.get("language"), origin)
    return facts


def book_facts(body: bytes, isbn: str) -> Facts | None:
    """Return what Open Library says of a book; None where it does not know it."""
    record = (_object(body) or {}).get(f"ISBN:{isbn}")
    if not isinstance(record, dict):
        return None
    facts, origin = Facts(), "Open Library"
    facts.add("kind", "book", origin)
    facts.add("isbn", isbn, "given")
    title, subtitle = record.get("title"), record.get("subtitle")
    facts.add("title", f"{title}: {subtitle}" if title and subtitle else title, origin)
    facts.add_people(_named(record.get("authors")), origin)
    facts.add("publisher", next(iter(_named(record.get("publishers"))), ""), origin)
    facts.add("location", next(iter(_named(record.get("publish_places"))), ""), origin)
    year = re.search(r"\b(1[4-9]|20)\d\d\b", str(record.get("publish_date") or ""))
    facts.add("date", year[0] if year else "", origin)
    return facts


def pdf_facts(metadata: Mapping[str, str]) -> Facts:
    """Return what a PDF says of itself; a title that is the name of a file is none."""
    facts = Facts()
    for name in ("dc:title", "/Title"):
        value = metadata.get(name, "")
        if not _NAME_OF_FILE.search(value):
            facts.add("title", value, f"the PDF ({name})")
    for name in ("dc:creator", "/Author"):
        facts.add_people(metadata.get(name, "").split(";"), f"the PDF ({name})")
    facts.add("publisher", metadata.get("dc:publisher"), "the PDF (dc:publisher)")
    facts.add("date", day_of(metadata.get("dc:date", "")), "the PDF (dc:date)")
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", metadata.get("/CreationDate", ""))
    facts.add("date", "-".join(created.groups()) if created else "", "the PDF (/CreationDate)")
    facts.add("language", metadata.get("/Lang"), "the PDF (/Lang)")
    return facts


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _text(value: object) -> str:
    """Return a text, of a list the first one."""
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _named(value: object) -> list[str]:
    items = value if isinstance(value, list) else []
    return [item["name"] for item in items if isinstance(item, dict) and isinstance(item.get("name"), str)]
