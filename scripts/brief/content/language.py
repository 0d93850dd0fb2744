"""The language of a document: its numbers, dates, quotation marks and fixed words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from brief.content.yamlfile import load_yaml
from brief.faults import raise_faults

TERMS = Path(__file__).parent / "terms"
NBSP = "\N{NO-BREAK SPACE}"

MOST_DIGITS = 15
"""The digits that spreadsheets keep: numbers of the data have no more, and are printed in full."""


@dataclass(frozen=True)
class Language:
    """A language by its BCP 47 tag, and its words for the fixed parts of a brief."""

    tag: str
    terms: dict[str, str]

    def __getitem__(self, term: str) -> str:
        """Return the word for a fixed part, as `figure` or `sources`."""
        return self.terms[term]

    @property
    def _locale(self) -> str:
        return self.tag.replace("-", "_")

    def number(self, value: int | float | Decimal) -> str:
        """Return a number with the language's decimal sign and grouping (CLDR).

        Numbers of the data keep all their decimals; results of arithmetic are rounded to three.
        """
        from babel.numbers import format_decimal

        exact = isinstance(value, Decimal) and len(value.as_tuple().digits) <= MOST_DIGITS
        return str(format_decimal(value, locale=self._locale, decimal_quantization=not exact))

    def has_word(self, value: object) -> bool:
        """Return whether `word` has a word for a value: a whole number from zero to ten."""
        return not isinstance(value, bool) and value in range(len(self["numerals"].split()))

    def word(self, value: int | Decimal) -> str:
        """Return a number from zero to ten as a word, in its basic form."""
        return self["numerals"].split()[int(value)]

    def quantity(self, amount: str, unit: str) -> str:
        """Return an amount with its unit: `1,000 MW`; of money in the language's order: `USD 8 million`."""
        from babel.numbers import is_currency

        scale, _, currency = unit.rpartition(" ")
        if not is_currency(currency):
            return f"{amount}{NBSP}{unit}"
        whole = f"{amount}{NBSP}{scale}" if scale else amount
        return self["money"].format(amount=whole, currency=currency).replace(" ", NBSP)

    def percent(self, share: float) -> str:
        """Return a share, from 0 to 1, in whole percent (CLDR)."""
        from babel.numbers import format_percent

        return str(format_percent(share, locale=self._locale))

    def date(self, iso: str, width: str = "long") -> str:
        """Return an ISO date of a year, a month or a day in the language (CLDR)."""
        from babel.dates import format_date, format_skeleton

        year, month, day = (*(int(part) for part in iso.split("-")), 0, 0)[:3]
        if not month:
            return str(year)
        if not day:
            skeleton = "yMMMM" if width == "long" else "yMMM"
            return str(format_skeleton(skeleton, date(year, month, 1), locale=self._locale))
        return _bound(str(format_date(date(year, month, day), width, locale=self._locale)))

    def day(self, iso: str) -> str:
        """Return an ISO date without its year, for use beside it: `Oct 21`, `Sep` (CLDR)."""
        from babel.dates import format_skeleton

        year, month, day = (*(int(part) for part in iso.split("-")), 0, 0)[:3]
        if not month:
            return ""
        first_day = date(year, month, day or 1)
        return _bound(str(format_skeleton("MMMd" if day else "MMM", first_day, locale=self._locale)))

    @property
    def declines_months(self) -> bool:
        """Whether a month has another form beside a day than alone, as in Russian."""
        from babel.dates import get_month_names

        contexts = ("format", "stand-alone")
        beside, alone = (get_month_names("wide", context, self._locale) for context in contexts)
        return dict(beside) != dict(alone)

    @property
    def months(self) -> frozenset[str]:
        """The names of the months in the form beside a day (CLDR)."""
        from babel.dates import get_month_names

        widths = ("wide", "abbreviated")
        return frozenset(
            name for width in widths for name in get_month_names(width, locale=self._locale).values()
        )

    @property
    def scales(self) -> frozenset[str]:
        """The words between a number and what it counts, as `million`."""
        return frozenset(self["scales"].split())

    def join(self, items: list[str]) -> str:
        """Return a list in words: `a, b, and c` (CLDR)."""
        from babel.lists import format_list

        return str(format_list(items, locale=self._locale))


def _bound(date: str) -> str:
    """Return a printed date with a no-break space between day and month."""
    return re.sub(r"(?<!\d)(\d{1,2}\.?) (?=[^\W\d])|([^\W\d]\.?) (?=\d{1,2}(?!\d))", rf"\1\2{NBSP}", date)


def apostrophes(text: str) -> str:
    """Return a text with typographic apostrophes, where they follow a letter."""
    return re.sub(r"(?<=[^\W\d_])'", "’", text)


def known_languages() -> tuple[str, ...]:
    """Return the languages that have fixed words."""
    return tuple(sorted(path.stem for path in TERMS.glob("*.yaml")))


def load_language(tag: str) -> Language:
    """Return the language of a tag.

    Raises KeyError where it has no fixed words, and Faults where their file is not YAML.
    """
    main = tag.split("-")[0]
    if main not in known_languages():
        raise KeyError(tag)
    file, faults = load_yaml(TERMS / f"{main}.yaml")
    raise_faults(faults)
    return Language(tag, {key: str(value) for key, value in file.value.items()})
