"""New text written so that Markdown reads it as the plain text it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from brief.content.binding import UNITS
from brief.word.wordtext import Comment

MARKUP = re.compile(
    r"""[\\`*\[\]<>$^~{}|"'“”‘’„‚]      # marks that may mean something wherever they stand
    |(?<!\w)_|_(?!\w)                    # emphasis, except inside a word
    |@(?=[\w{])                          # a citation
    |&(?=\#?\w+;)                        # an entity
    |==|--|\.\.\.                        # marking, dashes, an ellipsis""",
    re.VERBOSE,
)

BEGINNING = re.compile(
    r"""(?P<lead>)[#%:~=+>|-]
    |(?P<stop>\(?(?:\d+|[a-z]|[ivxlcdm]+|@\w*)(?=[.)](\s|$)))""",
    re.VERBOSE | re.IGNORECASE,
)
"""What begins a list, a heading or the like where it begins a line."""

APOSTROPHE = re.compile(r"(?<=\w)’")
_UNIT = "|".join(map(re.escape, sorted(UNITS)))
_BEFORE_UNIT = re.compile(rf"\u00a0(?=(?:{_UNIT})(?!\w))")


QUOTES = "\"'“”‘’„‚"


def escape(text: str, quotes: str = "") -> str:
    """Return plain text as Markdown, in which it means itself; blanks that meet are one.

    `quotes` are the marks of the language, an outer and an inner pair: whole quotations in these are
    written in straight marks, which Pandoc prints as those of the language.
    """
    if quotes:
        opening, closing, inner = quotes[0], quotes[1], quotes[2:]
        others = "".join(set(QUOTES + quotes[:2]) - set(inner))
        quoted = re.compile(rf"(?<!\w){opening}\s?(?=\S)([^{others}]+?)(?<=\S)\s?{closing}(?!\w)")
        parts = quoted.split(text)
        straight = '"' if inner else "'"
        return "".join(
            f"{straight}{escape(part, inner)}{straight}" if at % 2 else escape(part, inner)
            for at, part in enumerate(parts)
        )
    text = re.sub(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\u2003]+", " ", text)
    parts = APOSTROPHE.split(text)
    return "'".join(MARKUP.sub(lambda found: "".join(map(_escaped, found[0])), part) for part in parts)


def straighten(markdown: str, printed: str, quotes: str) -> str:
    """Return new Markdown with straight quotation marks, if the passage that it is in has them in pairs.

    `printed` is what the whole passage is to print.
    """
    marks = [sign for sign in printed if sign in quotes[:2]]
    if marks != [quotes[at % 2] for at in range(len(marks))] or len(marks) % 2:
        return markdown
    return re.sub(rf"\\([{quotes[:2]}])", '"', markdown)


def unbound(text: str) -> str:
    """Return a text with a plain blank before units: the build itself makes it a no-break space."""
    return _BEFORE_UNIT.sub(" ", text)


def _escaped(sign: str) -> str:
    return f"\\{sign}"


def shield_lines(text: str, known: Iterable[str] = ()) -> str:
    """Return a paragraph in which no line begins a list or a heading; `known` lines are known not to."""
    lines = tuple(known)
    return "\n".join(_shield(line, lines) for line in text.split("\n"))


def _shield(line: str, known: Sequence[str]) -> str:
    """Return a line with a backslash where it needs one: before its first sign, or behind its number."""
    bare = line.lstrip(" ")
    found = BEGINNING.match(bare)
    lead = len(line) - len(bare)
    if not found or any(other.startswith(line[: lead + found.end() + 1]) for other in known):
        return line
    cut = lead + len(found["stop"] or "")
    return f"{line[:cut]}\\{line[cut:]}"


def comment_markup(comment: Comment) -> str:
    """Return a comment as Markdown keeps it, unprinted; nothing in it can end it."""
    day = f", {comment.day}" if comment.day else ""
    state = ", resolved" if comment.resolved else ""
    text = f"{comment.author}{day}{state}: {comment.text}".translate({ord("<"): "‹", ord(">"): "›"})
    return f"<!-- {re.sub(r'-{2,}', '–', text).rstrip('-')} -->"
