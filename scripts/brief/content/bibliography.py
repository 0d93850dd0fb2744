"""The sources of the brief, read from BibTeX with the line of every field."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from brief.faults import Fault
from brief.files import read_text

PUBLISHED_BRIEF = "published-brief"
"""What a row names when the published brief gives its fact without a note."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "article": ("author", "title", "journaltitle|journal", "date|year"),
    "book": ("author|editor", "title", "date|year"),
    "inbook": ("author", "title", "booktitle", "date|year"),
    "incollection": ("author", "title", "booktitle", "date|year"),
    "inproceedings": ("author", "title", "booktitle", "date|year"),
    "misc": ("title",),
    "online": ("title|type", "url|doi|eprint"),
    "report": ("author|institution", "title", "institution", "date|year"),
    "thesis": ("author", "title", "type", "institution", "date|year"),
}
"""Fields that biblatex's data model asks of an entry; `a|b` is met by either.

After the manual of biblatex 3.20, section 2.1.1; `online` is let off its author and date, which
web pages often do not give, and off its title where `type` says what it is (a website); `report`
is let off its type, which would be printed as “Report”."""

LANGUAGES = {"english": "en", "american": "en", "british": "en", "russian": "ru", "german": "de"} | {
    "ngerman": "de",
    "french": "fr",
    "spanish": "es",
    "turkish": "tr",
    "kazakh": "kk",
    "kyrgyz": "ky",
    "chinese": "zh",
}
"""The babel names that `langid` takes, and the tag that the outputs give the language."""

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Field:
    """The value of one field as it stands in the file, braces around it removed."""

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
        """A short name for lines of sources: who, and when where that is known."""
        who = self.get("shortauthor") or _family_names(self.get("author", "editor"))
        who = who or self.get("organization", "institution", "publisher") or self.get("title")
        return " ".join(filter(None, [unbraced(who), self.year]))


@dataclass(frozen=True)
class Bibliography:
    """All sources, in the order of the file."""

    path: str
    sources: tuple[Source, ...]
    broken: frozenset[str] = frozenset()
    """The keys of entries that could not be read: their fault is told once, where they stand."""

    def knows(self, key: str) -> bool:
        """Return whether a citation of `key` is in order, were all entries readable."""
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
    """Read a .bib file and return what could be read along with everything wrong in it."""
    import bibtexparser

    text = read_text(path)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it found comes back as faults
    library = bibtexparser.parse_string(text)
    sources = tuple(_source(entry, str(path)) for entry in library.entries)
    faults = [_block_fault(block, str(path)) for block in library.failed_blocks]
    opened = (re.match(r"@\w+\s*[{(]\s*([^\s,]+)", block.raw or "") for block in library.failed_blocks)
    broken = frozenset(found[1] for found in opened if found)
    faults += list(_stray_faults(library.comments, str(path)))
    for source in sources:
        faults += list(_entry_faults(source))
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
    """Text between entries is a comment to BibTeX; one that looks like an entry is a slip."""
    for comment in comments:
        text = getattr(comment, "comment", "")
        found = re.search(r"^\s*@?\w+\s*\{|^\s*\w+\s*=\s*[{\"]", text, re.MULTILINE)
        if found:
            line = comment.start_line + 1 + text.count("\n", 0, found.start())
            problem = "this text stands outside any entry"
            yield Fault(path, line, 1, problem, "check that the entry before it closes where it should")


def _entry_faults(source: Source) -> Iterator[Fault]:
    for names in REQUIRED.get(source.kind, ()):
        if not source.get(*names.split("|")):
            wanted = names.replace("|", " or ")
            problem = f"{source.key} (@{source.kind}) has no {wanted}"
            yield Fault(source.path, source.line, 1, problem, f"add a line {wanted.split()[0]} = {{…}},")
    if source.kind not in REQUIRED:
        problem = f"{source.key} is of the unknown kind @{source.kind}"
        yield Fault(source.path, source.line, 1, problem, f"use one of @{', @'.join(sorted(REQUIRED))}")
    for name, value in source.fields.items():
        if re.search(r"[}\"]\s*\w+\s*=\s*[{\"]", value.value):
            problem = f"{name} of {source.key} runs on into the next field"
            yield Fault(source.path, value.line, 1, problem, "end the line of the field with a comma")
    for name in ("date", "urldate"):
        day = source.fields.get(name)
        if day and not _is_date(day.value):
            problem = f"{name} = {day.value} is no date"
            yield Fault(source.path, day.line, 1, problem, "write 2022, 2022-05 or 2022-05-17")
    for name in ("langid", "language"):
        language = source.fields.get(name)
        if language and language.value not in LANGUAGES:
            problem = f"{name} = {language.value} is no language known here"
            yield Fault(source.path, language.line, 1, problem, f"use one of {', '.join(sorted(LANGUAGES))}")


def _is_date(text: str) -> bool:
    """Say whether `text` is a year, a month or a day that the calendar has."""
    if not _DATE.fullmatch(text):
        return False
    try:
        return bool(date.fromisoformat(text)) if len(text) > len("2022-05") else True
    except ValueError:
        return False


def names_of(names: str) -> list[str]:
    """Return each name of a BibTeX list in the order in which it is spoken."""
    spoken = []
    for name in filter(None, re.split(r"\s+and\s+", names)):
        family, _, given = name.partition(",")
        spoken.append(unbraced(name if name.startswith("{") else f"{given.strip()} {family.strip()}".strip()))
    return spoken


def _family_names(names: str) -> str:
    """Return the family names of a BibTeX list of names, joined as in `Woods and Baker`."""
    families = []
    for name in re.split(r"\s+and\s+", names):
        if name.startswith("{"):
            families.append(unbraced(name))
        elif "," in name:
            families.append(name.partition(",")[0])
        elif name:
            families.append(name.split()[-1])
    if len(families) > 2:
        return f"{families[0]} et al."
    return " & ".join(families)
