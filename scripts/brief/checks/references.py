"""The bibliography as Pandoc reads it: every entry there, its key one that can be cited, its links safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import panflute as pf

from brief.checks.links import PUBLIC, elements_of, targets
from brief.content.bibliography import PUBLISHED_BRIEF, Bibliography, Source
from brief.content.labels import LABEL_KINDS, LABEL_PREFIXES
from brief.faults import Fault
from brief.limits import at_work
from brief.pandoc import read_bibliography

KEY = re.compile(r"\w+(?:[:./+-]\w+)*")
"""The keys that can be cited: Pandoc's, without the signs that mean something to others."""

NAMES = ("author", "editor", "translator")


def key_faults(source: Source) -> Iterator[Fault]:
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
    url = source.fields.get("url")
    if url and not re.match(r"https?://\S+$|\\url\{https?://\S+\}$", url.value, re.IGNORECASE):
        problem = f"url of {source.key} is no address of a web page"
        yield Fault(source.path, url.line, 1, problem, "write it whole, with http:// or https://")


def people_faults(source: Source) -> Iterator[Fault]:
    """Yield a fault for each list of people in which one has no name, or too many commas."""
    for field in (source.fields[name] for name in NAMES if name in source.fields):
        for name in re.split(r"\s+and\b\s*|^and\s+", field.value):
            plain = re.sub(r"\{.*?\}", "x", name)
            if not name.strip(" ,") or plain.count(",") > 2:
                problem = f"“{name}” among the names of {source.key} is no name"
                yield Fault(source.path, field.line, 1, problem, "write family, given and family, given")


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
