"""What each claim rests on: the rows of report/provenance.csv against the text.

A row names a file of report/, the first words of a sentence there (`…` for a number out of the
data), the kind of its claim and the evidence. So an editor who changes the beginning of a sentence,
or adds a paragraph, is reminded to look at its evidence.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brief.checks.model import Brief
from brief.content.sections import Node, Section
from brief.content.variables import SHORTCODE
from brief.exhibits.making import BIBLIOGRAPHY
from brief.faults import Fault, Faults, did_you_mean
from brief.files import read_text

COLUMNS = ["section", "sentence", "kind", "evidence"]
RESTATED, CITED, COMPUTED, OURS = KINDS = ("restated", "cited", "computed", "ours")
"""The work that is restated says so; it cites a source for it; the data say so; the brief infers it."""

QUOTE = '"'
_LINES = re.compile(r"\d+(-\d+)?")
_NOTES = re.compile(r"\s*(?:<!--.*?-->|\[[^][]*@[^][]*\]|\[\^[^]]+\])", re.DOTALL)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[\"”’»)]*\s+(?!\d)")


@dataclass(frozen=True)
class Claim:
    """One row: where the sentence stands and how it begins, and what it rests on."""

    section: str
    sentence: str
    kind: str
    evidence: tuple[str, ...]
    path: str
    line: int

    def fault(self, problem: str, remedy: str) -> Fault:
        """Return a fault at the row."""
        return Fault(self.path, self.line, 1, problem, remedy)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text: its file, its sentences, and how to warn at its place."""

    file: str
    sentences: tuple[str, ...]
    warn: Callable[[str, str], Fault]
    caption: bool = False

    def holds(self, claim: Claim) -> bool:
        """Return whether one of its sentences begins as the row says."""
        return any(sentence.startswith(claim.sentence) for sentence in self.sentences)


def load_claims(path: Path) -> tuple[Claim, ...]:
    """Return the rows of the file; raises Faults where it cannot be read or a cell is missing."""
    reader = csv.DictReader(io.StringIO(read_text(path)), restkey="")
    if reader.fieldnames != COLUMNS:
        problem = f"the columns are not {', '.join(COLUMNS)}"
        raise Faults([Fault(str(path), 1, 1, problem, "restore the first line")])
    claims, faults = [], []
    for row in reader:
        section, sentence, kind, evidence = (row[column] or "" for column in COLUMNS)
        keys = tuple(filter(None, map(str.strip, evidence.split(";"))))
        claim = Claim(section, " ".join(sentence.split()), kind, keys, str(path), reader.line_num)
        claims.append(claim)
        if "" in row:
            faults.append(claim.fault("the row has more than four cells", "put a text with commas in quotes"))
        elif not claim.sentence:
            faults.append(claim.fault("the row names no sentence", "write its first words"))
    if faults:
        raise Faults(faults)
    return tuple(claims)


