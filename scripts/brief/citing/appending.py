"""A new entry at the end of a bibliography, and what an editor is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brief.checks.references import entry_faults
from brief.citing.entries import Entry
from brief.citing.given import Given, same_place
from brief.content.bibliography import LANGUAGES, Bibliography, Source, parse_bibliography
from brief.faults import Fault, excused
from brief.links.collect import address_of_text, collect_links

_ASKED_FOR = ("title", "author|organization|institution|editor", "date", "langid")
"""The fields that every entry should have; of `a|b` it should have one."""

_LATIN = frozenset({"en", "de", "fr", "es", "tr"})


def cited_already(given: Given, address: str, bibliography: Bibliography) -> Source | None:
    """Return the entry that leads to the same source, or None."""
    addresses = {"url": (given.address, address), "doi": (f"https://doi.org/{given.value}",)}
    places = {same_place(one) for one in addresses.get(given.kind, ()) if one}
    for source in bibliography:
        value = source.get({"isbn": "isbn", "doi": "doi", "arxiv": "eprint"}.get(given.kind, ""))
        if value and _bare(value) == _bare(given.value):
            return source
        links = {same_place(link.url) for link in collect_links([source], ()) if link.url}
        if places & links:
            return source
    return None


def appended(old: bytes, entry: Entry) -> bytes:
    """Return the bytes of a file with an entry at its end, behind an empty line; nothing else changes."""
    end = b"\r\n" if b"\r\n" in old else b"\n"
    text = entry.text().encode("utf-8").replace(b"\n", end)
    if not old.strip():
        return text
    return old + (b"" if old.endswith(end) else end) + (b"" if old.endswith(end * 2) else end) + text


def missing_fields(new: bytes, key: str, path: Path) -> Iterator[Fault]:
    """Yield a warning for each field of a new entry that could not be found, or is not as it should be."""
    text = new.decode("utf-8-sig").replace("\r\n", "\n")
    source = parse_bibliography(text, path)[0][key]
    complaints = {fault.problem: fault for fault in entry_faults(source)}
    yield from excused(complaints.values())
    for names in _ASKED_FOR:
        if not source.get(*names.split("|")) and not any(names.split("|")[0] in told for told in complaints):
            name = names.partition("|")[0]
            problem = f"{key} has no {names.replace('|', ' or ')}: it could not be found"
            yield Fault(source.path, source.line, 1, problem, f"add {name} = {{…}}", warning=True)
    if LANGUAGES.get(source.get("langid"), "en") not in _LATIN and source.get("title"):
        problem = f"{key} has no title in Latin letters"
        remedy = "add title_romanised = {…} and title_translated_english = {…}"
        yield Fault(source.path, source.fields["title"].line, 1, problem, remedy, warning=True)


def _bare(value: str) -> str:
    return value.replace("-", "").replace(" ", "").lower()


def how_to_cite(source: Source) -> str:
    """Return one line that says how a source is cited."""
    where = f", which leads to {address_of_text(source)}" if address_of_text(source) else ""
    return f"Cite it as [@{source.key}] or, with a page, [@{source.key}, p. 7]{where}."
