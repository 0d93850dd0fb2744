"""The sources of the brief, read from BibTeX with the line of every field."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brief.faults import Fault
from brief.files import read_text

if TYPE_CHECKING:
    from bibtexparser.middlewares.names import NameParts

PUBLISHED_BRIEF = "published-brief"
"""The source of a row whose fact the published brief gives without a note."""

LANGUAGES = {"english": "en", "american": "en", "british": "en", "russian": "ru", "german": "de"} | {
    "ngerman": "de",
    "french": "fr",
    "spanish": "es",
    "turkish": "tr",
    "kazakh": "kk",
    "kyrgyz": "ky",
    "chinese": "zh",
}
"""The tags of the languages by their babel names, which `langid` and `language` take."""


@dataclass(frozen=True)
class Field:
    """The value of one field of an entry, without the braces around it, and its line."""

    value: str
    line: int


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography."""

    key: str
    kind: str
    path: str
    line: int
    fields: dict[str, Field] = field(hash=False)

    def get(self, *names: str) -> str:
        """Return the value of the first field among `names` that is there, or an empty text."""
        return next((self.fields[name].value for name in names if name in self.fields), "")

    @property
    def language(self) -> str:
        """The tag of the language of the entry, its title above all, or an empty text."""
        return LANGUAGES.get(self.get("langid"), "")

    @property
    def written_in(self) -> str:
        """The tag of the language of the source itself: `language` where it is not the entry's."""
        return LANGUAGES.get(self.get("language", "langid"), "")

    @property
    def year(self) -> str:
        """The year of publication in four digits, or an empty text."""
        return self.get("date", "year")[:4]

    @property
    def label(self) -> str:
        """A short name for lines of sources: the author or the body, and the year where it is known."""
        author = self.get("shortauthor") or _family_names(self.get("author", "editor"))
        author = author or self.get("organization", "institution", "publisher") or self.get("title")
        return " ".join(filter(None, [unbraced(author), self.year]))


@dataclass(frozen=True)
class Bibliography:
    """All sources, in the order of the file."""

    path: str
    sources: tuple[Source, ...]
    broken: frozenset[str] = frozenset()
    """The keys of entries that could not be read: they have a fault of their own, citations of them none."""

    def knows(self, key: str) -> bool:
        """Return whether `key` may be cited: there is such an entry, readable or not."""
        return key == PUBLISHED_BRIEF or key in self.broken or key in self.keys

    def __getitem__(self, key: str) -> Source:
        return next(source for source in self.sources if source.key == key)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.sources)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sources."""
        return tuple(source.key for source in self.sources)


def unbraced(value: str) -> str:
    """Return `value` without the braces that protect capitals in BibTeX."""
    return value.replace("{", "").replace("}", "")


def load_bibliography(path: Path) -> tuple[Bibliography, list[Fault]]:
    """Read a .bib file; return its sources, and a fault for each part of it that cannot be read."""
    return parse_bibliography(read_text(path), path)


def parse_bibliography(text: str, path: Path) -> tuple[Bibliography, list[Fault]]:
    """Return what `load_bibliography` does for a text; faults will name `path`."""
    import bibtexparser

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it reports comes back as faults
    library = bibtexparser.parse_string(text)
    sources = tuple(_source(entry, str(path)) for entry in library.entries)
    faults = [_block_fault(block, str(path)) for block in library.failed_blocks]
    heads = (re.match(r"@\w+\s*[{(]\s*([^\s,]+)", block.raw or "") for block in library.failed_blocks)
    broken = frozenset(head[1] for head in heads if head)
    faults += list(_stray_faults(library.comments, str(path)))
    return Bibliography(str(path), sources, broken), faults


def _source(entry, path: str) -> Source:  # type: ignore[no-untyped-def]
    fields = {
        item.key.lower(): Field(" ".join(str(item.value).split()), (item.start_line or 0) + 1)
        for item in entry.fields
    }
    return Source(entry.key, entry.entry_type.lower(), path, entry.start_line + 1, fields)


def _block_fault(block, path: str) -> Fault:  # type: ignore[no-untyped-def]
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    line = block.start_line + 1
    if isinstance(block, DuplicateBlockKeyBlock):
        first = block.previous_block.start_line + 1
        problem = f"the key {block.key} is taken by the entry in line {first}"
        return Fault(path, line, 1, problem, "give one of the two another key, or remove it")
    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return Fault(path, line, 1, f"the entry has the field {names} twice", "keep one of the two")
    reason = getattr(block.error, "abort_reason", "") or "it cannot be parsed"
    problem = f"the entry cannot be read ({reason.rstrip('.')})"
    return Fault(path, line, 1, problem, "check its braces, its commas and that it closes")


def _stray_faults(comments, path: str) -> Iterator[Fault]:  # type: ignore[no-untyped-def]
    """Yield a fault for each text between entries, a comment to BibTeX, that looks like an entry."""
    for comment in comments:
        text = getattr(comment, "comment", "")
        stray = re.search(r"^\s*@?\w+\s*\{|^\s*\w+\s*=\s*[{\"]", text, re.MULTILINE)
        if stray:
            line = comment.start_line + 1 + text.count("\n", 0, stray.start())
            problem = "this text is outside of all entries"
            yield Fault(path, line, 1, problem, "check that the entry before it closes where it should")


def names_of(names: str) -> list[str]:
    """Return each name of a BibTeX list in the order in which it is spoken."""
    return [_plain(*name.first, *name.von, *name.last, *name.jr) for name in _people(names)]


def first_family(names: str) -> str:
    """Return the family name of the first of a BibTeX list of names, or an empty text."""
    people = _people(names) if names else []
    return _plain(*people[0].last) if people else ""


def _family_names(names: str) -> str:
    """Return the family names of a BibTeX list of names, joined as in `Woods & Baker`."""
    families = [_plain(*name.von, *name.last) for name in _people(names)]
    return f"{families[0]} et al." if len(families) > 2 else " & ".join(families)


def _people(names: str) -> list[NameParts]:
    """Return the parts of each name in a BibTeX list."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    return [parse_single_name_into_parts(name, strict=False) for name in split_names(names)]


def split_names(names: str) -> list[str]:
    """Return each name of a BibTeX list as it is written there."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return list(split_multiple_persons_names(names))


def _plain(*words: str) -> str:
    return unbraced(" ".join(words))
