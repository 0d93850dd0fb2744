"""An entry for the bibliography out of the facts, with its key and its text in the file's own layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from brief.citing.facts import Fact, Facts
from brief.content.bibliography import LANGUAGES, first_family

ORDER = (
    "author", "editor", "translator", "title", "subtitle", "journaltitle", "booktitle", "series", "volume",
    "number", "pages", "edition", "institution", "organization", "publisher", "location", "date", "doi",
    "isbn", "issn", "eprint", "eprinttype", "url", "urldate", "archiveurl", "langid",
)  # fmt: skip
"""The fields in the order in which an entry has them; others follow."""

_BABEL = {tag: name for name, tag in reversed(LANGUAGES.items())}
"""The name that `langid` takes, by the tag of the language: the first of several."""

_INNER = frozenset({"kind", "site", "canonical", "language"})
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "go", "gob", "gouv", "mil", "net", "org", "or"})
_LATIN = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia n o u"
_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөү", _LATIN.split(), strict=True))
_VERBATIM = frozenset({"url", "doi", "archiveurl", "eprint"})


@dataclass(frozen=True)
class Entry:
    """An entry: its kind, its key, and its fields in order, each with where it came from."""

    kind: str
    key: str
    fields: dict[str, Fact] = field(hash=False)

    def text(self) -> str:
        """Return the entry as the file has it: one field a line, the signs of equality in a column."""
        width = max(map(len, self.fields))
        values = {name: _written(name, fact, self) for name, fact in self.fields.items()}
        lines = [f"  {name:<{width}} = {{{value}}}," for name, value in values.items()]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}", ""])


def entry_of(facts: Facts, *, address: str, taken: Collection[str]) -> Entry:
    """Return the entry of some facts; `address` names the site where no author does, for the key."""
    kind = facts.get("kind") or "online"
    values = dict(facts)
    language = _BABEL.get(re.split(r"[-_]", facts.get("language"))[0].lower())
    if language:
        values["langid"] = Fact(language, values["language"].origin)
    if site := values.get("site"):
        values.setdefault("organization" if kind == "online" else "publisher", site)
    if kind == "online" and "publisher" in values:
        values.setdefault("organization", values.pop("publisher"))
    names = [name for name in ORDER if name in values]
    names += sorted(name for name in values if name not in ORDER and name not in _INNER)
    return Entry(kind, _key(facts, address, taken), {name: values[name] for name in names})


def _key(facts: Facts, address: str, taken: Collection[str]) -> str:
    """Return a key of author or site and year, with a letter where it is taken."""
    author = facts.get("author")
    name = "" if author.startswith("{") else _ascii(first_family(author))
    title = _ascii(facts.get("title").partition(" ")[0])
    stem = (name or _site(address) or title or "source") + facts.get("date")[:4]
    candidates = [stem, *(f"{stem}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")]
    candidates += [f"{stem}-{number}" for number in range(2, len(taken) + 3)]
    return next(key for key in candidates if key not in taken)


def _site(address: str) -> str:
    """Return the name in the host of an address: kabar for kabar.kg, mineconom for mineconom.gov.kg."""
    labels = (urlsplit(address).hostname or "").split(".")
    if len(labels) < 2 or address.startswith(("https://doi.org/", "https://arxiv.org/")):
        return ""
    second = len(labels) > 2 and labels[-2] in _SECOND_LEVEL
    return _ascii(labels[-3 if second else -2])


def _ascii(name: str) -> str:
    """Return a name in small Latin letters and digits; Cyrillic ones as the Library of Congress has them."""
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in name.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def _written(name: str, fact: Fact, entry: Entry) -> str:
    """Return a value with what BibTeX would misread escaped, and capitals of English titles in braces."""
    if name in _VERBATIM:
        return re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", fact.value)
    if fact.origin == "the DOI’s record":  # Pandoc wrote it so
        return fact.value
    value = fact.value
    if name not in ("author", "editor", "translator"):
        value = re.sub(r"[{}]", "", value)
    value = value.replace("\\", "")
    value = re.sub(r"([%&#$_])", r"\\\1", value)
    value = re.sub(r"[~^]", " ", value)
    language = entry.fields.get("langid")
    if name == "title" and language and LANGUAGES.get(language.value) == "en":
        first, blank, rest = value.partition(" ")
        value = first + blank + re.sub(r"(?<![\w{])(?=\w*[A-Z])[\w’'-]+", r"{\g<0>}", rest)
    return value
