"""What machines read of a series: an Atom feed (RFC 4287), and sitemap.xml (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from brief.content.series import Series

NEWEST = 50
"""How many briefs the feed has."""

ATOM, SITEMAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"


def atom_feed(series: Series, entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the feed of the newest briefs; its times are the briefs' own dates."""
    address = series["address"]
    published = sorted(_published(entries), key=lambda entry: entry["about"]["date"], reverse=True)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": series["lang"]})
    _add(feed, "id", address)
    _add(feed, "title", series["title"])
    _add(feed, "updated", _moment(published[0]["about"]["date"] if published else "1970-01-01"))
    _add(_add(feed, "author"), "name", series["publisher"] or series["title"])
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}build/feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{address}build/index.html")
    for entry in published[:NEWEST]:
        _add_entry(feed, entry, address)
    return _text(feed)


def _add_entry(feed: ET.Element, listed: Mapping[str, Any], address: str) -> None:
    about, folder = listed["about"], f"{address}{quote(listed['folder'])}/"
    entry = _add(feed, "entry")
    entry.set("xml:lang", about["lang"])
    _add(entry, "id", folder)
    _add(entry, "title", about["title"])
    for name in ("published", "updated"):
        _add(entry, name, _moment(about["date"]))
    for author in about["authors"]:
        _add(_add(entry, "author"), "name", author)
    if about.get("abstract"):
        _add(entry, "summary", about["abstract"])
    for keyword in about.get("keywords", ()):
        _add(entry, "category", term=keyword)
    _add(entry, "link", rel="alternate", type="text/html", href=f"{folder}build/brief.html")
    _add(entry, "link", rel="related", type="application/pdf", href=f"{folder}build/brief.pdf")


def sitemap(series: Series, entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the addresses of the pages, each brief's with its date."""
    address = series["address"]
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    _add(_add(root, "url"), "loc", f"{address}build/index.html")
    for entry in _published(entries):
        url = _add(root, "url")
        _add(url, "loc", f"{address}{quote(entry['folder'])}/build/brief.html")
        _add(url, "lastmod", entry["about"]["date"])
    return _text(root)


def _published(entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the briefs that have a page, in the order of their folders."""
    return (entry for entry in entries if entry["outputs"] and entry["about"])


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
