"""Every mark of a reviewed file is named once: as taken, already there, formatting alone, or refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from brief.word.archive import W
from conftest import Folder
from reviewer import Reviewer, make_run, wrap
from reviewing import Desk, desk, own
from wordways import (
    add_link,
    add_table,
    begin_field,
    break_of,
    count_marks,
    edit_footer,
    element,
    formatted,
    insert_runs,
    name_comments,
    paste,
    reformat,
    strike_note,
    type_paragraph,
)  # fmt: skip

__all__ = ["desk", "own"]

Hand = Callable[[Reviewer], None]


def _raise(reviewer: Reviewer) -> None:
    insert_runs(reviewer, "ein weiteres", make_run(" 10"), formatted("6", vertAlign="superscript"))


def _lower(reviewer: Reviewer) -> None:
    runs = make_run(" CO"), formatted("2", vertAlign="subscript"), make_run("-freies")
    insert_runs(reviewer, "ein weiteres", *runs)


def _emphasize(reviewer: Reviewer) -> None:
    """Give text a character style, whose name Word translates."""
    style = (
        b'<w:style w:type="character" w:styleId="Hervorhebung"><w:name w:val="Emphasis"/>'
        b"<w:rPr><w:i/></w:rPr></w:style></w:styles>"
    )
    styles = reviewer.parts["word/styles.xml"]
    reviewer.parts["word/styles.xml"] = styles.replace(b"</w:styles>", style)
    insert_runs(reviewer, "ein weiteres", formatted(" großes", rStyle="Hervorhebung"))


def _edit_moved(reviewer: Reviewer) -> None:
    """Cut and paste half a paragraph, and change the number of the data in it."""
    paste(reviewer, "Vereinbarung", "Die Agentur")
    number = next(text for text in reviewer.document.iter(f"{W}t") if text.text == "1.000")
    number.text = "1.200"


def _copy_note(reviewer: Reviewer) -> None:
    paste(reviewer, "zuerst nannte", "Zurück zu", keep=True)


def _state(reviewer: Reviewer, *states: str) -> None:
    """Say of comments whom they answer, and whether they are resolved."""
    name_comments(reviewer)
    space = "http://schemas.microsoft.com/office/word/2012/wordml"
    entries = "".join(f"<w15:commentEx {state}/>" for state in states)
    part = f'<w15:commentsEx xmlns:w15="{space}">{entries}</w15:commentsEx>'
    reviewer.parts["word/commentsExtended.xml"] = part.encode()


def _resolve(reviewer: Reviewer) -> None:
    """Comment in lines and with a tab, and resolve another comment."""
    reviewer.comment("ein weiteres", "Ist das so?")
    reviewer.comment("zuerst nannte", "Erledigt.")
    lines = "</w:t><w:br/><w:t>Und</w:t><w:tab/><w:t>wo?</w:t>"
    reviewer.comments[0] = reviewer.comments[0].replace("</w:t>", lines)
    _state(reviewer, 'w15:paraId="00000000" w15:done="0"', 'w15:paraId="00000001" w15:done="1"')


def _reply(reviewer: Reviewer) -> None:
    """Answer the first of two comments on one passage."""
    for words in ("Eins?", "Zwei?", "Ja."):
        reviewer.comment("ein weiteres", words)
    _state(reviewer, 'w15:paraId="00000002" w15:paraIdParent="00000000" w15:done="0"')


def _edit_and_add_notes(reviewer: Reviewer) -> None:
    reviewer.note("ein weiteres Werk", "Neu.")
    reviewer.replace("ohne Quelle", "mit Quelle")


def _quote(reviewer: Reviewer) -> None:
    """Put quotation marks around text that stands there."""
    reviewer.insert("Die Agentur meldet ", "„")
    reviewer.insert("ein weiteres Werk", "“")


def _note_picture(reviewer: Reviewer) -> None:
    """Put a note with a picture in."""
    reviewer.note("ein weiteres", "Ein Bild.")
    reviewer.footnotes[-1][0][-1].append(element("drawing"))


def _replace_note(reviewer: Reviewer) -> None:
    """Delete a note, and put another in its place."""
    strike_note(reviewer, "Die Agentur", 2)
    struck = reviewer.paragraph("Die Agentur").findall(f"{W}del")[-1]
    reviewer.note("Die Agentur", "Eine andere.")
    struck.addnext(reviewer.paragraph("Die Agentur").find(f"{W}ins"))


TAKEN: dict[str, tuple[Hand, str]] = {
    "raised text": (_raise, "ein weiteres 10^6^ Werk"),
    "lowered text": (_lower, "ein weiteres CO~2~-freies Werk"),
    "a character style": (_emphasize, "ein weiteres *großes* Werk"),
    "text retyped in bold": (
        lambda r: r.replace("ein weiteres", "ein weiteres", emphasis="b"),
        "meldet **ein weiteres** Werk",
    ),
    "a line break": (lambda r: insert_runs(r, "ein weiteres", break_of()), "ein weiteres\\\nWerk"),
    "a link": (
        lambda r: add_link(r, "ein weiteres", " hier", "https://e.example/a_b"),
        "ein weiteres [hier](<https://e.example/a_b>) Werk",
    ),
    "a heading": (
        lambda r: type_paragraph(r, "Die Agentur", "Neu gesagt", style="Heading3"),
        "[^anm]\n\n### Neu gesagt\n\n[^anm]:",
    ),
    "half a paragraph moved": (
        lambda r: paste(r, "zuerst nannte", "Das Ministerium"),
        "\n\nzuerst nannte es das Ministerium [@mineconom2022].[^anm]\n\n:::",
    ),
    "references moved": (
        lambda r: paste(r, "Das zeigt", "Zurück zu"),
        "\n\nDas zeigt @fig-energie; die Zusagen stehen in @tbl-zusagen, der Ort in @fig-see und",
    ),
    "numbers and citations moved": (
        lambda r: paste(r, "eine Vereinbarung", "Die Agentur"),
        "über {{< var energie.solar.leistung >}} MW im Kreis Ton. [@mineconom2022] Dieselbe",
    ),
    "a note copied into another section": (
        _copy_note,
        "das Ministerium. [@mineconom2022]^[Eine Anmerkung ohne Quelle, mit 'einfachen' Zeichen.]",
    ),
    "a note struck with its text": (
        lambda r: strike_note(r, "Die Agentur", 2),
        "das Ministerium [@mineconom2022].\n\n![",
    ),
    "a citation struck with its text": (
        lambda r: strike_note(r, "Die Agentur", 0),
        "ein weiteres Werk, zuerst",
    ),
    "a note replaced": (_replace_note, "[@mineconom2022].^[Eine andere.]\n\n!["),
    "a note edited beside a new one": (_edit_and_add_notes, "[^anm]: Eine Anmerkung mit Quelle,"),
    "a comment in lines": (
        _resolve,
        "weiteres <!-- Anna Reviewer, 2026-11-20: Ist das so? Und wo? --> Werk",
    ),
    "a comment that was resolved": (_resolve, "<!-- Anna Reviewer, 2026-11-20, resolved: Erledigt. -->"),
    "an answer behind its comment": (
        _reply,
        "Eins? --> <!-- Anna Reviewer, 2026-11-20: Ja. --> Werk",
    ),
    "quotation marks around text": (_quote, 'meldet "ein weiteres Werk" [@kabar2022], zuerst'),
    "a quotation in a quotation": (
        lambda r: r.insert("ein weiteres", " „und ‚altes‘ kleines“"),
        """ein weiteres "und 'altes' kleines" Werk""",
    ),
    "a quotation in a new note": (
        lambda r: r.note("ein weiteres Werk", "Er sagt „ja“ zu Peters’ Plan."),
        "^[Er sagt \"ja\" zu Peters' Plan.]",
    ),
    "a field that never ends": (
        lambda r: (begin_field(r, "Die Agentur"), r.replace("Die Agentur", "Die Presse")),
        "Die Presse meldet ein weiteres Werk",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_is_counted(desk: Desk, what: str) -> None:
    """All marks are taken in, or are formatting that goes with them."""
    hand, expected = TAKEN[what]
    draft, account, after = desk.account(hand)
    assert [str(fault) for fault in draft.faults] == []
    assert expected in "".join(after.values())
    assert account.taken
    assert account.total == count_marks(desk.inbox_bytes)


def _mark_table(reviewer: Reviewer) -> None:
    add_table(reviewer, "Die Agentur")


REFUSED: dict[str, tuple[Hand, str, int]] = {
    "a letter without a glyph": (
        lambda r: r.insert("ein weiteres", " 中文"),
        "report/01-lage.md:11:32: the fonts of the brief have no 中 (U+4E2D), 文 (U+6587)",
        0,
    ),
    "such a letter in a new note": (
        lambda r: r.note("ein weiteres", "Das Werk 中."),
        "the fonts of the brief have no 中",
        0,
    ),
    "a picture in a new note": (_note_picture, "a picture or another object was put in", 0),
    "a table": (_mark_table, "a table was put in", 0),
    "hidden text": (
        lambda r: insert_runs(r, "ein weiteres", formatted(" geheimes", vanish="")),
        "struck through or hidden",
        0,
    ),
    "text that was hidden": (lambda r: reformat(r, "ein weiteres", "vanish"), "was hidden, not deleted", 1),
    "text struck by its format": (
        lambda r: reformat(r, "ein weiteres", "strike"),
        "struck through by its format",
        1,
    ),
    "a page break": (
        lambda r: insert_runs(r, "ein weiteres", break_of("page")),
        "a picture or another object",
        0,
    ),
    "another document": (
        lambda r: r.paragraph("Die Agentur").addnext(element("altChunk")),
        "a picture or another object",
        1,
    ),
    "a heading of a level too deep": (
        lambda r: type_paragraph(r, "Die Agentur", "Zu tief", style="Heading4"),
        "a heading of level 4 was put in below one of level 2",
        0,
    ),
    "a heading of the first level": (
        lambda r: type_paragraph(r, "Die Agentur", "Zu hoch", style="Heading1"),
        "begins a section",
        0,
    ),
    "a paragraph made a heading": (
        lambda r: r.paragraph("Die Agentur").find(f"{W}pPr/{W}pStyle").set(f"{W}val", "Heading3"),
        "made a heading of level 3",
        1,
    ),
    "a moved number that was edited": (_edit_moved, "it was moved, and edited", 0),
    "the footer": (lambda r: edit_footer(r, tracked=True), "a footer or the endnotes", 0),
    "the footer, untracked": (lambda r: edit_footer(r, tracked=False), "a footer or the endnotes", 1),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_counted(desk: Desk, what: str) -> None:
    """With its place; what no mark tracks is counted too."""
    hand, expected, untracked = REFUSED[what]
    draft, account, _ = desk.account(hand)
    assert expected in "\n".join(map(str, draft.faults))
    assert account.refused
    assert account.total == count_marks(desk.inbox_bytes) + untracked


def test_what_moved_is_not_deleted_where_it_cannot_be_put(desk: Desk) -> None:
    """Else the part of a review that can be made would lose the text."""
    draft, account, after = desk.account(_edit_moved)
    assert len(draft.faults) == 2
    assert not account.taken
    assert after == {name: desk.text(name) for name in after}


def test_formatting_and_blanks_are_counted(desk: Desk) -> None:
    """As formatting alone, and as already there."""
    before = {name: desk.text(name) for name in ("01-lage.md", "02-schluss.md")}
    for hand, taken in ((lambda r: reformat(r, "ein weiteres", "b"), "formatting"), (_add_blank, "there")):
        draft, account, after = desk.account(hand)
        assert (draft.faults, after) == ([], before)
        assert len(getattr(account, taken)) == account.total == 1


@pytest.mark.parametrize(("entry", "what"), [("Folgen", "there"), ("Lage, neu", "refused")])
def test_what_is_tracked_in_the_contents_is_counted(desk: Desk, entry: str, what: str) -> None:
    """Word tracks it when it makes them anew, from the headings; an entry of another text is refused."""
    before = {name: desk.text(name) for name in ("01-lage.md", "02-schluss.md")}
    draft, account, after = desk.account(lambda reviewer: _change_contents(reviewer, entry))
    assert (len(draft.faults), after) == (2 * (what == "refused"), before)
    assert len(getattr(account, what)) == account.total == 2


def _change_contents(reviewer: Reviewer, text: str) -> None:
    """Put another text in the place of the first entry."""
    (contents,) = reviewer.document.iter(f"{W}sdt")
    entry = next(contents.iter(f"{W}hyperlink"))
    runs = [run for run in entry.iter(f"{W}r") if run.find(f"{W}t") is not None]
    reviewer.strike(runs[-1:])
    entry.append(wrap("ins", [make_run(text)]))


def _add_blank(reviewer: Reviewer) -> None:
    reviewer.insert("ein weiteres", "  ")


def test_a_note_is_found_by_its_place_when_the_brief_has_changed(own: Desk) -> None:
    """The brief has gained a citation and lost another since the file was sent."""
    reviewer = Reviewer(own.sent)
    reviewer.replace("ohne Quelle", "mit Quelle")
    section = own.folder / "report/01-lage.md"
    text = section.read_text(encoding="utf-8").replace("Werk [@kabar2022]", "Werk")
    section.write_text(text.replace("das Ministerium [", "das [@kabar2022] Ministerium ["), encoding="utf-8")
    own.print_base()
    draft, after = own.settle(reviewer.bytes)
    assert [str(fault) for fault in draft.faults] == []
    assert "[^anm]: Eine Anmerkung mit Quelle," in after["01-lage.md"]


def test_no_mark_is_left_out(desk: Desk) -> None:
    """A change in a place that is never read, as a text box, is refused."""
    box = (
        f'<w:r xmlns:w="{W.strip("{}")}"><w:pict><w:txbxContent><w:p><w:ins w:id="9" w:author="Anna">'
        "<w:r><w:t>Kasten</w:t></w:r></w:ins></w:p></w:txbxContent></w:pict></w:r>"
    )

    def hand(reviewer: Reviewer) -> None:
        reviewer.paragraph("Die Agentur").append(etree.fromstring(box))

    draft, account, _ = desk.account(hand)
    assert "in a place that is not read" in "\n".join(map(str, draft.faults))
    assert account.total == count_marks(desk.inbox_bytes) + 1


def test_a_full_stop_stays_where_it_is_printed(own: Desk) -> None:
    """In English the note of a citation moves it into the quotation: there it stays without the citation."""
    Folder(own.folder).replace("report/brief.yaml", "lang: de", "lang: en")
    Folder(own.folder).replace("report/01-lage.md", "im Kreis Ton [@", 'im "Kreis Ton" [@')
    own.print_base()
    draft, _, after = own.account(lambda r: strike_note(r, "Das Ministerium", 0))
    assert [str(fault) for fault in draft.faults] == []
    assert 'MW im "Kreis Ton." Dieselbe Meldung' in after["01-lage.md"]


def test_no_blanks_are_left_of_a_line_that_was_joined(own: Desk) -> None:
    """The lines of a note are indented."""
    Folder(own.folder).replace("report/01-lage.md", "ohne Quelle, mit", "ohne Quelle,\n    mit")
    own.print_base()
    draft, _, after = own.account(lambda r: r.delete(" mit", around="ohne Quelle"))
    assert [str(fault) for fault in draft.faults] == []
    assert "[^anm]: Eine Anmerkung ohne Quelle, 'einfachen' Zeichen." in after["01-lage.md"]
