"""cite_source.py against servers on loopback: pages in the manner of real ones, records, and hostile ones."""


# ruff: noqa: D103, E501 (one row a case)
# The names of the tests say what holds.

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brief.content.bibliography import load_bibliography
from conftest import Folder
from web import Behaviour, Web, later, redirect, reply

NOW = "2026-11-24T06:00:00Z"
WORDS = "Слова, которые стоят на странице. " * 40

NEWS = f"""<!doctype html><html lang="ru"><head><title>Китайская компания построит ГЭС - Кабар</title>
<meta property="og:title" content="Китайская компания построит на Иссык-Куле ГЭС на 500 МВт">
<meta property="og:site_name" content="Кабар"><meta property="og:locale" content="ru_RU">
<meta property="article:published_time" content="2022-03-31T12:05:00+06:00">
<link rel="canonical" href="/news/ges/"></head><body><p>{WORDS}</p></body></html>"""

MINISTRY = f"""<html lang="ru"><head><title>Подписано Инвестиционное соглашение</title>
<meta name="DC.creator" content="Министерство экономики and коммерции КР">
<meta name="DC.publisher" content="Министерство экономики КР"></head>
<body><time datetime="2022-04-08">8 апреля</time><p>{WORDS}</p></body></html>"""

JOURNAL = f"""<html lang="en"><head><title>x | Pacific Focus</title>
<meta name="citation_title" content="China's Normative Foreign Policy &amp; 50% of It">
<meta name="citation_author" content="Song, Weiqing"><meta name="citation_author" content="Nye, Joseph S.">
<meta name="citation_journal_title" content="Pacific Focus"><meta name="citation_volume" content="35">
<meta name="citation_issue" content="2"><meta name="citation_firstpage" content="229">
<meta name="citation_lastpage" content="249"><meta name="citation_publication_date" content="2020/08/03">
<meta name="citation_doi" content="10.1111/pafo.12163"><meta property="og:title" content="Another">
</head><body><p>{WORDS}</p></body></html>"""

THINK_TANK = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "name": "A page"},
        {
            "@type": ["Report"],
            "headline": "Managing Sentiments in the Western Periphery",
            "author": [{"@type": "Person", "givenName": "Niva", "familyName": "Yau"}],
            "publisher": {"@type": "Organization", "name": "OSCE Academy"},
            "datePublished": "2022-08",
            "inLanguage": "en-GB",
        },
    ],
}
REPORT = f"""<html><head><script type="application/ld+json">{json.dumps(THINK_TANK)}</script></head>
<body><p>{WORDS}</p></body></html>"""

PAYWALL = f"""<html lang="en"><head><title>Public Opinion on China</title>
<meta property="og:site_name" content="The Diplomat"><meta name="author" content="By Elizabeth Woods">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Public Opinion on China Waning",
"isAccessibleForFree": false, "datePublished": "2022-05-17"}}</script></head>
<body><p>{WORDS} Subscribe to read on.</p></body></html>"""

BARE = f"<html><body><p>{WORDS}</p></body></html>"

HOSTILE = (
    "<html lang='}}@evil{x,'><head><title>A } \\input{/etc/passwd} % } title\x07 ^^41</title>"
    f"<meta property='og:site_name' content='{'x' * 9000}'><meta name='author' content='{{{{ \\write18'>"
    f"<meta property='article:published_time' content='9999-99-99'><link rel=canonical href='file:///etc/passwd'>"
    f"<script type='application/ld+json'>{'[' * 60_000}</script></head><body>{'<div>' * 9000}{WORDS}</body></html>"
)

SONG = {
    "type": "article-journal",
    "title": "China's Normative Foreign Policy",
    "DOI": "10.1111/pafo.12163",
    "container-title": "Pacific Focus",
    "author": [{"family": "Song", "given": "Weiqing"}],
    "issued": {"date-parts": [[2020, 8]]},
    "volume": "35",
    "issue": "2",
    "page": "229-249",
    "language": "en",
}
BOOK = {
    "ISBN:9780306406157": {
        "title": "Soft Power",
        "authors": [{"name": "Joseph S. Nye"}],
        "publishers": [{"name": "Public Affairs"}],
        "publish_date": "April 2004",
    }
}
ARXIV = """<html lang="en"><head><meta name="citation_title" content="Attention to Power">
<meta name="citation_author" content="Lee, Ann"><meta name="citation_date" content="2022/03/02">
<meta name="citation_arxiv_id" content="2203.01234"></head><body><p>An abstract.</p></body></html>"""


def html(text: str) -> Behaviour:
    return reply(200, text.encode("utf-8", "replace"))


