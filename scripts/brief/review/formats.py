"""How the text of a Word file is formatted, by its own properties and by its styles.

Only what the import asks for: what Markdown can say (bold, italic, raised, lowered), what means
that text is not to be printed (struck through, hidden), headings and lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from brief.word.archive import NUMBERING, STYLES, W

STRONG, EMPHASIS, SUPERSCRIPT, SUBSCRIPT = "strong", "emphasis", "superscript", "subscript"
STRUCK, HIDDEN = "struck", "hidden"

SWITCHES = {STRONG: ("b",), EMPHASIS: ("i",), STRUCK: ("strike", "dstrike"), HIDDEN: ("vanish",)}
OFF = {"0", "false", "off"}


class Formats:
    """The styles and lists of a Word file."""

    def __init__(self, parts: Mapping[str, etree._Element]) -> None:
        styles = parts[STYLES].iter(f"{W}style") if STYLES in parts else ()
        self.styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self.names = {name: _value(style, "name") for name, style in self.styles.items()}
        self.lists = dict(_lists(parts[NUMBERING])) if NUMBERING in parts else {}

    def look(self, properties: etree._Element | None) -> frozenset[str]:
        """Return how a run with these properties looks."""
        if properties is None:
            return frozenset()
        chain = [properties, *self._inherited(_value(properties, "rStyle"), "rPr")]
        looks = {name for name, tags in SWITCHES.items() if any(_is_on(chain, tag) for tag in tags)}
        raised = next((value for one in chain if (value := _value(one, "vertAlign"))), "")
        return frozenset(looks | {raised} & {SUPERSCRIPT, SUBSCRIPT})

    def style(self, properties: etree._Element | None) -> str:
        """Return the style of a paragraph; a heading's by its English name, whatever Word's language."""
        style = _value(properties, "pStyle")
        name = self.names.get(style, "").lower()
        return f"Heading{name[8:].strip()}" if name.startswith("heading ") else style

    def item(self, properties: etree._Element | None) -> str:
        """Return `bullet` or `ordered` with its level for an item of a list; else an empty text."""
        if properties is None or self.style(properties).startswith("Heading"):
            return ""
        chain = [properties, *self._inherited(_value(properties, "pStyle"), "pPr")]
        for one in chain:
            numbered = one.find(f"{W}numPr")
            if numbered is not None and _value(numbered, "numId"):
                level = _value(numbered, "ilvl") or "0"
                kind = self.lists.get((_value(numbered, "numId"), level), "")
                return f"{kind} {level}" if kind else ""
        return ""

    def _inherited(self, style: str, tag: str) -> Iterator[etree._Element]:
        """Yield the properties that a style gives, its own before those of the styles it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            properties = self.styles[style].find(W + tag)
            if properties is not None:
                yield properties
            style = _value(self.styles[style], "basedOn")


def _lists(numbering: etree._Element) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield for each list and level of it whether it is a bullet or a number."""
    kinds: dict[tuple[str, str], str] = {}
    for abstract in numbering.iter(f"{W}abstractNum"):
        for level in abstract.iter(f"{W}lvl"):
            kind = {"bullet": "bullet", "none": ""}.get(_value(level, "numFmt"), "ordered")
            kinds[abstract.get(f"{W}abstractNumId", ""), level.get(f"{W}ilvl", "")] = kind
    for number in numbering.iter(f"{W}num"):
        for (abstract_id, level), kind in kinds.items():
            if abstract_id == _value(number, "abstractNumId"):
                yield (number.get(f"{W}numId", ""), level), kind


def _value(parent: etree._Element | None, tag: str) -> str:
    child = parent.find(W + tag) if parent is not None else None
    return "" if child is None else str(child.get(f"{W}val", ""))


def _is_on(chain: list[etree._Element], tag: str) -> bool:
    """Return whether a property is switched on; the first that mentions it decides."""
    for properties in chain:
        switch = properties.find(W + tag)
        if switch is not None:
            return switch.get(f"{W}val", "1") not in OFF
    return False