def provenance_faults(claims: tuple[Claim, ...], brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each row that does not hold, and a warning for each paragraph without a row."""
    paragraphs = list(_paragraphs(brief))
    files = {paragraph.file for paragraph in paragraphs}
    for claim in claims if brief.complete and brief.metadata else ():
        if claim.section not in files:
            yield claim.fault(f"there is no {claim.section} in report", did_you_mean(claim.section, files))
            continue
        own = [paragraph for paragraph in paragraphs if paragraph.file == claim.section]
        if not any(paragraph.holds(claim) for paragraph in own):
            yield _lost(claim, own)
        yield from _evidence_faults(claim, brief)
    for paragraph in paragraphs:
        covered = any(paragraph.holds(claim) for claim in claims if claim.section == paragraph.file)
        if not covered and not paragraph.caption:  # the line of sources under an exhibit covers its caption
            first = " ".join(paragraph.sentences[0].split()[:5])
            problem = "no row of report/provenance.csv says what this paragraph rests on"
            first = f'"{first.replace(QUOTE, 2 * QUOTE)}"' if re.search('[",]', first) else first
            yield paragraph.warn(problem, f"add {paragraph.file},{first},KIND,EVIDENCE")


def _lost(claim: Claim, paragraphs: list[Paragraph]) -> Fault:
    """Return the fault of a row whose words no longer stand, with the nearest sentence."""
    length = len(claim.sentence)
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    beginnings = {sentence[:length]: sentence for sentence in sentences}
    near = difflib.get_close_matches(claim.sentence, beginnings, n=1, cutoff=0)
    first = " ".join(beginnings[near[0]].split()[:8]) if near else ""
    problem = f"no sentence of {claim.section} begins with “{claim.sentence}”"
    remedy = f"look at its evidence, and correct or remove the row; the nearest begins with “{first}”"
    return claim.fault(problem, remedy)


def _evidence_faults(claim: Claim, brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with the kind of a claim and its evidence."""
    if claim.kind not in KINDS:
        yield claim.fault(f"there is no kind {claim.kind or '(empty)'}", did_you_mean(claim.kind, KINDS))
    elif claim.kind == OURS and claim.evidence:
        yield claim.fault(
            "a claim of our own has no evidence elsewhere", "empty the cell, or change the kind"
        )
    elif claim.kind != OURS and not claim.evidence:
        yield claim.fault(f"the row of kind {claim.kind} has no evidence", "name it in the last cell")
    elif claim.kind == RESTATED:
        for lines in claim.evidence:
            if not _LINES.fullmatch(lines):
                yield claim.fault(
                    f"{lines} does not name lines of the restated work", "write its lines, as 12-15"
                )
    else:
        yield from _unknown(claim, _names(claim.kind, brief))


def _names(kind: str, brief: Brief) -> tuple[str, ...] | None:
    """Return what a claim may cite, or be computed from; None while that could not be read."""
    if kind == CITED:
        bibliography = brief.bibliography
        return (*bibliography.keys, *bibliography.broken) if bibliography else None
    return (*brief.tables, BIBLIOGRAPHY) if brief.tables is not None else None


def _unknown(claim: Claim, names: tuple[str, ...] | None) -> Iterator[Fault]:
    kind = "source" if claim.kind == CITED else "data"
    for key in claim.evidence if names is not None else ():
        if names is not None and key not in names:
            yield claim.fault(f"there is no {kind} called {key}", did_you_mean(key, names))


def _paragraphs(brief: Brief) -> Iterator[Paragraph]:
    """Yield what the sections and the front matter say, paragraph by paragraph."""
    for section in brief.sections:
        captions = {
            paragraph
            for node in section.root.walk()
            if any(child.kind == "DIV_FENCE_OPEN" for child in node.children)
            for paragraph in node.find("PARAGRAPH", "PLAIN")
        }
        for node in section.root.find("PARAGRAPH", "PLAIN"):
            sentences = sentences_of(section.text(node))
            if sentences:
                warn = _warner(section, node)
                yield Paragraph(Path(section.path).name, sentences, warn, node in captions)
    if brief.metadata:
        file = brief.metadata.file
        messages = brief.metadata["key_messages"] or []
        places = [("abstract",), *(("key_messages", index) for index in range(len(messages)))]
        for place, text in zip(places, [brief.metadata["abstract"] or "", *messages], strict=True):
            line, column = file.places.get(place, (1, 1))
            sentences = sentences_of(text)
            if sentences:
                warn = _front_warner(file.path, line, column)
                yield Paragraph(Path(file.path).name, sentences, warn)


def _warner(section: Section, node: Node) -> Callable[[str, str], Fault]:
    return lambda problem, remedy: section.mention(node).fault(problem, remedy, warning=True)


def _front_warner(path: str, line: int, column: int) -> Callable[[str, str], Fault]:
    return lambda problem, remedy: Fault(path, line, column, problem, remedy, warning=True)


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph, without its notes, and with … for numbers out of the data."""
    plain = " ".join(SHORTCODE.sub("…", _NOTES.sub("", text)).split()).lstrip(" .,;:")
    return tuple(filter(None, _SENTENCE_ENDS.split(plain)))
