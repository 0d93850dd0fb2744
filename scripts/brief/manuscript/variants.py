"""Names and titles of sources in another script: romanized and translated forms beside the published ones.

An entry gives them in fields named as those of biblatex's multiscript version: `title_romanised`,
`title_translated_english`, `author_romanised`, `organization_translated_english` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import panflute as pf

from brief.content.bibliography import LANGUAGES, Source, split_names, unbraced
from brief.content.language import Language
from brief.manuscript.exhibits import words

BODIES = ("organization", "institution", "publisher")
"""The fields that CSL knows as the publisher."""


def add_variants(reference: pf.MetaMap, source: Source, language: Language) -> None:
    """Put the romanized and translated forms of an entry into its CSL reference, marked with their language.

    The title becomes the romanized one, followed by the published one and its translation in
    brackets (the variable `title-variants` of the style); the published form of a name follows
    the romanized or translated one in brackets.
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
    languages = [language for language, tag in LANGUAGES.items() if tag == main]
    return unbraced(
        source.get(*(f"{name}_translated_{language}" for name in names for language in languages))
    )


def _romanised(text: str, source: Source) -> pf.Span:
    return pf.Span(*_inlines(text), attributes={"lang": f"{source.language}-Latn"})


def _inlines(text: str) -> list[pf.Inline]:
    """Return a title with its quotations as such, since the style may put all of it in quotation marks."""
    inlines: list[pf.Inline] = []
    for place, part in enumerate(re.split("[“”]", unbraced(text))):
        plain = [pf.Space() if word.isspace() else pf.Str(word) for word in re.findall(r"\s+|\S+", part)]
        inlines += [pf.Quoted(*plain, quote_type="DoubleQuote")] if place % 2 else plain
    return inlines


def _authors(source: Source) -> Iterator[pf.MetaMap]:
    """Yield each author with the romanized name, and the published family name in brackets."""
    published = split_names(source.get("author"))
    for romanised, own in zip(split_names(source.get("author_romanised")), published, strict=True):
        family, _, given = romanised.partition(",")
        name = f"{family.strip()} [{own.partition(',')[0].strip()}]"
        yield pf.MetaMap(family=pf.MetaInlines(*words(name)), given=pf.MetaInlines(*words(given)))
