"""The originals of quotations in translation: the rows of bib/passages.csv against the text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from brief.checks.model import Brief
from brief.content.bibliography import PUBLISHED_BRIEF
from brief.faults import Fault, did_you_mean
from brief.quotations.blocks import Quoted
from brief.quotations.passages import Passage, row_for
from brief.quotations.quoting import quotations_in
from brief.quotations.wanted import is_translated

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WORDS = 6
"""How many words of a quotation a row that is to be pasted names."""


def passage_faults(rows: Sequence[Passage], brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each row that belongs to no quotation, or does not say which."""
    quoted = list(quotations_in(brief.sections))
    seen: dict[tuple[str, str], Passage] = {}
    for row in rows:
        first = seen.setdefault((row.key, row.quotation), row)
        if not row.quotation:
            yield row.fault("the row names no quotation", "write its first words into the last cell")
        elif first is not row:
            yield row.fault(f"line {first.line} names the same quotation", "keep one of the two rows")
        elif not _LANGUAGE.fullmatch(row.language):
            problem = f"{row.language or 'an empty cell'} is no language"
            yield row.fault(problem, "write the language of the passage as a tag: ru, ky, zh")
        elif brief.bibliography and not brief.bibliography.knows(row.key):
            known = brief.bibliography.keys
            yield row.fault(f"{row.key} is not in {brief.bibliography.path}", did_you_mean(row.key, known))
        elif brief.complete and brief.bibliography:
            yield from _lost(row, [one.text for one in quoted if _is_from(one, row.key)])


def translation_warnings(rows: Sequence[Passage], brief: Brief) -> Iterator[Fault]:
    """Yield a warning for each quotation in translation that has no row."""
    language = str(brief.metadata["lang"]) if brief.metadata else ""
    sources = {source.key: source for source in brief.bibliography or ()}
    for quoted in quotations_in(brief.sections) if language else ():
        for key in quoted.keys:
            source = sources.get(key)
            if (
                source
                and is_translated(quoted.text, source, language)
                and not row_for(rows, key, quoted.text)
            ):
                words = " ".join(quoted.text.split()[:_WORDS])
                words = f'"{words.replace(chr(34), 2 * chr(34))}"' if re.search('[",]', words) else words
                problem = f"this is quoted in translation from {key}, and no row of bib/passages.csv says so"
                remedy = f"add {key},{source.written_in},ORIGINAL,{words} (ORIGINAL may wait)"
                yield quoted.at.fault(problem, remedy, warning=True)


def _is_from(quoted: Quoted, key: str) -> bool:
    """Return whether a quotation is from a source: what cites nothing is from the brief that is restated."""
    return key in quoted.keys or (key == PUBLISHED_BRIEF and not quoted.keys)


def _lost(row: Passage, texts: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault where no quotation begins as the row says, with the nearest that does."""
    if any(row.is_of(row.key, text) for text in texts):
        return
    beginnings = {text[: len(row.quotation)]: text for text in texts}
    near = difflib.get_close_matches(row.quotation, beginnings, n=1, cutoff=0)
    problem = f"no quotation from {row.key} begins with “{row.quotation}”"
    nearest = f"; the nearest begins with “{near[0]}”" if near else "; nothing is quoted from it"
    yield row.fault(problem, f"look at its passage, and correct or remove the row{nearest}")
