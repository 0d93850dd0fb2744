"""Words that no line may end between: a number and its unit, a day and its month, a name and its number."""

from __future__ import annotations

import re

from brief.content.labels import LABEL_KINDS
from brief.content.language import Language

_LATIN = "mm cm m km ha m² km² m³ g kg t l W kW MW GW TW kWh MWh GWh TWh V kV Hz kHz MHz GHz °C K s min h"
_CYRILLIC = "мм см м км га м² км² м³ г кг т л Вт кВт МВт ГВт кВтч МВтч кВ Гц ч"
UNITS = frozenset(f"{_LATIN} {_CYRILLIC} % ‰ € $ £ ₽".split())
"""Signs of units, as the SI writes them in Latin and in Cyrillic letters, and of money."""

_ABBREVIATIONS = "p. pp. no. vol. ch. S. Nr. Bd. Kap. n° nᵒ № с. т. гл. € $ £ ₽ US$"
BEFORE_NUMBERS = frozenset(_ABBREVIATIONS.split())
"""What stands before a number, in all languages."""

_NUMBER = re.compile(r"(?:^|[^\w.])[−–-]?\d[\d.,\u00a0\u202f]*$")
_DAY = re.compile(r"\d{1,2}(?:\.|er|-го)?")


def binds(before: str, after: str, language: Language) -> bool:
    """Return whether no line may end between two words; punctuation may stand around them."""
    first, second = before.lstrip("([„“«‘"), after.rstrip(")]“”»’,;:!?")
    if second[:1].isdecimal():
        is_day = _DAY.fullmatch(second.rstrip(".")) and first in language.months
        return bool(is_day) or first in BEFORE_NUMBERS or _names(first, language) or _is_currency(first)
    if _DAY.fullmatch(first) and second.rstrip(".") in language.months:
        return True
    words = {second, second.rstrip(".")}
    return bool(_NUMBER.search(before)) and bool(
        words & UNITS or words & language.scales or any(map(_is_currency, words))
    )


def _names(word: str, language: Language) -> bool:
    return word in {language[kind] for kind in LABEL_KINDS.values()}


def _is_currency(word: str) -> bool:
    from babel.numbers import is_currency

    return len(word) == 3 and word.isupper() and bool(is_currency(word))
