"""How readers cite the brief: as a line of text, and as an entry of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from brief.content.metadata import Metadata

SPECIAL = re.compile(r"[&%$#_]")
"""Characters that TeX reads as commands, and prints behind a backslash."""


def cite_as(meta: Metadata, day: str) -> str:
    """Return the brief in one line; `day` is its date as its language prints it."""
    names = ", ".join(author["name"] for author in meta["authors"] or [])
    published = ", ".join(filter(None, [meta["publisher"], day]))
    return _sentences([names, _title(meta), _series(meta), published]).replace("'", "’")


def bibtex(meta: Metadata) -> str:
    """Return the brief as an entry, which BibTeX and biblatex read."""
    authors = " and ".join(author["name"] for author in meta["authors"] or [])
    fields = {
        "author": _tex(authors),
        "title": f"{{{_tex(_title(meta))}}}",  # the second pair of braces keeps capitals as they are
        "institution": _tex(meta["publisher"] or ""),
        "howpublished": "" if meta["publisher"] else _tex(_series(meta)),
        "type": _tex(meta["series"] or "") if meta["publisher"] else "",
        "number": str(meta["number"] or "") if meta["publisher"] else "",
        "year": meta["date"][:4],
        "month": str(int(meta["date"][5:7])),
        "language": meta["lang"],
    }
    first = (meta["authors"] or [{"name": meta["title"]}])[0]["name"].split()
    key = re.sub(r"[^a-z]", "", (first[-1] if meta["authors"] else first[0]).lower()) or "brief"
    kind = "techreport" if meta["publisher"] else "misc"  # a report of BibTeX must have an institution
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key}{meta['date'][:4]},", *lines, "}"]) + "\n"


def _title(meta: Metadata) -> str:
    return ": ".join(filter(None, [meta["title"], meta["subtitle"]]))


def _series(meta: Metadata) -> str:
    return " ".join(str(part) for part in (meta["series"], meta["number"]) if part)


def _sentences(parts: Iterable[str]) -> str:
    """Return the parts that are not empty, each with one full stop."""
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in parts if part)


def _tex(text: str) -> str:
    text = re.sub(r"[\\{}~^]", "", text)
    return SPECIAL.sub(r"\\\g<0>", text)
