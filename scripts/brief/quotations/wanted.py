"""Which passages each address of the brief is to hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from brief.content.bibliography import Source
from brief.content.sections import Section
from brief.content.yamlfile import load_yaml
from brief.faults import Faults
from brief.links.collect import address_of_text
from brief.quotations.model import Quotation
from brief.quotations.passages import Passage, row_for
from brief.quotations.quoting import quotations_in

_SCRIPTS = {
    **dict.fromkeys(("ru", "ky", "kk", "uk", "be", "bg", "mk", "sr", "tg", "mn"), "CYRILLIC"),
    **dict.fromkeys(("zh", "ja"), "CJK"),
    **dict.fromkeys(("ar", "fa", "ug", "ur"), "ARABIC"),
    "he": "HEBREW",
    "el": "GREEK",
    "ka": "GEORGIAN",
    "hy": "ARMENIAN",
}
"""The script of a language, as names of Unicode's characters begin; LATIN for all others."""


def quotations_of(
    sections: Iterable[Section], sources: Iterable[Source], rows: Sequence[Passage], language: str
) -> tuple[Quotation, ...]:
    """Return each quotation from a source with the passage to look for, one for each key of its citation.

    `language` is the tag of the brief's own. The passage of a quotation in translation is that of its
    row, and empty where there is none.
    """
    known = {source.key: source for source in sources}
    return tuple(
        Quotation(
            key,
            quoted.text,
            _passage(quoted.text, known[key], rows, language),
            quoted.at.path,
            quoted.at.line,
            quoted.at.column,
        )
        for quoted in quotations_in(sections)
        for key in quoted.keys
        if key in known
    )


def passages_by_address(
    quotations: Iterable[Quotation], sources: Iterable[Source]
) -> Mapping[str, tuple[str, ...]]:
    """Return the passages that each address is to hold, each once."""
    addresses = {source.key: address_of_text(source) for source in sources}
    wanted: dict[str, dict[str, None]] = {}
    for quotation in quotations:
        if quotation.passage and (address := addresses.get(quotation.key)):
            wanted.setdefault(address, {})[quotation.passage] = None
    return {address: tuple(passages) for address, passages in wanted.items()}


def is_translated(text: str, source: Source, language: str) -> bool:
    """Return whether a quotation is translated, since its source is in another language than the brief.

    One that is written in the script of the source, and not in that of the brief, is in the original.
    """
    written_in = source.written_in
    if not written_in or _primary(written_in) == _primary(language):
        return False
    theirs, ours = (_SCRIPTS.get(_primary(tag), "LATIN") for tag in (written_in, language))
    return theirs == ours or _script_of(text) != theirs


def language_of(metadata: Path) -> str:
    """Return the language of a brief by its brief.yaml; English where that cannot be read."""
    try:
        described = load_yaml(metadata)[0].value
    except Faults:
        return "en"
    return str(described.get("lang", "en")) if isinstance(described, dict) else "en"


def _passage(text: str, source: Source, rows: Sequence[Passage], language: str) -> str:
    if row := row_for(rows, source.key, text):
        return row.passage
    return "" if is_translated(text, source, language) else text


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _script_of(text: str) -> str:
    """Return the script of most letters of a text."""
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()]
    return max(sorted(set(scripts)), key=scripts.count, default="LATIN")
