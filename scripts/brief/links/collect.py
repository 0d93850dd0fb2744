"""All links of a brief: from the fields of its sources, and from its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from brief.content.bibliography import Field, Source, load_bibliography
from brief.content.sections import Node, Section, load_sections
from brief.links.model import Link

BARE = re.compile(r"https?://[^\s<>{}\"\\|^`]+", re.IGNORECASE)
DOI = re.compile(r"10(?:\.\d{4,9}(?:\.\d+)*)?/\S+")
"""A DOI, or a short one as 10/abc (DOI Handbook, section 3.2; shortdoi.org)."""

EPRINTS = {
    "arxiv": "https://arxiv.org/abs/{}",
    "googlebooks": "https://books.google.com/books?id={}",
    "hdl": "https://hdl.handle.net/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}",
}
"""The address of an `eprint`, by its `eprinttype` (biblatex 3.20, section 3.14.7)."""

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_URL_COMMAND = re.compile(r"\\(?:url|href)\s*\{((?:[^{}\\]|\\.|\{[^{}]*\})*)\}")
_ESCAPE = re.compile(r"\\([%_&#$~^{}])(?:\{\})?|\\text(asciitilde|underscore)(?:\{\}|\s)?|\$\\sim\$")
_DOI_PREFIX = re.compile(r"^(?:doi:\s*|(https?://)?(?:dx\.|www\.)?doi\.org/)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"^arxiv:\s*", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?!mailto:|tel:)[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How a link begins that leads out of the brief, other than to a person's mail or telephone."""


def collect_links(sources: Iterable[Source], sections: Iterable[Section]) -> tuple[Link, ...]:
    """Return all links; a source without any has one whose `url` is empty."""
    links = [link for source in sources for link in _source_links(source)]
    return (*links, *(link for section in sections for link in _section_links(section)))


def days_read(links: Iterable[Link], sources: Iterable[Source]) -> dict[str, str]:
    """Return each URL once, with the day on which its author read it (yyyymmdd), or an empty text."""
    urldates = {source.key: source.get("urldate") for source in sources}
    days: dict[str, str] = {}
    for link in links:
        if link.url:
            day = urldates.get(link.key, "")
            days[link.url] = days.get(link.url) or (day.replace("-", "") if _DAY.fullmatch(day) else "")
    return days


def cited_days(bib: Path, sections: Sequence[Path]) -> dict[str, str]:
    """Return what `days_read` does of a brief, out of its bibliography and its sections."""
    bibliography, _ = load_bibliography(bib)
    loaded, _ = load_sections(sections)
    return days_read(collect_links(bibliography.sources, loaded), bibliography.sources)


def unescaped(value: str) -> str:
    r"""Return the address that a BibTeX value means: `\%` and its like undone once, `\url` taken off."""
    command = _URL_COMMAND.fullmatch(value.strip())
    value = command[1] if command else value
    marked = _ESCAPE.sub(lambda escape: f"\0{_meant(escape)}", value)  # \0 keeps an escaped brace
    return re.sub(r"(?<!\0)[{}]", "", marked).replace("\0", "").strip()


def _meant(escape: re.Match[str]) -> str:
    """Return the character that an escape of BibTeX means."""
    return escape[1] or ("_" if escape[2] == "underscore" else "~")


def _source_links(source: Source) -> Iterator[Link]:
    seen: set[str] = set()
    for name, value in source.fields.items():
        for url in _urls(source, name, value):
            if url not in seen:
                seen.add(url)
                yield Link(source.key, url, source.path, value.line)
    if not seen:
        yield Link(source.key, "", source.path, source.line)


def _urls(source: Source, name: str, value: Field) -> Iterator[str]:
    text = value.value
    if name == "url" and text.strip():
        yield unescaped(text)
    elif name == "doi" and text.strip():
        yield _doi(unescaped(text))
    elif name == "eprint" and text.strip():
        kind = source.get("eprinttype", "archiveprefix").lower()
        plain = _ARXIV_PREFIX.sub("", unescaped(text))
        if BARE.match(plain):
            yield plain
        elif kind in EPRINTS:
            yield EPRINTS[kind].format(quote(plain, safe="/:;()._-"))
    elif name in {"note", "howpublished"}:
        yield from (unescaped(command[1]) for command in _URL_COMMAND.finditer(text))
        rest = _ESCAPE.sub(_meant, _URL_COMMAND.sub(" ", text))
        yield from map(trimmed, BARE.findall(rest))


def _doi(value: str) -> str:
    """Return the address of a DOI; any other text gets `doi:` before it and is judged invalid."""
    prefix = _DOI_PREFIX.match(value)
    doi = value[prefix.end() :] if prefix else value
    doi = unquote(doi) if prefix and prefix[1] else doi  # an address has it percent-encoded
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if DOI.fullmatch(doi) else f"doi:{doi}"


def trimmed(url: str) -> str:
    """Return an address from a sentence without the punctuation behind it."""
    while url and (url[-1] in ".,;:!?'’”»*" or (url[-1] in ")]" and url.count(url[-1]) > _opened(url))):
        url = url[:-1]
    return url


def _opened(url: str) -> int:
    return url.count({")": "(", "]": "["}[url[-1]])


def _section_links(section: Section) -> Iterator[Link]:
    seen: set[tuple[str, int]] = set()
    printed = section.printed.encode("utf-8")
    for node in _texts(section.root):
        text = printed[node.start : node.end].decode("utf-8")
        if node.kind == "TEXT":
            hits = [(trimmed(match[0]), match.start()) for match in BARE.finditer(text)]
        else:
            destination = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)  # Markdown's own escapes
            hits = [(destination, 0)] if _OUTSIDE.match(destination) else []
        for url, at in hits:
            line = section.mention(node, skip=len(text[:at].encode("utf-8"))).line
            if (url, line) not in seen:
                seen.add((url, line))
                yield Link("", url, section.path, line)


def _texts(node: Node) -> Iterator[Node]:
    """Yield the destinations of links, and the pieces of text that may hold an address; not code."""
    if node.kind in ("LINK_DEST_URL", "REFERENCE_URL", "TEXT"):
        yield node
    elif node.kind != "CODE_BLOCK":
        for child in node.children:
            yield from _texts(child)
