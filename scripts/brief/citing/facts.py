"""What is known of a source, each with where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from brief.escapes import plain

LONGEST = 500
"""The longest value that is taken (characters); what is longer is no title and no name."""

MOST_AUTHORS = 50


@dataclass(frozen=True)
class Fact:
    """The value of a field, and where it came from, for the editor."""

    value: str
    origin: str


@dataclass
class Facts:
    """The first fact of each field: who asks first in the order of trust is not overruled.

    The names are biblatex's, with `site` for the name of a web site, `kind` for the type of the entry
    and `canonical` for the address that a page gives itself.
    """

    fields: dict[str, Fact] = field(default_factory=dict)

    def add(self, name: str, value: object, origin: str) -> None:
        """Take a value, unless the field is known, or it is no text, empty, or far too long."""
        text = plain(value) if isinstance(value, str) else ""
        if text and len(text) <= LONGEST * (MOST_AUTHORS if name in ("author", "editor") else 1):
            self.fields.setdefault(name, Fact(text, origin))

    def add_people(self, names: Iterable[str], origin: str) -> None:
        """Take a list of authors as BibTeX joins them, unless some are known."""
        people = [bibtex_name(plain(name)) for name in names]
        people = [name for name in dict.fromkeys(people) if name][:MOST_AUTHORS]
        if people and "author" not in self.fields:
            self.fields["author"] = Fact(" and ".join(people), origin)

    def get(self, name: str) -> str:
        """Return the value of a field, or an empty text."""
        return self.fields[name].value if name in self.fields else ""

    def __iter__(self) -> Iterator[tuple[str, Fact]]:
        return iter(self.fields.items())


def day_of(text: str) -> str:
    """Return the date at the start of a text as ISO: a year, a month or a day; an empty text for others."""
    match = re.match(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d])", text)
    if not match or not 1400 < int(match[1]) < 2200:
        return ""
    parts = [match[1], *(part.zfill(2) for part in match.groups()[1:] if part)]
    return "-".join(parts)


def bibtex_name(name: str) -> str:
    """Return a name as an item of a BibTeX list; that of a body, which cannot be parted, in braces."""
    is_body = name.startswith("{") or bool(re.search(r"\band\b|&", name)) or name.count(",") > 1
    name = re.sub(r"[{}\\]", "", name).strip(" ,;")
    name = re.sub(r"^(?:by|von|par|автор:?)\s+", "", name, flags=re.IGNORECASE)
    if not re.search(r"\w", name) or len(name) > LONGEST or "://" in name:
        return ""
    return f"{{{name}}}" if is_body else name
