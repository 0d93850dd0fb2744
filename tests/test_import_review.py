"""A reviewed Word file comes back: its changes are in the sections, or refused with their place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

import libreoffice
from brief.review.blocks import FOOTNOTE_TEXT
from brief.review.changes import Change
from brief.review.provenance import GENERATED
from brief.review.telling import told
from brief.word.archive import W
from brief.word.wordtext import Piece
from conftest import Folder
from reviewer import Reviewer, move
from reviewing import Desk, desk, large, own

__all__ = ["desk", "large", "own"]


@pytest.mark.parametrize("which", ["desk", "large"])
def test_every_paragraph_of_the_sections_is_understood(which: str, request: pytest.FixtureRequest) -> None:
    """Each block is found in the printed text, and nothing that is printed of sections is left over."""
    material = request.getfixturevalue(which).load_material()
    found = [block for block in material.printed.blocks if block]
    assert found == [block for block in material.blocks if block.kind != FOOTNOTE_TEXT]
    rest = zip(material.printed.texts, material.printed.styles, material.printed.blocks, strict=True)
    left = [text for text, style, block in rest if not block and style not in GENERATED]
    assert left[0] in ("Zu diesem Papier", "About this brief")  # the back matter is no section


@pytest.mark.parametrize("which", ["desk", "large"])
def test_an_untouched_file_changes_nothing(which: str, request: pytest.FixtureRequest) -> None:
    """Neither as it was sent nor when LibreOffice has opened and saved it."""
    desk: Desk = request.getfixturevalue(which)
    before = {path: path.read_bytes() for path in desk.folder.glob("report/*") if path.is_file()}
    source = desk.folder / "build/parts/brief.docx"
    saved = libreoffice.edit(source, desk.inbox / "saved.docx", [])
    assert saved != desk.sent
    for archive in (desk.sent, saved):
        done = desk.run(archive)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith("0 changes and comments")
        assert {path: path.read_bytes() for path in before} == before


def test_what_libreoffice_records_is_imported(desk: Desk) -> None:
    """Replaced, deleted and divided text, and a comment, as LibreOffice writes them."""
    steps = [
        'Remark "zuerst nannte es", "Wirklich -- zuerst?"',  # first: LibreOffice 7.4 falls over later ones
        'Replace "Die Agentur meldet", "Die Agentur Kabar meldet"',
        'Replace "weiteres ", ""',
        'Begin "nennt auch"',
        'Replace "Vereinbarte Leistung", "Geplante Leistung"',
    ]
    archive = libreoffice.edit(desk.folder / "build/parts/brief.docx", desk.inbox / "edited.docx", steps)
    draft, after = desk.settle(archive)
    assert not draft.faults
    section = after["01-lage.md"]
    assert "Dieselbe Meldung nennt auch\n\nein Wasserkraftwerk" in section
    note = "<!-- Bea Reviewer, 2026-11-21: Wirklich – zuerst? -->"
    assert f"Die Agentur Kabar meldet ein Werk [@kabar2022], zuerst nannte es {note} das" in section
    assert "Geplante Leistung: {{< var energie.summe unit >}}." in section
    assert after["02-schluss.md"] == desk.text("02-schluss.md")


CHANGES: dict[str, tuple[Callable[[Reviewer], None], str]] = {
    "a word": (
        lambda r: r.replace("ein weiteres Werk", "noch ein Werk"),
        "meldet noch ein Werk [@kabar2022]",
    ),
    "a heading": (lambda r: r.replace("Folgen", "Die Folgen"), "## Die Folgen {#sec-folgen}"),
    "a caption": (
        lambda r: r.replace("ein Platzhalter", "ein Bild"),
        "![Der See, ein Bild.](images/see.png)",
    ),
    "a note": (lambda r: r.delete("ohne Quelle, "), "[^anm]: Eine Anmerkung mit 'einfachen' Zeichen."),
    "beside a note": (
        lambda r: r.insert("im Kreis Ton.", " So sei es."),
        "Ton. So sei es. [@mineconom2022] Dieselbe",
    ),
    "behind a note": (lambda r: r.replace(" Dieselbe Meldung", " Sie"), "[@mineconom2022]. Sie nennt auch"),
    "a number deleted": (lambda r: r.delete("über 1.000 MW "), '"eine Vereinbarung" im Kreis'),
    "a retyped sentence": (
        lambda r: r.replace("Vereinbarung“ über 1.000 MW im Kreis", "Abmachung“ über 1.000 MW im Gebiet"),
        '"eine Abmachung" über {{< var energie.solar.leistung >}} MW im Gebiet Ton',
    ),
    "emphasis": (lambda r: r.insert("ein weiteres", " großes", emphasis="i"), "ein weiteres *großes* Werk"),
    "quotation marks": (lambda r: r.insert("ein weiteres", " „altes“"), 'ein weiteres "altes" Werk'),
    "markup": (
        lambda r: r.insert("ein weiteres", " *a_ [b] @c <d> $"),
        r"weiteres \*a\_ \[b\] \@c \<d\> \$ Werk",
    ),
    "a paragraph": (
        lambda r: r.add("Die Agentur", "1. Noch einer."),
        "[^anm]\n\n1\\. Noch einer.\n\n[^anm]:",
    ),
    "a paragraph divided": (lambda r: r.split("Meldung nennt auch"), "nennt auch\n\nein Wasserkraftwerk"),
    "a comment": (
        lambda r: r.comment("ein weiteres Werk", "Welches --> denn?"),
        "Werk <!-- Anna Reviewer, 2026-11-20: Welches –› denn? --> [@kabar2022]",
    ),
    "a comment on a number": (
        lambda r: r.comment("1.000", "Sicher?"),
        "{{< var energie.solar.leistung >}} <!-- Anna Reviewer, 2026-11-20: Sicher? --> MW",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_tracked_change_is_an_edit_of_the_section(desk: Desk, what: str) -> None:
    """As Word records it: with its runs split, its revision marks and its rubbish."""
    change, expected = CHANGES[what]
    draft, after = desk.planned(change)
    assert not draft.faults
    assert expected in "".join(after.values())


REFUSED: dict[str, tuple[Callable[[Reviewer], None], str]] = {
    "a digit of a number": (
        lambda r: r.replace("1.000", "1.200"),
        "report/01-lage.md:3:48: the number here comes from data/energie.csv:2 (energie.solar.leistung)"
        " (Anna Reviewer, “1.000” → “1.200”); correct it there",
    ),
    "a reference": (
        lambda r: r.replace("Tabelle", "Tafel", around="Das Ministerium"),
        "the reference here is made for tbl-zusagen",
    ),
    "a source's note": (
        lambda r: r.replace("КР“, 1.", "КР“, 2."),
        "the note here is made for the citation mineconom2022",
    ),
    "the label of a caption": (
        lambda r: r.replace("Abbildung", "Bild", around="Vereinbarte Leistung"),
        "made by the build",
    ),
    "a table": (lambda r: r.replace("Januar", "Februar"), "the table is made by its program"),
    "a cell of a table that is a cell of the data": (
        lambda r: r.replace("für die Sicherheit", "zur Sicherheit"),
        "data/zusagen.csv:3:23: the table is made by its program, out of the data (Anna Reviewer,"
        " “für die” → “zur”); write this line as sicherheit,8,Mio. USD,Hilfe zur Sicherheit,2022-02,",
    ),
    "the title": (
        lambda r: r.replace("Energie am", "Strom am"),
        "report/brief.yaml:1:1: the title stands in brief.yaml",
    ),
    "sources": (lambda r: r.replace("Song, W.", "Song."), "the list of sources is made of bib/sources.bib"),
    "a heading deleted": (lambda r: r.remove("Folgen"), "a heading goes with its section"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_made_by_the_build_is_refused_with_its_place(desk: Desk, what: str) -> None:
    """The message says where it comes from."""
    change, expected = REFUSED[what]
    draft, after = desk.planned(change)
    assert [expected in str(fault) for fault in draft.faults] == [True]
    assert after == {name: desk.text(name) for name in after}


def test_all_is_imported_or_nothing_unless_a_part_is_asked_for(own: Desk) -> None:
    """And the patch is printed either way."""
    reviewer = Reviewer(own.sent)
    reviewer.replace("1.000", "1.200")
    reviewer.replace("Die Agentur", "Die Presse")
    before = own.text("01-lage.md")
    refused = own.run(reviewer.bytes)
    assert refused.returncode == 2
    assert "nothing was changed, for 1 changes cannot be made; PARTIAL=1 makes the 2" in refused.stderr
    assert own.text("01-lage.md") == before
    partial = own.run(reviewer.bytes, "--partial")
    assert (partial.returncode, partial.stdout) == (0, refused.stdout)
    assert own.text("01-lage.md") == before.replace("Die Agentur", "Die Presse")


def test_a_second_import_changes_nothing_more(own: Desk) -> None:
    """Nor does one of a file that is behind the brief: what is done is done, comments too."""
    reviewer = Reviewer(own.sent)
    reviewer.replace("Die Agentur", "Die Presse")
    reviewer.comment("zuerst nannte es", "Wirklich?")
    reviewer.note("ein weiteres Werk", "Es liegt am See.")
    assert own.run(reviewer.bytes).returncode == 0
    once = own.text("01-lage.md")
    assert "Die Presse" in once
    assert once.count("Wirklich?") == 1
    own.print_base()
    assert own.run(reviewer.bytes).returncode == 0
    assert own.text("01-lage.md") == once
    checked = Folder(own.folder).check()
    assert (checked.returncode, checked.stderr) == (0, "")


def test_changes_go_into_what_the_brief_has_become_since(own: Desk) -> None:
    """Where it stands as it was; where it does not, they are refused."""
    reviewer = Reviewer(own.sent)
    reviewer.replace("Die Agentur", "Die Presse")
    reviewer.replace("ein weiteres Werk", "noch ein Werk")
    section = own.folder / "report/01-lage.md"
    text = section.read_text(encoding="utf-8").replace("ein weiteres Werk", "zwei weitere Werke")
    section.write_text(text.replace("\n## ", "\nEin neuer Absatz.\n\n## "), encoding="utf-8")
    own.print_base()
    draft, after = own.settle(reviewer.bytes)
    assert ["has changed since the file was sent" in str(fault) for fault in draft.faults] == [True]
    assert "Die Presse meldet zwei weitere Werke" in after["01-lage.md"]
    assert "Ein neuer Absatz." in after["01-lage.md"]


def test_a_file_that_was_edited_without_tracking_is_compared(desk: Desk) -> None:
    """With the brief, when it was made from the brief as it is."""
    archive = libreoffice.edit(
        desk.folder / "build/parts/brief.docx",
        desk.inbox / "edited.docx",
        ['Replace "Die Agentur", "Die Presse"', 'Begin "nennt auch"'],
        tracked=False,
    )
    draft, after = desk.settle(archive)
    assert not draft.faults
    assert "Die Presse meldet" in after["01-lage.md"]
    assert "nennt auch\n\nein Wasserkraftwerk" in after["01-lage.md"]


def test_what_differs_without_a_change_or_a_fingerprint_is_refused(desk: Desk) -> None:
    """It may be the reviewer's, or the file is older than the brief: nobody knows."""

    def edit(reviewer: Reviewer) -> None:
        reviewer.replace("Die Agentur", "Die Presse")
        del reviewer.parts["docProps/custom.xml"]
        text = next(one for one in reviewer.document.iter(f"{W}t") if "nennt auch" in (one.text or ""))
        text.text = text.text.replace("nennt auch", "kennt auch")

    draft, after = desk.planned(edit)
    fault = "in 1 places, and no tracked change says why (the first: “nennt” → “kennt”)"
    assert [fault in str(one) for one in draft.faults] == [True]
    assert "Die Presse" in after["01-lage.md"]
    assert "nennt auch" in after["01-lage.md"]


