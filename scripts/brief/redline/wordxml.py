"""The names that Word has for changes."""

from __future__ import annotations

from lxml import etree

from brief.redline import DELETION, INSERTION

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TAGS = {INSERTION: f"{W}ins", DELETION: f"{W}del"}

MOVED = {TAGS[INSERTION]: f"{W}moveTo", TAGS[DELETION]: f"{W}moveFrom"}
"""What changes are called whose text has moved, by what they are called else."""

Marks = dict[etree._Element, tuple[str, ...]]
"""The paragraphs whose end came or went, with the tags that say so."""
