"""What a careful editor asks of the prose: numbers typed by hand, claims without a note, spelling.

These are warnings: `make check` lists them, no build stops for them. One is excused where it
stands by a comment in its paragraph that names the rule and a reason, as
`<!-- typed-number: a count of sections, not of data -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from brief.checks.model import Brief
from brief.content.bibliography import PUBLISHED_BRIEF
from brief.content.sections import COMMENTS, Node, Section
from brief.content.variables import read_variable
from brief.data.habits import shown
from brief.data.tables import NAMEABLE, VALUE, DataTable, Row
from brief.faults import Fault
from brief.files import read_text

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]\d{3})*(?![\w.,]*\w)")
_YEARS = range(1800, 2101)
_ATTRIBUTED = re.compile(r"\b(?:according to|laut|zufolge|selon|d'après|согласно)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PROSE = ("PARAGRAPH", "PLAIN", "HEADING")
_UNREAD = {"INLINE_CODE", "CODE_BLOCK", "SHORTCODE", "CITATION", "ATTRIBUTE", "LINK_DEST", "INLINE_HTML"}
_REMARK = re.compile(r"<!--\s*([^:]+?), \d{4}-\d{2}-\d{2}: ")
_EXCUSE = re.compile(r"<!--\s*(typed-number|uncited|spelling):\s*(?!-->)\S")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a heading of a section, with what may be said against it."""

    section: Section
    node: Node

    @property
    def excused(self) -> set[str]:
        """The rules that a comment in the paragraph excuses, with a reason."""
        return set(_EXCUSE.findall(self.section.text(self.node)))

    def texts(self) -> Iterator[tuple[str, Node]]:
        """Yield the pieces of plain text, without code, citations, addresses and attributes."""

        def walk(node: Node) -> Iterator[Node]:
            if node.kind == "TEXT":
                yield node
            elif node.kind not in _UNREAD:
                for child in node.children:
                    yield from walk(child)

        for node in walk(self.node):
            yield self.section.text(node), node

    def fault(self, node: Node, at: int, problem: str, remedy: str) -> Fault:
        """Return a warning at a place in one of the pieces."""
        skip = len(self.section.text(node)[:at].encode("utf-8"))
        return self.section.mention(node, skip=skip).fault(problem, remedy, warning=True)


def prose_faults(brief: Brief, words: Words | None) -> Iterator[Fault]:
    """Yield what a careful editor would ask; `words` is the spelling, or None to leave it out."""
    held = _held(brief.tables) if brief.tables and brief.metadata else None  # days need the months' names
    months = brief.metadata.language.months if brief.metadata else frozenset()
    for section in brief.sections:
        yield from _remarks(section)
        captions = set(_captions(section))  # the line of sources under an exhibit is its note
        for node in section.root.find(*_PROSE):
            paragraph = Paragraph(section, node)
            if held is not None and "typed-number" not in paragraph.excused:
                yield from _typed_numbers(paragraph, held, months)
            if node.kind != "HEADING" and node.start not in captions and "uncited" not in paragraph.excused:
                yield from _uncited(paragraph, brief)
            if words is not None and "spelling" not in paragraph.excused:
                yield from words.faults(paragraph)


def _remarks(section: Section) -> Iterator[Fault]:
    """Look for comments of reviewers, as an import leaves them."""
    for node in section.root.find(*COMMENTS):
        remark = _REMARK.match(section.text(node).lstrip())
        if remark:
            problem = f"a comment of {remark[1]} is still here"
            remedy = "answer it and take it out: who unpacks build/brief.crate.zip reads it"
            yield section.mention(node).fault(problem, remedy, warning=True)


def _captions(section: Section) -> Iterator[int]:
    """Yield where each paragraph inside a fenced block, as the caption of an exhibit, begins."""
    for node in section.root.walk():
        if any(child.kind == "DIV_FENCE_OPEN" for child in node.children):
            yield from (paragraph.start for paragraph in node.find("PARAGRAPH", "PLAIN"))


@dataclass(frozen=True)
class Held:
    """The numbers that the data holds, by value and by unit; years are none."""

    by_value: dict[int | Decimal, tuple[DataTable, Row, str]]
    """The first cell of each value: its data, its row and its column."""
    by_unit: dict[str, list[int | Decimal]]


def _held(tables: Mapping[str, DataTable]) -> Held:
    held = Held({}, {})
    for table in tables.values():
        numeric = [field["name"] for field in table.fields if field.get("type") in ("integer", "number")]
        for row in table:
            for name in numeric:
                if row[name] is not None:
                    held.by_value.setdefault(row[name], (table, row, name))
                    held.by_unit.setdefault(table.unit(name), []).append(row[name])
    held.by_unit.pop("", None)
    return held


