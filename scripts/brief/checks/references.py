"""The entries of the bibliography: their keys, their fields, and what Pandoc reads of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import panflute as pf

from brief.checks.links import PUBLIC, elements_of, targets
from brief.content.bibliography import LANGUAGES, PUBLISHED_BRIEF, Bibliography, Source, split_names
from brief.content.labels import LABEL_KINDS, LABEL_PREFIXES
from brief.faults import Fault
from brief.limits import at_work
from brief.pandoc import read_bibliography

KEY = re.compile(r"\w+(?:[:./+-]\w+)*")
"""The keys that can be cited: Pandoc's, without the signs that mean something to others."""

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
"""The fields that an entry of each kind needs; of `a|b` it needs one.

After the manual of biblatex 3.20, section 2.1.1, with two exceptions. An `online` entry needs no
author and no date, since web pages often give neither, and no title where `type` names its kind
(a website). A `report` needs no type, which would be printed as “Report”."""

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day."""

PEOPLE = ("author", "editor", "translator")
"""The fields that list people."""


def entry_faults(source: Source) -> Iterator[Fault]:
    """Yield the faults of one entry."""
    yield from _key_faults(source)
    yield from _kind_faults(source)
    yield from _field_faults(source)
    yield from _people_faults(source)


def _key_faults(source: Source) -> Iterator[Fault]:
    """Yield a fault for a key that cannot be cited, or means something else."""
    at = (source.path, source.line, 1)
    if not KEY.fullmatch(source.key):
        problem = f"the key {source.key} cannot be cited" if source.key else "the entry has no key"
        yield Fault(*at, problem, "write a name like yau2022, of letters, digits and _ alone")
    elif source.key.startswith(LABEL_PREFIXES):
        kind = LABEL_KINDS[source.key[:4]]
        yield Fault(*at, f"the key {source.key} reads like the label of a {kind}", "give it another name")
    elif source.key == PUBLISHED_BRIEF:
        problem = f"the key {source.key} is kept for what the brief restates"
        yield Fault(*at, problem, "give the entry another key; brief.yaml describes that work")


def _kind_faults(source: Source) -> Iterator[Fault]:
    """Yield a fault for an unknown kind of entry, or for each field that its kind needs and it lacks."""
    if source.kind not in REQUIRED:
        problem = f"{source.key} is of the unknown kind @{source.kind}"
        yield Fault(source.path, source.line, 1, problem, f"use one of @{', @'.join(sorted(REQUIRED))}")
    for names in REQUIRED.get(source.kind, ()):
        if not source.get(*names.split("|")):
            either = names.replace("|", " or ")
            problem = f"{source.key} (@{source.kind}) has no {either}"
            yield Fault(source.path, source.line, 1, problem, f"add a line {either.split()[0]} = {{…}},")


def _field_faults(source: Source) -> Iterator[Fault]:
    """Yield a fault for each field whose value cannot be what its name says."""
    for name, field in source.fields.items():
        if re.search(r"[}\"]\s*\w+\s*=\s*[{\"]", field.value):
            problem = f"{name} of {source.key} runs on into the next field"
            yield Fault(source.path, field.line, 1, problem, "end the line of the field with a comma")
        if name in ("date", "urldate") and not _is_date(field.value):
            problem = f"{name} = {field.value} is not a date"
            yield Fault(source.path, field.line, 1, problem, "write 2022, 2022-05 or 2022-05-17")
        if name in ("langid", "language") and field.value not in LANGUAGES:
            problem = f"{name} = {field.value} is not a language known here"
            yield Fault(source.path, field.line, 1, problem, f"use one of {', '.join(sorted(LANGUAGES))}")
        web = r"https?://\S+$|\\url\{https?://\S+\}$"
        if name == "url" and not re.match(web, field.value, re.IGNORECASE):
            problem = f"url of {source.key} is not the address of a web page"
            yield Fault(source.path, field.line, 1, problem, "write it whole, with http:// or https://")


def _is_date(text: str) -> bool:
    """Return whether `text` is a year, a month or a day that the calendar has."""
    if not DATE.fullmatch(text):
        return False
    try:
        return bool(date.fromisoformat(text)) if len(text) > len("2022-05") else True
    except ValueError:
        return False


def _people_faults(source: Source) -> Iterator[Fault]:
    """Yield a fault for each list of people in which one has no name, or too many commas.

    Another is for authors whose romanized names are more or fewer than themselves.
    """
    for field in (source.fields[name] for name in PEOPLE if name in source.fields):
        for name in re.split(r"\s+and\b\s*|^and\s+", field.value):
            plain = re.sub(r"\{.*?\}", "x", name)
            if not name.strip(" ,") or plain.count(",") > 2:
                problem = f"“{name}” among the names of {source.key} is not a name"
                yield Fault(source.path, field.line, 1, problem, "write family, given and family, given")
    romanised = source.fields.get("author_romanised")
    if romanised and len(split_names(romanised.value)) != len(split_names(source.get("author"))):
        problem = f"author_romanised of {source.key} has more or fewer names than author"
        remedy = "give each author one name there, in the same order"
        yield Fault(source.path, romanised.line, 1, problem, remedy)


def references_of(bibliography: Bibliography, bibtex: str) -> dict[str, list[pf.Block]]:
    """Return what Pandoc reads of each entry, by key: its titles and notes as paragraphs.

    Raises Faults where it refuses the whole.
    """
    with at_work(bibliography.path, "Pandoc"):
        references = read_bibliography(bibtex).metadata["references"]
    return {
        pf.stringify(reference["id"]).strip(): [
            pf.Para(*value.content)
            for value in reference.content.values()
            if isinstance(value, pf.MetaInlines)
        ]
        for reference in references
    }


def reference_faults(
    bibliography: Bibliography, references: Mapping[str, Sequence[pf.Block]]
) -> Iterator[Fault]:
    """Yield a fault for each entry that Pandoc does not read, or that leads readers astray."""
    for source in bibliography:
        if source.key not in references:
            problem = f"Pandoc does not read the entry {source.key}"
            remedy = "write it as @online{key, field = {…}, …}"
            yield Fault(source.path, source.line, 1, problem, remedy)
        for url in targets(elements_of(references.get(source.key, ()))):
            if not PUBLIC.match(url):
                problem = f"a link of {source.key} leads to {url[:60]}, where no reader can follow"
                yield Fault(source.path, source.line, 1, problem, "link to an address with http: or https:")
