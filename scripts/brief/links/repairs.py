"""The exact lines that an editor may paste to mend a link. No program pastes them.

An archived copy goes into `url`, which every style prints and every reader can follow:
biblatex has no fields of its own for an archive, and the list of sources prints the copy
from the ledger in any case.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from enum import Enum
from urllib.parse import quote

from brief.content.bibliography import Source
from brief.links.judgement import JudgedLink, Repair
from brief.links.model import Verdict


class Copy(Enum):
    """What the archived copy of a page holds of the passages that are quoted from it."""

    UNREAD = 0
    LACKS = 1
    BETTER = 2
    """It holds what the page itself lacks."""


_GONE = (Verdict.DEAD, Verdict.MISSING, Verdict.SUSPECT)
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=-._~%"


def repairs(
    link: JudgedLink, source: Source | None, *, copy: Copy = Copy.UNREAD, doi: str = ""
) -> tuple[Repair, ...]:
    """Return the texts to paste for `link`; `source` is the entry that holds it, if one does.

    An archived copy is offered of a page that is gone, unless the copy lacks what is quoted, and of
    a page that lacks what its copy has. `doi` is one that may be the source's.
    """
    texts = list(_repairs(link, source, copy))
    if doi and source:
        what = "A DOI, if this is the same work."
        texts.append(Repair(what, source.path, source.line, f"  doi = {{{doi}}},", instead=False))
    return tuple(texts)


def field_of(source: Source, line: int, url: str) -> str:
    """Return the name of the field at `line` that gives `url`, or an empty text."""
    names = [name for name, value in source.fields.items() if value.line == line]
    for name in names:
        value = source.fields[name].value
        if value and (value in url or url in value):
            return name
    return next((name for name in ("url", "doi", "eprint") if name in names), next(iter(names), ""))


def _repairs(link: JudgedLink, source: Source | None, copy: Copy) -> Iterator[Repair]:
    if link.suggested_url:
        yield _line("Its new address.", link, source, link.suggested_url)
    wanted = copy is Copy.BETTER or (link.verdict in _GONE and copy is not Copy.LACKS)
    if link.archive_url and wanted:
        yield _line("The archived copy.", link, source, link.archive_url)
    if link.verdict is Verdict.DRIFTED:
        command = "python scripts/record_links.py --links build/links.json --ledger bib/links.csv"
        what = "Accept the new text, where it still says what is cited"
        yield Repair(what, "", 0, f"{command} --accept {shlex.quote(link.url or '')}")
    if link.red:
        lines = (f"    - url: {_yaml(link.url or '')}", "      reason: …", "      until: …")
        what = "Waive the link until a day: under links: waivers: of config.yaml"
        yield Repair(what, "", 0, "\n".join(lines))


def _line(what: str, link: JudgedLink, source: Source | None, address: str) -> Repair:
    address = quote(address, safe=_URL_CHARACTERS)
    if source is None:
        return Repair(what, link.file, link.line, address)
    name = field_of(source, link.line, link.url or "")
    if name in ("note", "howpublished"):
        old = source.fields[name].value
        new = old.replace(link.url or "", address)
        new = f"\\url{{{address}}}" if new == old else new
        return Repair(what, link.file, link.line, f"  {name} = {{{new}}},")
    return Repair(what, link.file, link.line, f"  url = {{{address}}},", instead=name == "url")


def _yaml(text: str) -> str:
    """Return `text` as a scalar of YAML in single quotes, which have one escape only."""
    return "'" + text.replace("'", "''") + "'"
