"""The statistics of a Word file, as Word counts them: of the text of the body, without its notes."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from brief.word.archive import DOCUMENT, W
from brief.word.finishing import text_of, written

APP = "docProps/app.xml"
NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def count(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with the statistics of their text; of its pages and lines only Word can know."""
    document = etree.fromstring(parts[DOCUMENT])
    texts = [text for text in map(text_of, document.iter(f"{W}p")) if text.strip()]
    words = [word for text in texts for word in text.split()]
    properties = etree.Element(f"{{{NAMESPACE}}}Properties", nsmap={None: NAMESPACE})
    for name, number in {
        "Words": len(words),
        "Characters": sum(map(len, words)),
        "Paragraphs": len(texts),
        "CharactersWithSpaces": sum(map(len, texts)),
    }.items():
        etree.SubElement(properties, f"{{{NAMESPACE}}}{name}").text = str(number)
    return dict(parts) | {APP: written(properties)}