def as_json(value: Any) -> Behaviour:
    return reply(200, json.dumps(value).encode(), Content_Type="application/vnd.citationstyles.csl+json")


def pdf(tmp_path: Path) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "Managing Sentiments"
        metadata["dc:creator"] = ["Niva Yau"]
    document.docinfo["/CreationDate"] = "D:20220815120000Z"
    document.save(tmp_path / "report.pdf")
    return (tmp_path / "report.pdf").read_bytes()


def cite(
    folder: Path, source: str, sites: dict[str, Any], *flags: str
) -> tuple[subprocess.CompletedProcess[str], Web]:
    """Run the program on a server that has these sites; `{port}` in the source is the server's."""
    sites = {"archive.example": {"*": reply(404)}, **sites}
    with Web(sites) as server:
        base = f"http://{{}}.example:{server.port}"
        services = {f"--{name}": base.format(name) for name in ("doi", "books", "arxiv")}
        services |= {
            "--archive-base": base.format("archive"),
            "--allow-network": "127.0.0.1/32",
            "--now": NOW,
        }
        options = [part for pair in services.items() for part in pair]
        options += [f"--resolve={host}:{server.port}:127.0.0.1" for host in sites]
        given = source.replace("{port}", str(server.port))
        done = Folder(folder).call("cite_source.py", *options, *flags, "--", given)
    return done, server


