"""Facts out of JSON-LD, as schema.org words them: https://schema.org/CreativeWork."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from brief.citing.facts import Facts, day_of

ORIGIN = "JSON-LD"
_WORKS = {
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BlogPosting",
    "ScholarlyArticle", "TechArticle", "Report", "WebPage", "Book", "Chapter", "Thesis", "DigitalDocument",
    "CreativeWork", "Dataset", "LiveBlogPosting", "SocialMediaPosting", "PressRelease",
}  # fmt: skip
_KINDS = {"Report": "report", "Book": "book", "ScholarlyArticle": "article"}
_MOST_NODES = 2000


def add_jsonld(facts: Facts, scripts: Iterable[str]) -> None:
    """Take what the scripts of a page say of the work that it shows; the most telling kind comes first."""
    works = [node for script in scripts for node in _nodes(script) if _types(node) & _WORKS]
    for node in sorted(works, key=lambda node: bool(_types(node) & {"WebPage", "CreativeWork"})):
        _add(facts, node)


def _add(facts: Facts, node: dict[str, Any]) -> None:
    kind = next((_KINDS[name] for name in sorted(_types(node)) if name in _KINDS), "")
    facts.add("kind", kind, ORIGIN)
    facts.add("title", node.get("headline") or node.get("name"), ORIGIN)
    facts.add_people(_names(node.get("author") or node.get("creator")), ORIGIN)
    facts.add("date", day_of(str(node.get("datePublished") or node.get("dateCreated") or "")), ORIGIN)
    for name, key in (("site", "publisher"), ("journaltitle", "isPartOf")):
        if name == "site" or kind == "article":
            facts.add(name, next(iter(_names(node.get(key))), "").strip("{}"), ORIGIN)
    language = node.get("inLanguage")
    facts.add("language", language.get("alternateName") if isinstance(language, dict) else language, ORIGIN)
    address = node.get("mainEntityOfPage") or node.get("url")
    facts.add("canonical", address.get("@id") if isinstance(address, dict) else address, ORIGIN)


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a script, those within its graph too; nothing for what is no JSON."""
    try:
        waiting = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _types(node: dict[str, Any]) -> set[str]:
    named = node.get("@type")
    names = named if isinstance(named, list) else [named]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _names(value: object) -> list[str]:
    """Return the names of people and bodies: texts, objects, or lists of both."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, dict):
            family, given = item.get("familyName"), item.get("givenName")
            whole = item.get("name")
            if isinstance(family, str) and isinstance(given, str) and family and given:
                names.append(f"{family}, {given}")
            elif isinstance(whole, str):
                body = "Person" not in _types(item) and bool(_types(item))
                names.append(f"{{{whole}}}" if body and "{" not in whole else whole)
    return names
