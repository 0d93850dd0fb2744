"""The brief as an entry of BibTeX, for readers who cite it."""

from __future__ import annotations

import re

from brief.content.metadata import Metadata

SPECIAL = re.compile(r"[&%$#_]")
"""Characters that TeX reads as commands, and prints behind a backslash."""


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


def _tex(text: str) -> str:
    text = re.sub(r"[\\{}~^]", "", text)
    return SPECIAL.sub(r"\\\g<0>", text)
