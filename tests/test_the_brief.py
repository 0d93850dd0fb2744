"""The brief itself: every fact it has to carry, and claims that hold against the data they stand on."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

import pytest

from brief.bibliography import load_bibliography
from brief.datatables import DataTable, load_package
from conftest import PROJECT, Folder
from reading.contents import Contents, read_html

NOTES = [
    "woods2022",
    "xinhua2022",
    "embassy2021",
    "dkn2021",
    "mineconom2022",
    "kabar2022",
    "nye2015",
    "-",
    "cabar2022",
    "yau2022",
    "yau2022",
    "selectra2022",
    "embassysite",
    "berdakov2018",
    "song2020",
    "kondapalli2018",
    "podrobno2022",
]
"""What the notes cite, in order; note 8 is a plain footnote."""


@pytest.fixture(scope="module")
def html(built_brief: Folder) -> Contents:
    """Return what the page holds."""
    return read_html(built_brief.path / "build/brief.html")


@pytest.fixture(scope="module")
def tables() -> dict[str, DataTable]:
    """Return the data."""
    return load_package(PROJECT / "data/datapackage.json")


def test_notes_cite_in_order(html: Contents) -> None:
    """Seventeen notes cite fifteen sources at their places."""
    sources, faults = load_bibliography(PROJECT / "bib/sources.bib")
    assert faults == []
    assert len(html.notes) == len(NOTES)
    for key, note in zip(NOTES, html.notes, strict=True):
        if key == "-":
            assert "http" not in note
        elif note.startswith("Ibid."):
            assert key == "yau2022"
        else:
            assert (sources[key].get("url") or sources[key].get("journaltitle")) in note
    assert {source.key for source in sources} == set(NOTES) - {"-"}


@pytest.mark.parametrize(
    "fact",
    """1,000 and 2,000 people|2017 to 2021|USD 280 million|2023|C5+1|Since 2020|1,200 scholarships
    1,200 government scholarships|Bridge to the Future|50 million doses|USD 500 million|5,000 places
    5 million doses|USD 8 million|37 courses|about 65|about 12|October 21, 2021|target is 2025
    120 organizations|60 countries|1,000 MW|500 kV|600 MW|500 MW|1 billion users|About 7,000 students
    4 Chinese media|top 10|8 largest universities|School No. 95|March 2021|78 institutions|6 states
    three forces of evil|community of common destiny|Samarkand Spirit|Shanghai Spirit""".replace(
        "\n", "|"
    ).split("|"),
)
def test_facts_are_told(html: Contents, fact: str) -> None:
    """Each fact with a number or a name of its own stands in the text."""
    assert fact.strip() in " ".join([*html.paragraphs, *html.captions])


def test_about_four_thousand_words(html: Contents) -> None:
    """The text is as long as the one it restates."""
    assert 3600 <= sum(len(text.split()) for text in html.paragraphs) <= 4600


def test_claims_about_energy(tables: dict[str, DataTable]) -> None:
    """Figure 3 and the text: Ton is the largest and nearly half of the capacity."""
    capacity = {row["id"]: row["capacity"] for row in tables["energy"]}
    assert max(capacity, key=capacity.__getitem__) == "ton_solar"
    assert 0.45 < capacity["ton_solar"] / sum(capacity.values()) < 0.5


def test_claims_about_pledges(tables: dict[str, DataTable]) -> None:
    """Table 1: most pledges were addressed to the region, in early 2022."""
    rows = list(tables["pledges"])
    assert sum(row["beneficiary"] == "Central Asia" for row in rows) > len(rows) / 2
    assert {row["date"] for row in rows} == {"2022-01", "2022-02"}


def test_claims_about_education(tables: dict[str, DataTable]) -> None:
    """Table 2: more than half of the courses were in the capital."""
    table = tables["education"]
    assert table["courses_capital"]["value"] > table["courses_country"]["value"] / 2


def test_claims_about_the_timeline(tables: dict[str, DataTable]) -> None:
    """Figure 2: after 2020 the steps thicken, and most fall in 2021 and 2022."""
    years = Counter(row["date"][:4] for row in tables["events"])
    assert years["2021"] + years["2022"] > sum(years.values()) / 2
    assert max(count for year, count in years.items() if year <= "2020") < years["2021"]


def test_claims_about_obstacles(tables: dict[str, DataTable]) -> None:
    """Table 3: education meets all six; one-way content and a weak message are with every tool."""
    rows = sorted((row["tool"], row["obstacle"]) for row in tables["obstacles"])
    met = {tool: {obstacle for _, obstacle in pairs} for tool, pairs in groupby(rows, key=lambda row: row[0])}
    assert met["Education"] == set.union(*met.values())
    assert len(met["Education"]) == 6
    assert set.intersection(*met.values()) == {"One-way content", "Weak message"}
    assert not any("accin" in tool for tool in met)


def test_claims_about_the_evidence() -> None:
    """Figure 1: almost all web pages, somewhat more in Russian, about half of one year."""
    sources, _ = load_bibliography(PROJECT / "bib/sources.bib")
    assert Counter(source.kind for source in sources)["online"] >= 13
    languages = Counter(source.written_in for source in sources)
    assert 0 < languages["ru"] - languages["en"] <= 2
    assert abs(max(Counter(source.year for source in sources if source.year).values()) - 7.5) <= 1


def test_alternative_texts_say_the_data(html: Contents, tables: dict[str, DataTable]) -> None:
    """Every number of the energy chart's rows is in its alternative text, and no other."""
    alt = next(text for text in html.alts if "capacity" in text)
    told = {int(number.replace(",", "")) for number in re.findall(r"([\d,]+) MW", alt)}
    rows = [row["capacity"] for row in tables["energy"]]
    assert told == {*rows, sum(rows)}