def _typed_numbers(paragraph: Paragraph, held: Held, months: frozenset[str]) -> Iterator[Fault]:
    """Look for numbers in digits that the data holds, or whose unit it knows with other numbers.

    Years, and days beside one of the `months`, are none.
    """
    for text, node in paragraph.texts():
        for number in _NUMBER.finditer(text):
            value = _value(number[0])
            if value is None or (value in _YEARS and number[0].isdecimal()):
                continue
            beside = {*text[: number.start()].split()[-1:], *text[number.end() :].strip(" .").split()[:1]}
            if beside & months:
                continue
            after = re.match(r"\s+(\w+)", text[number.end() :])
            unit = after[1] if after else ""
            if value in held.by_value and value >= 10:
                table, row, name = held.by_value[value]
                problem = f"{number[0]} is typed by hand, and {table.path} holds it"
                yield paragraph.fault(node, number.start(), problem, _shortcode(table, row, name))
            elif value not in held.by_value and unit in held.by_unit:
                known = shown(", ".join(map(str, held.by_unit[unit])), 80)
                problem = f"{number[0]} {unit} is not in the data, which has {known}"
                yield paragraph.fault(node, number.start(), problem, "correct it, or add it to the data")


def _shortcode(table: DataTable, row: Row, column: str) -> str:
    """Return what to write for a number of the data, or what is to be done before that can be written."""
    named = [table.name, column, *(str(row[key]) for key in table.key)]
    if table.key and all(map(NAMEABLE.fullmatch, named)):
        names = [table.name, table.name_of(row), *([] if column == VALUE else [column])]
        return f"write {{{{< var {'.'.join(names)} >}}}}"
    remedy = f"name its row in line {row.line} by a primaryKey of letters, digits, - and _"
    return f"{remedy}, then write {{{{< var {table.name}.NAME >}}}}"


def _value(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"\D", "", text))
    except InvalidOperation:
        return None


def _uncited(paragraph: Paragraph, brief: Brief) -> Iterator[Fault]:
    """Look for a claim by somebody's word, or a number out of a source, in a paragraph without a note."""
    cited = {paragraph.section.text(key) for key in paragraph.node.find("CITATION_KEY", "CROSSREF_KEY")}
    if cited or any(True for _ in paragraph.node.find("FOOTNOTE_REFERENCE", "INLINE_FOOTNOTE")):
        return
    sources = {key for node in paragraph.node.find("SHORTCODE") for key in _sources(paragraph, node, brief)}
    for text, node in paragraph.texts():
        claim = _ATTRIBUTED.search(text)
        if claim and not any(True for _ in paragraph.node.find("SHORTCODE")):
            problem = f"“{claim[0]} …” and no note in the paragraph"
            yield paragraph.fault(node, claim.start(), problem, "cite who says so, as [@key]")
            return
    for key in sorted(sources - {PUBLISHED_BRIEF}):
        if paragraph.section.path != brief.sections[0].path:  # the summary repeats what is cited below
            first = next(paragraph.node.find("SHORTCODE"))
            problem = f"a number of {key}, and no note in the paragraph"
            yield paragraph.section.mention(first).fault(problem, f"cite it as [@{key}]", warning=True)


def _sources(paragraph: Paragraph, node: Node, brief: Brief) -> tuple[str, ...]:
    variable = read_variable(paragraph.section.text(node))
    try:
        return (brief.tables or {})[variable.table][variable.row].sources if variable else ()
    except KeyError:
        return ()


def spelling_of(brief: Brief, own: Path) -> Words | None:
    """Return the words of the brief's language, with its own in the file `own`; None where none are known."""
    language = str(brief.metadata["lang"]).partition("-")[0] if brief.metadata else ""
    return Words(language, own) if language in SPELLED else None


class Words:
    """The words that are spelled right: a language's, and the brief's own names."""

    def __init__(self, language: str, own: Path) -> None:
        self.own = own
        lines = read_text(own).splitlines() if own.exists() else []
        names = (line.strip() for line in lines)
        self.checker = _checker(language, tuple(name for name in names if name and name[0] != "#"))

    def faults(self, paragraph: Paragraph) -> Iterator[Fault]:
        """Yield a warning for each word that is not known, at its place."""
        for text, node in paragraph.texts():
            for word in _WORD.finditer(text):
                parts = re.split(r"-", re.sub(r"[’']s?$", "", word[0]))
                if all(len(part) < 3 or part.isupper() or self._knows(part) for part in parts):
                    continue
                near = self.checker.correction(word[0])
                known = f"did you mean {near}? Else" if near and near != word[0] else "correct it, or"
                remedy = f"{known} add it to {self.own}"
                yield paragraph.fault(node, word.start(), f"{word[0]} is not in the dictionary", remedy)

    def _knows(self, word: str) -> bool:
        plain = word.replace("’", "'")
        return bool(self.checker.known([plain, plain.lower()]))


@lru_cache(maxsize=2)  # a dictionary takes a tenth of a second to load
def _checker(language: str, names: tuple[str, ...]) -> SpellChecker:
    from spellchecker import SpellChecker

    checker = SpellChecker(language=language, distance=1)
    checker.word_frequency.load_words(names)
    return checker


SPELLED = frozenset({"en", "de", "fr", "ru", "es", "it", "nl", "pt"})
"""The languages that the spelling checker has words of."""