def entry(folder: Path) -> dict[str, str]:
    """Return the only entry of the bibliography as a dictionary, without addresses of this run."""
    bibliography, faults = load_bibliography(folder / "bib/sources.bib")
    assert faults == []
    (source,) = bibliography
    return {"": f"@{source.kind} {source.key}"} | {name: field.value for name, field in source.fields.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bib").mkdir()
    return tmp_path


PAGES: dict[str, tuple[str, dict[str, str], str]] = {
    "news in Russian": (NEWS, {"": "@online kabar2022", "title": "Китайская компания построит на Иссык-Куле ГЭС на 500 МВт", "organization": "Кабар", "date": "2022-03-31", "langid": "russian"}, "has no title in Latin letters"),
    "a ministry": (MINISTRY, {"": "@online kabar2022", "author": "{Министерство экономики and коммерции КР}", "title": "Подписано Инвестиционное соглашение", "organization": "Министерство экономики КР", "date": "2022-04-08", "langid": "russian"}, "has no title in Latin letters"),
    "a journal": (JOURNAL, {"": "@article song2020", "author": "Song, Weiqing and Nye, Joseph S.", "title": "China's {Normative} {Foreign} {Policy} \\& 50\\% of {It}", "journaltitle": "Pacific Focus", "volume": "35", "number": "2", "pages": "229--249", "date": "2020-08-03", "doi": "10.1111/pafo.12163", "langid": "english"}, ""),
    "a think tank": (REPORT, {"": "@report yau2022", "author": "Yau, Niva", "title": "Managing {Sentiments} in the {Western} {Periphery}", "publisher": "OSCE Academy", "date": "2022-08", "langid": "english"}, "has no institution"),
    "a paywall": (PAYWALL, {"": "@online woods2022", "author": "Elizabeth Woods", "title": "Public {Opinion} on {China} {Waning}", "organization": "The Diplomat", "date": "2022-05-17", "langid": "english"}, ""),
    "no metadata at all": (BARE, {"": "@online kabar"}, "has no title"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "expected", "told"), PAGES.values(), ids=PAGES)
def test_a_page(page: str, expected: dict[str, str], told: str, folder: Path) -> None:
    done, _ = cite(
        folder,
        "http://kabar.example:{port}/news/ges/?utm_source=x#top",
        {"kabar.example": {"/news/ges/": html(page)}},
    )
    assert done.returncode == 0, done.stderr
    read = entry(folder)
    assert read.pop("url").endswith("/news/ges/")
    assert read.pop("urldate") == "2026-11-24"
    assert read == expected
    assert "unexpected" not in done.stderr
    assert told in done.stderr
    assert bool(told) == bool(done.stderr)
    assert f"[@{expected[''].split()[1]}]" in done.stdout


def test_a_hostile_page_breaks_nothing(folder: Path) -> None:
    (folder / "bib/sources.bib").write_text("@misc{a,\n  title = {A},\n}\n", encoding="utf-8")
    done, _ = cite(folder, "http://evil.example:{port}/x", {"evil.example": {"/x": html(HOSTILE)}})
    assert done.returncode == 0, done.stderr
    bibliography, faults = load_bibliography(folder / "bib/sources.bib")
    assert (faults, bibliography.keys) == ([], ("a", "evil"))
    assert {*bibliography["evil"].fields} <= {"author", "title", "url", "urldate", "date"}
    text = (folder / "bib/sources.bib").read_text(encoding="utf-8")
    assert not any(bad in text for bad in ("\\input", "\\write", "\x07", "passwd}", "file:"))


def test_a_doi(folder: Path) -> None:
    sites = {
        "doi.example": {"/10.1111/pafo.12163": redirect(302, "http://data.example:{port}/x")},
        "data.example": {"/x": as_json(SONG)},
    }
    done, server = cite(folder, "https://doi.org/10.1111/pafo.12163", sites)
    assert done.returncode == 0, done.stderr
    expected = {
        "": "@article song2020",
        "author": "Song, Weiqing",
        "title": "China’s {Normative} {Foreign} {Policy}",
    }
    expected |= {
        "journaltitle": "Pacific Focus",
        "volume": "35",
        "number": "2",
        "pages": "229-249",
        "date": "2020-08",
    }
    assert entry(folder) == expected | {"doi": "10.1111/pafo.12163", "langid": "english"}
    assert {request.headers["accept"] for request in server.seen} == {
        "application/vnd.citationstyles.csl+json"
    }


def test_an_isbn(folder: Path) -> None:
    done, _ = cite(folder, "978-0-306-40615-7", {"books.example": {"*": as_json(BOOK)}})
    assert done.returncode == 0, done.stderr
    expected = {
        "": "@book nye2004",
        "author": "Joseph S. Nye",
        "title": "Soft Power",
        "publisher": "Public Affairs",
    }
    assert entry(folder) == expected | {"date": "2004", "isbn": "9780306406157"}


def test_an_arxiv_number(folder: Path) -> None:
    done, _ = cite(folder, "arXiv:2203.01234v2", {"arxiv.example": {"/abs/2203.01234": html(ARXIV)}})
    assert done.returncode == 0, done.stderr
    expected = {
        "": "@online lee2022",
        "author": "Lee, Ann",
        "title": "Attention to {Power}",
        "date": "2022-03-02",
    }
    assert entry(folder) == expected | {"eprint": "2203.01234", "eprinttype": "arxiv", "langid": "english"}


def test_a_pdf(folder: Path) -> None:
    site = {"/report.pdf": reply(200, pdf(folder), Content_Type="application/pdf")}
    done, _ = cite(folder, "http://osce.example:{port}/report.pdf", {"osce.example": site})
    assert done.returncode == 0, done.stderr
    read = entry(folder)
    assert (read[""], read["title"], read["date"]) == ("@online yau2022", "Managing Sentiments", "2022-08-15")
    assert "date: the PDF (/CreationDate)" in done.stdout


def test_the_archived_copy_is_named(folder: Path) -> None:
    archive = {"*": redirect(302, "/web/20220401000000/http://kabar.example/")}
    sites = {"kabar.example": {"/": html(NEWS)}, "archive.example": archive}
    done, _ = cite(folder, "http://kabar.example:{port}/", sites)
    assert done.returncode == 0, done.stderr
    assert "/web/20220401000000/" in entry(folder)["archiveurl"]


@pytest.mark.parametrize("same", [True, False])
def test_the_canonical_address_is_taken_where_it_leads_to_the_same_page(same: bool, folder: Path) -> None:
    page = NEWS.replace("/news/ges/", "/a")
    other = page if same else page.replace(WORDS, "Another text. " * 50)
    done, _ = cite(
        folder, "http://kabar.example:{port}/b", {"kabar.example": {"/b": html(page), "/a": html(other)}}
    )
    assert done.returncode == 0, done.stderr
    assert entry(folder)["url"].endswith("/a" if same else "/b")


def test_a_page_that_moved_is_cited_where_it_is(folder: Path) -> None:
    site = {"/old": redirect(301, "/new"), "/new": html(BARE)}
    done, _ = cite(folder, "http://kabar.example:{port}/old", {"kabar.example": site})
    assert done.returncode == 0, done.stderr
    assert entry(folder)["url"].endswith("/new")


@pytest.mark.parametrize(
    ("cited", "source"),
    [
        (
            "url = {https://www.kabar.example/news/ges}",
            "http://kabar.example/news/ges/?utm_medium=x&fbclid=1",
        ),
        ("url = {https://kabar.example/?id=7}", "https://kabar.example/?utm_source=a&id=7#x"),
        ("doi = {10.1111/PAFO.12163}", "doi:10.1111/pafo.12163"),
        ("url = {https://doi.org/10.1111/pafo.12163}", "https://dx.doi.org/10.1111/pafo.12163"),
        ("isbn = {978-0-306-40615-7}", "9780306406157"),
        ("eprint = {2203.01234}, eprinttype = {arxiv}", "https://arxiv.org/pdf/2203.01234v3.pdf"),
    ],
)
def test_what_is_cited_already_is_said_so(cited: str, source: str, folder: Path) -> None:
    text = f"@online{{known2020,\n  title = {{T}},\n  {cited},\n}}\n"
    (folder / "bib/sources.bib").write_text(text, encoding="utf-8")
    done, server = cite(folder, source, {})
    assert (done.returncode, done.stderr) == (0, "")
    assert "bib/sources.bib:1: this is cited already. Cite it as [@known2020]" in done.stdout
    assert (folder / "bib/sources.bib").read_text(encoding="utf-8") == text
    assert server.connections == 0


def test_a_key_is_never_taken_twice(folder: Path) -> None:
    taken = "".join(f"@misc{{{key},\n  title = {{T}},\n}}\n\n" for key in ("woods2022", "woods2022b"))
    (folder / "bib/sources.bib").write_text(taken, encoding="utf-8")
    done, _ = cite(folder, "http://a.example:{port}/", {"a.example": {"/": html(PAYWALL)}})
    assert done.returncode == 0, done.stderr
    assert load_bibliography(folder / "bib/sources.bib")[0].keys == ("woods2022", "woods2022b", "woods2022c")


@pytest.mark.parametrize(
    "old", [b"% notes\r\n@misc{a,\r\n  title = {A},\r\n}", b"\xef\xbb\xbf@misc{a,\n  title = {A},\n}\n\n"]
)
def test_nothing_else_in_the_file_changes(old: bytes, folder: Path) -> None:
    (folder / "bib/sources.bib").write_bytes(old)
    done, _ = cite(folder, "http://a.example:{port}/", {"a.example": {"/": html(PAYWALL)}})
    assert done.returncode == 0, done.stderr
    new = (folder / "bib/sources.bib").read_bytes()
    assert new.startswith(old)
    assert (b"\r\n\r\n@online{woods2022,\r\n" in new) == (b"\r\n" in old)
    assert load_bibliography(folder / "bib/sources.bib")[0].keys == ("a", "woods2022")


FAULTS: dict[str, tuple[str, dict[str, Behaviour], str]] = {
    "nothing at all": ("", {}, "FROM:1:1: nothing is given"),
    "no address": ("kabar", {}, "'kabar' is no address, DOI, ISBN or arXiv number"),
    "a wrong check digit": ("978-0-306-40615-8", {}, "is no address, DOI, ISBN or arXiv number"),
    "another scheme": ("file:///etc/passwd", {}, "is no address"),
    "a private machine": ("http://10.0.0.1/", {}, "10.0.0.1 is no public address"),
    "a password": ("http://me:secret@a.example/", {}, "the address holds a user name or a password"),
    "not there": ("http://a.example:{port}/x", {"*": reply(404)}, "is not there (HTTP 404)"),
    "barred": ("http://a.example:{port}/x", {"*": reply(403)}, "lets no program in (HTTP 403)"),
    "for sale": ("http://a.example:{port}/x", {"*": html("<p>This domain is for sale.</p>")}, "for sale"),
    "a DOI that nobody registered": ("10.1000/none", {"*": reply(404)}, "10.1000/none: is not registered"),
    "a DOI without a record": ("10.1000/none", {"*": html(BARE)}, "nothing is known of it there"),
    "an unknown ISBN": ("9780306406157", {"*": as_json({})}, "nothing is known of it there"),
    "too late": ("http://a.example:{port}/x", {"*": later(5, reply())}, "no full answer in time"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "site", "told"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_cited(source: str, site: dict[str, Behaviour], told: str, folder: Path) -> None:
    (folder / "bib/sources.bib").write_text("@misc{a,\n  title = {A},\n}\n", encoding="utf-8")
    before = (folder / "bib/sources.bib").read_bytes()
    sites = dict.fromkeys(("a.example", "doi.example", "books.example"), site)
    done, _ = cite(folder, source, sites, "--max-time", "1")
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "bib/sources.bib").read_bytes() == before


def test_a_bibliography_that_cannot_be_read_is_left_alone(folder: Path) -> None:
    (folder / "bib/sources.bib").write_text("@misc{a,\n  title = {A\n", encoding="utf-8")
    done, server = cite(folder, "http://a.example:{port}/", {"a.example": {"/": html(NEWS)}})
    assert (done.returncode, server.connections) == (2, 0)
    assert done.stderr.startswith("bib/sources.bib:1:")
