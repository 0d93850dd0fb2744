"""The list of sources prints what the ledger remembers, in all three formats and the language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Verdict
from conftest import Folder, copy_built
from reading.contents import read_docx, read_html, read_pdf

SEEN = datetime(2026, 3, 1, 6, tzinfo=UTC)
COPY = "https://web.archive.org/web/20221115000000/http://mineconom.gov.kg/ru/post/7734"


@pytest.fixture(scope="module")
def built(built_small: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return the small brief, built with a ledger: one link is alive, one dead with a copy."""
    folder = Folder(copy_built(built_small, tmp_path_factory.mktemp("history") / "small"))
    kabar = "https://kabar.kg/news/kitaiskaia-kompaniia-postroit-na-issyk-kule-ges-na-500-mvt/"
    alive = LedgerRow(
        kabar,
        ("kabar2022",),
        Verdict.ALIVE,
        Observation.ALIVE,
        first_seen=SEEN,
        checked=SEEN,
        last_alive=SEEN,
    )
    dead = LedgerRow(
        "http://mineconom.gov.kg/ru/post/7734",
        ("mineconom2022",),
        Verdict.DEAD,
        Observation.MISSING,
        http_status=410,
        first_seen=SEEN,
        checked=SEEN,
        gone=3,
        gone_counted=SEEN,
        archive_url=COPY,
        archive_date="2022-11-15",
    )
    (folder.path / "bib/links.csv").write_text(dump_ledger([alive, dead]), encoding="utf-8")
    done = folder.print()
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(("kind", "read"), [("html", read_html), ("pdf", read_pdf), ("docx", read_docx)])
def test_printed(built: Folder, kind: str, read) -> None:
    """When a link was last seen, and its archived copy as a link."""
    found = read(built.path / "build" / f"brief.{kind}")
    entries = {text.split(".")[0].split(" ")[0]: text for text in found.sources}
    assert entries["Кабар"].endswith("Zuletzt erreichbar am 1. März 2026.")
    assert entries["Министерство"].endswith("Archivierte Fassung vom 15. November 2022.")
    assert COPY in found.links
    assert "Zuletzt" not in entries["Song,"]


def test_a_broken_ledger(small: Folder) -> None:
    """A ledger that cannot be read is a fault with its line, before anything is made."""
    (small.path / "bib/links.csv").write_text("url,keys\nhttp://a.example/,k\n", encoding="utf-8")
    done = small.check()
    assert done.returncode == 2
    assert done.stderr.startswith("bib/links.csv:1:1: the column ")
