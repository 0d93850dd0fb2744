"""The place of a quotation on its page: in the ledger, in the page's notes, and in a browser."""


# ruff: noqa: D103, E501 (one row a case)
# The names of the tests say what holds.

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Verdict
from brief.links.passage_history import PassageHistory
from brief.quotations.fragments import joined_places, with_place
from brief.quotations.model import Outcome, name_of
from brief.quotations.pagetext import page_text
from brief.quotations.reading import ReadText, readings_of
from conftest import Folder, copy_of
from reading.contents import read_docx, read_html, read_pdf
from web import Web, reply

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONG = "A long passage that runs over more than eighty characters, and then ends somewhere with words"
PLACES: dict[str, tuple[str, str, str]] = {
    "a few words": ("soft power", "<p>a soft power is</p>", "soft%20power"),
    "signs that part a directive": ("hard-, & soft", "<p>so hard-, &amp; soft</p>", "hard%2D%2C%20%26%20soft"),
    "as the page has it": ("America's power", "<p>America’s po&shy;wer</p>", "America%E2%80%99s%20power"),
    "over tags": ("soft power", "<p>so<b>ft</b> <i>power</i></p>", "soft%20power"),
    "Chinese": ("软实力在", "<p>中国的软实力在中亚</p>", "%E8%BD%AF%E5%AE%9E%E5%8A%9B%E5%9C%A8"),
    "a long one by its ends": (LONG, f"<p>{LONG}.</p>", "A%20long%20passage%20that,ends%20somewhere%20with%20words"),
    "over two blocks": ("It ends. Two three", "<p>It ends.</p><p>Two three four</p>", "It%20ends,Two%20three"),
    "left out": ("China … power", "<p>China has much soft power</p>", "China%20has%20much%20soft%20power"),
    "twice on the page": ("the power", "<p>All the power here. Now the power there is</p>", "All-,the%20power,-here.%20Now%20the"),
}  # fmt: skip


@pytest.mark.parametrize(("passage", "page", "expected"), PLACES.values(), ids=PLACES)
def test_the_place_of_a_passage(passage: str, page: str, expected: str) -> None:
    (reading,) = readings_of(ReadText((page_text(page),)), [passage])
    assert (reading.outcome, reading.place) == ("stands", f":~:text={expected}")


def test_places_join_and_end_an_address() -> None:
    assert joined_places([":~:text=a", ":~:text=b", ":~:text=a"]) == ":~:text=a&text=b"
    assert joined_places(["page=7", "page=9"]) == "page=7"
    assert with_place("https://a.example/x", ":~:text=a") == "https://a.example/x#:~:text=a"
    assert with_place("https://a.example/x#part", ":~:text=a") == "https://a.example/x#part:~:text=a"
    assert with_place("https://a.example/x.pdf#page=1", "page=7") == "https://a.example/x.pdf#page=7"
    assert with_place("https://a.example/x", "") == "https://a.example/x"


def test_a_browser_goes_there(browser: Browser) -> None:
    """Chromium scrolls to each place, which lies far down on its page."""
    far = "<!doctype html><body style='margin:0'><div style='height:5000px'>Above.</div>{}<div style='height:5000px'>Below.</div>"
    pages = {
        f"/{number}": reply(200, far.format(page).encode())
        for number, (_, page, _) in enumerate(PLACES.values())
    }
    with Web({"*": pages, "127.0.0.1": pages}) as server:
        context = browser.new_context()
        for number, (_, _, place) in enumerate(PLACES.values()):
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/{number}#:~:text={place}")
            page.wait_for_function("window.scrollY > 3000", timeout=5000)
            page.close()
        context.close()


def remember_place(folder: Path, place: str) -> None:
    """Write a ledger that knows where the small brief's one quotation stands."""
    seen = datetime(2026, 3, 1, 6, tzinfo=UTC)
    history = PassageHistory(name_of("соглашение"), Outcome.STANDS, seen, place=place)
    row = LedgerRow(
        "http://mineconom.gov.kg/ru/post/7734",
        ("mineconom2022",),
        Verdict.ALIVE,
        Observation.ALIVE,
        checked=seen,
        last_alive=seen,
        passages=(history,),
    )
    (folder / "bib/links.csv").write_text(dump_ledger([row]), encoding="utf-8")
    passages = "key,language,passage,quotation\nmineconom2022,ru,соглашение,eine Vereinbarung\n"
    (folder / "bib/passages.csv").write_text(passages, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = copy_of("small", tmp_path_factory.mktemp("places") / "small")
    remember_place(folder.path, ":~:text=%D1%81%D0%BE%D0%B3")
    done = folder.print()
    assert done.returncode == 0, done.stderr
    return folder


def test_the_pages_note_leads_to_the_passage(built: Folder) -> None:
    address = "http://mineconom.gov.kg/ru/post/7734"
    links = {
        "html": read_html(built.path / "build/brief.html").links,
        "pdf": read_pdf(built.path / "build/brief.pdf").links,
        "docx": read_docx(built.path / "build/brief.docx").links,
    }
    there = f"{address}#:~:text=%D1%81%D0%BE%D0%B3"
    assert {kind for kind, targets in links.items() if there in targets} == {"html"}
    assert all(address in targets for targets in links.values())
    page = (built.path / "build/brief.html").read_text(encoding="utf-8")
    assert (page.count(there), page.count("data-place")) == (2, 0)  # beside the text, and in the list


def test_a_note_that_repeats_its_source_leads_there_too(small: Folder) -> None:
    remember_place(small.path, "page=7")
    small.replace("report/01-lage.md", '"eine Vereinbarung"', "eine Vereinbarung")
    small.replace("report/01-lage.md", "auch ein Wasserkraftwerk", 'auch "eine Vereinbarung"')
    done = small.print()
    assert done.returncode == 0, done.stderr
    there = "http://mineconom.gov.kg/ru/post/7734#page=7"
    html, pdf = (
        read(small.path / f"build/brief.{kind}") for read, kind in ((read_html, "html"), (read_pdf, "pdf"))
    )
    assert (there in html.links, there in pdf.links) == (True, False)
    assert html.notes == pdf.notes
    assert "data-address" not in (small.path / "build/brief.html").read_text(encoding="utf-8")