def test_the_same_written_anew_is_no_change(desk: Desk) -> None:
    """Some programs delete and insert what stays the same, in tables and notes too."""

    def retype(reviewer: Reviewer) -> None:
        reviewer.replace("ein weiteres Werk", "ein weiteres Werk")
        reviewer.replace("Impfstoff", "Impfstoff")

    draft, after = desk.planned(retype)
    assert not draft.faults
    assert after == {name: desk.text(name) for name in after}


def test_a_change_is_told_from_where_it_parts() -> None:
    """A change of one word in a long stretch that was retyped shows that word."""
    old = "Die Website der Botschaft der Volksrepublik in der Hauptstadt"
    change = Change(0, len(old), (Piece(old.replace("Hauptstadt", "Stadt")),), "Anna")
    assert told(change, old) == "Anna, “…Volksrepublik in der Hauptstadt” → “…Volksrepublik in der Stadt”"


def test_an_import_beside_edits_of_ones_own_warns(own: Desk) -> None:
    """`git restore` would take back both; where all is committed, it takes back the import alone."""
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "--quiet"), ("add", "report"), (*identity, "commit", "--quiet", "-m", "x")):
        subprocess.run(["git", *command], check=True)
    for word, new in (("Die Agentur", "Die Presse"), ("ein weiteres Werk", "noch ein Werk")):
        reviewer = Reviewer(own.sent)
        reviewer.replace(word, new)
        done = own.run(reviewer.bytes)
        own.print_base()
    warning = "report/01-lage.md:1:1: warning: the import stands beside edits of yours that are not committed"
    assert done.stderr.count(warning) == 1


