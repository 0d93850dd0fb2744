"""What the lists of a series show of a brief, out of what its build has made and its ledger of links."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from brief.files import read_json
from brief.links.history import is_red
from brief.links.ledger import LedgerRow, read_ledger
from brief.links.merge import merged_rows

DESCRIPTION, LINKS = Path("build/parts/description.json"), Path("build/links.json")

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


def card_of(ledger: Path) -> dict[str, Any]:
    """Return what the outputs of describe_brief say of the brief in the working directory, in short.

    The health of its links is that of the ledger: a build of a series asks none.
    """
    report = read_json(DESCRIPTION)["schema_org"]
    card = {name: report[term] for name, term in ABOUT.items() if term in report}
    card["authors"] = [author["name"] for author in report.get("author", [])]
    rows = {row.url: row for row in merged_rows(read_ledger(ledger))}
    urls = {link["url"] for link in read_json(LINKS)["links"] if link["url"]}
    known = [rows.get(url, LedgerRow(url)) for url in sorted(urls)]
    red = sum(is_red(row.verdict, archived=bool(row.archive_url)) for row in known)
    return card | {"links": dict(Counter(row.verdict.value for row in known)), "red": red}
