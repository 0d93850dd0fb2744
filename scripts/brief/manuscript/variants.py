"""Names and titles of sources in another script: romanized and translated beside what is published.

An entry gives them in fields named as those of biblatex's multiscript version: `title_romanised`,
`title_translated_english`, `author_romanised`, `organization_translated_english` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import panflute as pf

from brief.content.bibliography import LANGUAGES, Source, unbraced
from brief.content.language import Language
from brief.manuscript.exhibits import words

BODIES = ("organization", "institution", "publisher")
"""The fields that CSL knows as the publisher."""


def add_variants(reference: pf.MetaMap, source: Source, language: Language) -> None:
    """Put into a reference of CSL, marked with its language, what the entry has beside its own script.

    The title becomes the romanized one, followed by the published one and its translation in
    brackets (the variable `title-variants` of the style); of a name, the published form stands in
    brackets behind the romanized or translated one.
    """
    main = language.tag.partition("-")[0]
    if source.language in ("", main):
        return
    romanised = source.get("title_romanised")
    if romanised:
        own = reference["title"].content
        translated = _translated(source, ("title",), main)
        behind = [pf.Space(), pf.Str("["), *_inlines(translated), pf.Str("]")] if translated else []
        reference["title"] = pf.MetaInlines(_romanised(romanised, source))
        reference["title-variants"] = pf.MetaInlines(*own, *behind)
        reference.content.pop("title-short", None)
    name = _translated(source, BODIES, main) or source.get(*(f"{body}_romanised" for body in BODIES))
    if name and "publisher" in reference:
        own = reference["publisher"].content
        reference["publisher"] = pf.MetaInlines(*words(name), pf.Space(), pf.Str("["), *own, pf.Str("]"))
    if source.get("author_romanised"):
        reference["author"] = pf.MetaList(*_authors(source))


def _translated(source: Source, names: tuple[str, ...], main: str) -> str:
    """Return a field in translation, in the main language of the document, or an empty text."""
    babel = [name for name, tag in LANGUAGES.items() if tag == main]
    return unbraced(source.get(*(f"{name}_translated_{one}" for name in names for one in babel)))


def _romanised(text: str, source: Source) -> pf.Span:
    return pf.Span(*_inlines(text), attributes={"lang": f"{source.language}-Latn"})


def _inlines(text: str) -> list[pf.Inline]:
    """Return a title with its quotations as such: the style may put it in quotation marks itself."""
    inlines: list[pf.Inline] = []
    for place, part in enumerate(re.split("[“”]", unbraced(text))):
        plain = [pf.Space() if word.isspace() else pf.Str(word) for word in re.findall(r"\s+|\S+", part)]
        inlines += [pf.Quoted(*plain, quote_type="DoubleQuote")] if place % 2 else plain
    return inlines


def _authors(source: Source) -> Iterator[pf.MetaMap]:
    """Yield each author with the romanized name, and the published family name in brackets."""
    published = source.get("author").split(" and ")
    for romanised, own in zip(source.get("author_romanised").split(" and "), published, strict=True):
        family, _, given = romanised.partition(",")
        name = f"{family.strip()} [{own.partition(',')[0].strip()}]"
        yield pf.MetaMap(family=pf.MetaInlines(*words(name)), given=pf.MetaInlines(*words(given)))
