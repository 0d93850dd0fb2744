"""Facts out of a web page, in the order of trust: scholars' tags, JSON-LD, OpenGraph, Dublin Core, time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from brief.citing.facts import Facts, day_of
from brief.citing.jsonld import add_jsonld

_SCHOLARS = {
    "citation_title": "title",
    "citation_journal_title": "journaltitle",
    "citation_conference_title": "booktitle",
    "citation_technical_report_institution": "institution",
    "citation_publisher": "publisher",
    "citation_volume": "volume",
    "citation_issue": "number",
    "citation_doi": "doi",
    "citation_isbn": "isbn",
    "citation_language": "language",
    "citation_arxiv_id": "eprint",
}
_DATES = ("citation_publication_date", "citation_date", "citation_online_date", "citation_year")
_GRAPH = {
    "og:title": "title",
    "og:site_name": "site",
    "og:locale": "language",
    "og:url": "canonical",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DUBLIN = {"title": "title", "publisher": "site", "language": "language"}


def page_facts(source: str) -> Facts:
    """Return what a page of HTML says of itself; what it does not say is left out."""
    import lxml.html

    facts = Facts()
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=_parser())
    except (ValueError, lxml.etree.LxmlError):
        return facts
    metas = _metas(root)
    _add_scholars(facts, metas)
    scripts = root.xpath("//script[@type='application/ld+json']/text()")
    add_jsonld(facts, [str(script) for script in scripts[:20]])
    _add_graph(facts, metas)
    _add_dublin(facts, metas)
    _add_page(facts, root, metas)
    _add_dates(facts, root)
    return facts


def _parser() -> Any:
    import lxml.html

    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _metas(root: Any) -> dict[str, list[str]]:
    """Return the contents of the `meta` elements by name, in lower case."""
    metas: dict[str, list[str]] = defaultdict(list)
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        if content := (meta.get("content") or "").strip():
            metas[name.strip().lower()].append(content)
    return metas


def _first(metas: dict[str, list[str]], *names: str) -> tuple[str, str]:
    return next(((metas[name][0], name) for name in names if name in metas), ("", ""))


def _add_scholars(facts: Facts, metas: dict[str, list[str]]) -> None:
    """Take the tags that Google Scholar reads."""
    for name, field in _SCHOLARS.items():
        if name in metas:
            facts.add(field, metas[name][0], name)
    authors = metas.get("citation_author") or _listed(metas.get("citation_authors", []))
    facts.add_people(authors, "citation_author")
    date, name = _first(metas, *_DATES)
    facts.add("date", day_of(date), name)
    first, last = _first(metas, "citation_firstpage")[0], _first(metas, "citation_lastpage")[0]
    facts.add(
        "pages", f"{first}--{last}" if first and last and first != last else first, "citation_firstpage"
    )
    if facts.get("journaltitle"):
        facts.add("kind", "article", "citation_journal_title")
    elif facts.get("institution"):
        facts.add("kind", "report", "citation_technical_report_institution")
    elif facts.get("booktitle"):
        facts.add("kind", "inproceedings", "citation_conference_title")


def _listed(values: Sequence[str]) -> list[str]:
    return [name for value in values for name in value.split(";")]


def _add_graph(facts: Facts, metas: dict[str, list[str]]) -> None:
    """Take what OpenGraph says (https://ogp.me/)."""
    for name, field in _GRAPH.items():
        if name in metas:
            facts.add(field, metas[name][0], f"OpenGraph ({name})")
    people = [name for name in metas.get("article:author", []) if "://" not in name]
    facts.add_people(people, "OpenGraph (article:author)")
    date, name = _first(metas, "article:published_time", "og:published_time")
    facts.add("date", day_of(date), f"OpenGraph ({name})")


def _add_dublin(facts: Facts, metas: dict[str, list[str]]) -> None:
    """Take what Dublin Core says, by its old names and its terms."""
    for name, field in _DUBLIN.items():
        value, where = _first(metas, f"dc.{name}", f"dcterms.{name}")
        facts.add(field, value, f"Dublin Core ({where})")
    facts.add_people(metas.get("dc.creator") or metas.get("dcterms.creator") or [], "Dublin Core (creator)")
    names = ("dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date")
    date, where = _first(metas, *names)
    facts.add("date", day_of(date), f"Dublin Core ({where})")


def _add_page(facts: Facts, root: Any, metas: dict[str, list[str]]) -> None:
    """Take what the page itself shows: its title, language, address, author."""
    for element in root.xpath("//title")[:1]:
        facts.add("title", element.text_content(), "the page's title")
    facts.add_people(metas.get("author", [])[:1], "meta author")
    for element in root.xpath("//link[@rel='canonical'][@href]")[:1]:
        facts.add("canonical", element.get("href"), "link canonical")
    facts.add("language", root.get("lang") or root.get(_XML_LANG), "html lang")


def _add_dates(facts: Facts, root: Any) -> None:
    """Take the first time in the text that is marked as one, or else what htmldate finds."""
    if facts.get("date"):
        return
    for element in root.xpath("//time[@datetime]")[:1]:
        facts.add("date", day_of(element.get("datetime")), "time")
    if not facts.get("date"):
        from htmldate import find_date

        found = find_date(root, extensive_search=False, original_date=True)
        facts.add("date", day_of(found or ""), "htmldate")
