"""The measures of the text in Word, which has one column, wider than that of the PDF."""

from __future__ import annotations

from brief.content.tokens import Tokens

LINE = 70
"""The characters of a line."""

LETTER = 0.5
"""The width of a character of running text, in the size of its font."""


def text_size(tokens: Tokens) -> float:
    """Return the size of the text, in points."""
    return float(tokens["size.body"] + 1)


def leading(tokens: Tokens) -> float:
    """Return the distance between two lines of the text, in points."""
    return float(tokens["size.leading"] + 0.5)


def title_size(tokens: Tokens) -> float:
    """Return the size of the title, in points, smaller than on the PDF, where it has the whole sheet."""
    return float(tokens["size.title"] - 4)


def column(tokens: Tokens) -> float:
    """Return the width of the text and of exhibits in millimetres, never beyond the margins of the PDF."""
    return round(min(tokens.text_width, LINE * LETTER * text_size(tokens) * 25.4 / 72), 1)
