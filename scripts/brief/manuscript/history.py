"""The history of each source's links, out of the ledger, in the list of sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import panflute as pf

from brief.content.language import Language
from brief.links.notices import Notice
from brief.manuscript.exhibits import words


def add_history(refs: pf.Div, notices: Mapping[str, Iterable[Notice]], language: Language) -> pf.Div:
    """Add to each entry the day on which its links were last seen alive, and their archived copies."""
    for entry in refs.content:
        for notice in notices.get(entry.identifier.removeprefix("ref-"), ()):
            inlines = _inlines(notice, language)
            if inlines:
                entry.content[-1].content.extend([pf.Space(), pf.Span(*inlines, classes=["history"])])
    return refs


def _inlines(notice: Notice, language: Language) -> list[pf.Inline]:
    inlines: list[pf.Inline] = []
    if notice.last_alive:
        text = language["last_alive"].format(date=language.date(notice.last_alive.isoformat()))
        inlines += words(f"{text}.")
    if notice.archive_url:
        name = language["archived"]
        date = notice.archive_date
        text = name.format(date=language.date(date.isoformat())) if date else language["archive"]
        inlines += [pf.Space()] if inlines else []
        inlines += [pf.Link(*words(text), url=notice.archive_url), pf.Str(".")]
    return inlines
