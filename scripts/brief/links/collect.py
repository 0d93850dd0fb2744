"""Every place where a brief names a link: fields of sources, and addresses in the sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from brief.content.bibliography import Field, Source
from brief.content.sections import Node, Section
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
"""Where an `eprint` is found, by its `eprinttype` (biblatex 3.20, section 3.14.7)."""

_MARKED = re.compile(r"\\(?:url|href)\s*\{((?:[^{}\\]|\\.|\{[^{}]*\})*)\}")
_ESCAPED = re.compile(r"\\([%_&#$~^{}])(?:\{\})?|\\text(asciitilde|underscore)(?:\{\}|\s)?|\$\\sim\$")
_DOI_PREFIX = re.compile(r"^(?:doi:\s*|(https?://)?(?:dx\.|www\.)?doi\.org/)", re.IGNORECASE)
_ARXIV_PREFIX = re.compile(r"^arxiv:\s*", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?!mailto:|tel:)[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How the goal of a link begins that leads out of the brief, and is no address of a person."""


def collect_links(sources: Iterable[Source], sections: Iterable[Section]) -> tuple[Link, ...]:
    """Return all links; a source without any has one whose `url` is empty."""
    found = [link for source in sources for link in _source_links(source)]
    return (*found, *(link for section in sections for link in _section_links(section)))


def unescaped(value: str) -> str:
    r"""Return the address that a BibTeX value means: `\%` and its like undone once, `\url` taken off."""
    marked = _MARKED.fullmatch(value.strip())
    value = marked[1] if marked else value
    kept = _ESCAPED.sub(lambda found: f"\0{_meant(found)}", value)  # so that a kept brace is no group
    kept = re.sub(r"(?<!\0)[{}]", "", kept)
    return kept.replace("\0", "").strip()


def _meant(found: re.Match[str]) -> str:
    """Return the character that an escape of BibTeX means."""
    return found[1] or ("_" if found[2] == "underscore" else "~")


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
        marked = [found[1] for found in _MARKED.finditer(text)]
        yield from map(unescaped, marked)
        rest = _ESCAPED.sub(_meant, _MARKED.sub(" ", text))
        yield from map(trimmed, BARE.findall(rest))


def _doi(value: str) -> str:
    """Return the address of a DOI; what is none keeps `doi:` before it and is judged invalid."""
    prefix = _DOI_PREFIX.match(value)
    doi = value[prefix.end() :] if prefix else value
    doi = unquote(doi) if prefix and prefix[1] else doi  # in an address it is encoded already
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}" if DOI.fullmatch(doi) else f"doi:{doi}"


def trimmed(url: str) -> str:
    """Return an address that stood in a sentence without the punctuation behind it."""
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
            hits = [(trimmed(found[0]), found.start()) for found in BARE.finditer(text)]
        else:
            goal = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)  # Markdown's own escapes
            hits = [(goal, 0)] if _OUTSIDE.match(goal) else []
        for url, at in hits:
            line = section.mention(node, skip=len(text[:at].encode("utf-8"))).line
            if (url, line) not in seen:
                seen.add((url, line))
                yield Link("", url, section.path, line)


def _texts(node: Node) -> Iterator[Node]:
    """Yield the goals of links, and the pieces of text in which an address may stand: not code."""
    if node.kind in ("LINK_DEST_URL", "REFERENCE_URL", "TEXT"):
        yield node
    elif node.kind != "CODE_BLOCK":
        for child in node.children:
            yield from _texts(child)
