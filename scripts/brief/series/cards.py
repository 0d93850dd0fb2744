"""What the lists of a series show of a brief, out of what its build has made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from brief.files import read_json

ABOUT = {
    "title": "name",
    "subtitle": "alternativeHeadline",
    "abstract": "description",
    "lang": "inLanguage",
    "date": "datePublished",
    "number": "reportNumber",
    "keywords": "keywords",
}
"""The parts of a card, with their names in schema.org."""


def card_of(description: Path, links: Path) -> dict[str, Any]:
    """Return what the outputs of describe_brief and judge_links say of a brief, in short."""
    report, judged = read_json(description)["schema_org"], read_json(links)
    card = {name: report[term] for name, term in ABOUT.items() if term in report}
    card["authors"] = [author["name"] for author in report.get("author", [])]
    return card | {"links": judged["summary"], "red": sum(link["red"] for link in judged["links"])}
