"""The page of a series: a table of its briefs that can be searched and sorted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from brief.content.language import Language, load_language
from brief.content.series import Series
from brief.content.tokens import Tokens
from brief.faults import Fault
from brief.links.model import Verdict
from brief.writers.pagestyle import source_hash
from brief.writers.templates import fill

FORMATS = {"PDF": "brief.pdf", "HTML": "brief.html", "DOCX": "brief.docx"}
UNASKED = {Verdict.UNCHECKED.value, Verdict.NO_LINK.value}
"""Verdicts that say nothing of a link's health."""


def series_page(
    series: Series, entries: Iterable[Mapping[str, Any]], template: Path, tokens: Tokens, feed: str
) -> str:
    """Return the page, the newest brief first; `feed` is the name of the feed's file, empty for none.

    Addresses are relative to the folder of the page, which is one below that of the series.
    """
    language = load_language(series["lang"])
    rows = [_row(entry, language) for entry in entries]
    rows.sort(key=lambda row: row["date"], reverse=True)
    plain = [{k: v for k, v in tokens[name].items() if isinstance(v, str)} for name in ("color", "dark")]
    return fill(
        template,
        {"hash": source_hash},
        light=plain[0],
        dark=plain[1],
        sans=tokens["font.sans"],
        title=series["title"],
        publisher=series["publisher"] or "",
        lang=series["lang"],
        feed=feed,
        terms=language.terms,
        shown=language["briefs_shown"].replace("{count}", str(len(rows))),
        rows=rows,
    )


def _row(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return what one row shows; keys that only sort are there too."""
    about, folder = entry["about"], entry["folder"]
    files = {Path(name).name: f"../{name}" for name in entry["outputs"]}
    faults = [str(Fault(**fault)) for fault in entry["faults"]]
    built = language["up_to_date"] if entry["state"] == "built" else language["not_built"]
    day = about.get("date", "")
    words = (folder, about.get("abstract"), *about.get("keywords", ()), *about.get("authors", ()))
    return {
        "title": about.get("title", folder),
        "subtitle": about.get("subtitle"),
        "lang": about.get("lang"),
        "language": _language_name(about.get("lang", ""), language),
        "date": day,
        "day": language.date(day, "medium") if day else "",
        "page": files.get("brief.html"),
        "links": files.get("links.html"),
        "red": about.get("red", -1),
        "health": _health(about, language),
        "faults": faults,
        "state": language["failing"].format(count=len(faults)) if faults else built,
        "formats": [{"name": kind, "href": files[name]} for kind, name in FORMATS.items() if name in files],
        "words": " ".join(filter(None, words)),
    }


def _language_name(tag: str, language: Language) -> str:
    """Return the name of a language in the language of the list (CLDR)."""
    from babel import Locale

    if not tag:
        return ""
    return str(Locale.parse(tag, sep="-").get_display_name(language.tag.replace("-", "_")))


def _health(about: Mapping[str, Any], language: Language) -> str:
    """Return how the links of a brief stand, in words; an empty text where that is not known."""
    if "links" not in about:
        return ""
    if about["red"]:
        return language["links_red"].format(count=about["red"])
    verdicts = set(about["links"])
    if verdicts <= {Verdict.NO_LINK.value}:
        return language["no_links"]
    return language["links_unasked" if verdicts <= UNASKED else "links_fine"]