def test_lists_quotations_and_emphasis_stay_what_they_are(own: Desk) -> None:
    """Their text is edited where it stands; an item goes with its bullet."""
    section = own.folder / "report/02-schluss.md"
    text = section.read_text(encoding="utf-8")
    more = (
        "- ein Punkt\n- noch *ein starker* Punkt\n  in zwei Zeilen\n- der letzte\n\n> Ein Wort\n> am Schluß\n"
    )
    section.write_text(f"{text}\n{more}", encoding="utf-8")
    own.print_base()
    reviewer = Reviewer(own.sent)
    reviewer.replace("ein starker", "ein guter", emphasis="i")
    reviewer.replace("zwei Zeilen", "zwei langen Zeilen")
    reviewer.replace("am Schluß", "am Ende")
    reviewer.remove("der letzte")
    draft, after = own.settle(reviewer.bytes)
    assert not draft.faults
    wanted = "- ein Punkt\n- noch *ein guter* Punkt\n  in zwei langen Zeilen\n\n> Ein Wort\n> am Ende\n"
    assert after["02-schluss.md"] == f"{text}\n{wanted}"


def test_paragraphs_are_moved_joined_and_deleted_with_what_is_in_them(large: Desk) -> None:
    """Citations and numbers move along, the notes of a deleted paragraph go, lines stay as they were."""
    reviewer = Reviewer(large.sent)
    move(reviewer, "About 12 universities in Bishkek", "In medical tourism and Chinese medicine")
    reviewer.remove("The local non-governmental organizations")
    reviewer.merge("From 2020 on it discussed")
    reviewer.replace("With young people", " With young people", around="at large China did little")
    draft, after = large.settle(reviewer.bytes)
    assert not draft.faults
    text, new = large.text("03-what-is-new.md"), after["03-what-is-new.md"]
    start = text.index("About {{< var education.exchange")
    paragraph = text[start : text.index("\n\n", start)]
    assert new.count(paragraph) == 1
    assert new.index(paragraph) < new.index("## Education: programs grew")
    assert "[^events]" not in after["04-what-holds-it-back.md"]
    assert "creative ideas. With young people" in after["01-executive-summary.md"]


