"""render_html.py: what becomes of notes, headings and tables in places that the briefs do not have."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from brief.content.tokens import load_tokens
from brief.pandoc import read_markdown
from brief.writers.html import page
from conftest import PROJECT

TEXT = """\
# First *and* foremost {#first}

Word,[^a] *a long emphasis that may well be broken between two lines*[^b] and end.[^a]

- an item[^b]
- another

Term[^a]
:   Its meaning.[^b]

# A [link](https://example.org) {#second}

Once.[^c]

| a | b | c | d |
|---|---|---|---|
| 1 | 2[^a] | 3 | 4 |

| a | b | c | d | e | f | g |
|---|---|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 | 6 | 7 |

[^a]: One.

[^c]: [Three]{#three}.

[^b]: Two.

    Its second paragraph.
"""


@pytest.fixture(scope="module")
def root() -> Any:
    """Return the page of the text, without the parts that a brief adds."""
    style = PROJECT / "report/style"
    document = read_markdown(TEXT)
    document.metadata["lang"], document.metadata["title"] = "en-US", "T"
    return lxml.html.fromstring(
        page(document, style / "brief.html", "", load_tokens(style / "tokens.yaml"), None)
    )


def test_every_mark_leads_to_its_note(root: Any) -> None:
    """A mark opens a copy of its note, or leads to the list where nothing can stand behind it."""
    marks = root.cssselect(".footnote-ref")
    assert [mark.text_content() for mark in marks] == [str(number) for number in range(1, 9)]
    for number, mark in enumerate(marks, 1):
        listed = (
            root.get_element_by_id(f"fn{number}").text_content().partition("\N{LEFTWARDS ARROW WITH HOOK}")
        )
        if mark.tag == "a":
            assert mark.getparent().tag == "dt"
        else:
            copy = root.get_element_by_id(mark.get("popovertarget"))
            copy.cssselect(".listed")[0].drop_tree()
            assert copy.text_content().split() == listed[0].split()
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)


def test_marks_stay_with_their_word(root: Any) -> None:
    """No line begins with a mark, unless what comes before it is too long for one line."""
    kept = [one.text_content() for one in root.cssselect(".kept")]
    assert kept[:2] == ["Word,1", "end.3"]


def test_headings_lead_to_themselves(root: Any) -> None:
    """A heading is a link to its section, unless it holds a link."""
    assert [link.get("href") for link in root.cssselect("main h2 > a")] == ["#first", "https://example.org"]


def test_tables_by_their_columns(root: Any) -> None:
    """Four columns become cards, whose cells name their columns; of seven the first stands."""
    cards, many = root.cssselect("main table")
    assert "cards" in cards.classes
    assert [cell.get("data-label") for cell in cards.cssselect("tbody td")] == ["a", "b", "c", "d"]
    assert "many" in many.classes
    assert all(table.getparent().get("tabindex") == "0" for table in (cards, many))