def test_marks_that_no_longer_make_a_pair_are_written_as_they_are_printed(desk: Desk) -> None:
    """Markdown would turn a straight one into another."""
    draft, after = desk.changed(lambda reviewer: reviewer.delete("„", around="Das Ministerium"))
    assert not draft.faults
    assert r"nennt eine Vereinbarung\“ über" in after["01-lage.md"]


def test_a_new_note_is_a_note(desk: Desk) -> None:
    """It stands where it was put in."""
    draft, after = desk.changed(lambda reviewer: reviewer.note("ein weiteres Werk", "Es liegt am *See*."))
    assert not draft.faults
    assert r"Werk^[Es liegt am \*See\*.] [@kabar2022]" in after["01-lage.md"]


def test_line_ends_and_byte_order_marks_stay(own: Desk) -> None:
    """As they are, in lines that change as well."""
    section = own.folder / "report/01-lage.md"
    before = b"\xef\xbb\xbf" + section.read_bytes().replace(b"\n", b"\r\n")
    section.write_bytes(before)
    reviewer = Reviewer(own.sent)
    reviewer.split("nennt auch")
    assert own.run(reviewer.bytes).returncode == 0
    assert section.read_bytes() == before.replace(b"nennt auch ", b"nennt auch\r\n\r\n")
