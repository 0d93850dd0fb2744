"""The brief itself: every fact it has to carry, and claims that hold against the data they stand on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from brief.checks.provenance import OURS, Claim, load_claims, sentences_of
from brief.content.bibliography import PUBLISHED_BRIEF, load_bibliography
from brief.content.sections import load_sections
from brief.data.tables import DataTable, load_package
from brief.quotations.passages import load_passages, row_for
from brief.quotations.quoting import quotations_in
from brief.quotations.wanted import quotations_of
from conftest import PROJECT, Folder
from reading.contents import Contents, read_docx, read_html, read_pdf

NOTES = [
    *("woods2022", "xinhua2022", "embassy2021", "dkn2021", "mineconom2022", "kabar2022", "nye2015", "-"),
    *("cabar2022", "yau2022", "yau2022", "selectra2022", "embassysite", "berdakov2018", "song2020"),
    *("kondapalli2018", "podrobno2022"),
]
"""What the notes cite, in order; note 8 is a plain footnote."""


@pytest.fixture(scope="module")
def html(built_brief: Folder) -> Contents:
    """Return what the page holds."""
    return read_html(built_brief.path / "build/brief.html")


@pytest.fixture(scope="module")
def texts(built_brief: Folder) -> dict[str, str]:
    """Return the text of each format, captions and notes included."""
    readers = {"html": read_html, "pdf": read_pdf, "docx": read_docx}
    found = {kind: read(built_brief.path / f"build/brief.{kind}") for kind, read in readers.items()}
    return {kind: " ".join([*one.paragraphs, *one.captions, *one.notes]) for kind, one in found.items()}


@pytest.fixture(scope="module")
def tables() -> dict[str, DataTable]:
    """Return the data."""
    return load_package(PROJECT / "data/datapackage.json")


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    """Return what each claim rests on."""
    return load_claims(PROJECT / "report/provenance.csv")


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    """Return each sentence of the sections, with the name of its file."""
    sections, faults = load_sections(sorted(PROJECT.glob("report/[0-9]*.md")))
    assert faults == []
    return [
        (Path(section.path).name, sentence)
        for section in sections
        for node in section.root.find("PARAGRAPH", "PLAIN")
        for sentence in sentences_of(section.text(node))
    ]


def test_notes_cite_in_order(html: Contents) -> None:
    """Seventeen notes cite fifteen sources at their places."""
    sources, faults = load_bibliography(PROJECT / "bib/sources.bib")
    assert faults == []
    assert len(html.notes) == len(NOTES)
    for place, (key, note) in enumerate(zip(NOTES, html.notes, strict=True)):
        if key == "-":
            assert "http" not in note
        elif key in NOTES[:place]:
            assert note == "Yau, Managing Sentiments in the Western Periphery, 7–8."
        else:
            assert (sources[key].get("url") or sources[key].get("doi")) in note
    assert {source.key for source in sources} == set(NOTES) - {"-"}


FACTS = """1,000 and 2,000 people|2017 to 2021|USD 280 million|2023|C5+1|From 2020 on|1,200 scholarships
1,200 government scholarships|Bridge to the Future|50 million doses|USD 500 million|5,000 places
five million doses|USD 8 million|37 courses|about 65|About 12|October 21, 2021|target was 2025
120 organizations|60 countries|1,000 MW|500 kV|600 MW|500 MW|one billion users|about 7,000
four Chinese media|top ten|eight largest universities|School No. 95|March 2021|78 institutions|six states
three forces of evil|community of common destiny|Samarkand Spirit|Shanghai Spirit|Naryn region
C5+1 format in 2020|Cultural and Integration Center|medical tourism|Following the Chinese Dream
International Energy Forum|Transformation of the energy sector|World Bank Group|Kemin substation
Toguz-Toro|Jalal-Abad|Ton district|Facebook, Instagram, Twitter|non-governmental organizations
undergraduate, graduate, and postgraduate|negative consequences|ideological content
failures and successes|specificity
BP Statistical Review of World Energy 2021|Bilim lyceum|notarize|club of authoritarian countries
debating club|Eurasianism|universal values|window of opportunity|Kupeshev|Mirziyoyev|OSCE Academy"""


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_facts_are_told(texts: dict[str, str], kind: str) -> None:
    """Each fact with a number or a name of its own stands in the text, in all three formats."""
    facts = [fact.strip() for fact in FACTS.replace("\n", "|").split("|")]
    assert [fact for fact in facts if fact not in texts[kind]] == []


def test_length(html: Contents) -> None:
    """The text is about as long as the one it restates, which has some 5,000 words."""
    assert 4500 <= sum(len(text.split()) for text in html.paragraphs) <= 5200


def test_quotations_are_exact() -> None:
    """What stands in quotation marks stands so, letter by letter, in the published brief."""
    with (PROJECT / "tests/quotations.csv").open(encoding="utf-8") as file:
        known = [row["quotation"] for row in csv.DictReader(file)]
    found = set()
    for path in PROJECT.glob("report/[0-9]*.md"):
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found |= set(re.findall(r'"([^"]+)"', text))
    for path in [*PROJECT.glob("data/*.csv"), PROJECT / "report/brief.yaml"]:
        found |= set(re.findall(r"“([^”]+)”", path.read_text(encoding="utf-8")))
    assert len(found) > 30
    for quotation in found:
        exact = re.sub(r"[.,]$", "", " ".join(quotation.split())).replace("'", "’")
        assert any(re.search(rf"(?<!\w){re.escape(exact)}(?!\w)", one) for one in known), exact


def test_every_quotation_has_its_source_and_passage() -> None:
    """A quotation stands in its source as it is, or its row says so; what cites nothing is restated."""
    sections, _ = load_sections(sorted(PROJECT.glob("report/[0-9]*.md")))
    bibliography, _ = load_bibliography(PROJECT / "bib/sources.bib")
    rows = load_passages(PROJECT / "bib/passages.csv")
    quoted = list(quotations_in(sections))
    bare = [one.text for one in quoted if not one.keys and not row_for(rows, PUBLISHED_BRIEF, one.text)]
    assert (bare, len(quoted) > 30) == ([], True)
    cited = quotations_of(sections, bibliography, rows, "en")
    unread = {(one.key, one.text) for one in cited if not one.passage}
    assert all(row_for(rows, *one) for one in unread)  # in Russian: until somebody has read the page
    with (PROJECT / "tests/quotations.csv").open(encoding="utf-8") as file:
        known = " ".join(row["quotation"].replace("’", "'") for row in csv.DictReader(file))
    assert [row.passage for row in rows if row.key == PUBLISHED_BRIEF and row.passage not in known] == []


def test_every_sentence_has_its_evidence(claims: tuple[Claim, ...], sentences: list[tuple[str, str]]) -> None:
    """Each sentence of the sections is a row of provenance.csv."""
    known = {(claim.section, claim.sentence) for claim in claims}
    bare = [one for one in sentences if not any(one[0] == file and one[1].startswith(w) for file, w in known)]
    assert bare == []


def test_what_is_ours_reads_as_ours(claims: tuple[Claim, ...], sentences: list[tuple[str, str]]) -> None:
    """A sentence that says more than the published brief names this brief."""
    ours = [claim for claim in claims if claim.kind == OURS and claim.section != "brief.yaml"]
    assert len(ours) > 20
    for claim in ours:
        whole = next(s for file, s in sentences if file == claim.section and s.startswith(claim.sentence))
        assert "this brief" in whole.lower(), whole


def test_the_numbers_of_the_note_are_true(html: Contents) -> None:
    """The introduction counts notes and sources as they are."""
    text = " ".join(html.paragraphs)
    assert f"Of the {len(NOTES)} notes one is a comment; the other {len(NOTES) - 1} cite" in text
    assert f"the {len(set(NOTES) - {'-'})} sources" in text


def test_claims_about_energy(tables: dict[str, DataTable]) -> None:
    """The text: Ton is the largest and nearly half of the capacity."""
    capacity = {row["id"]: row["capacity"] for row in tables["energy"]}
    assert max(capacity, key=capacity.__getitem__) == "ton_solar"
    assert 0.45 < capacity["ton_solar"] / sum(capacity.values()) < 0.5


def test_claims_about_pledges(tables: dict[str, DataTable]) -> None:
    """Table 1: two pledges name Kyrgyzstan, two Central Asia, and two nobody, all in early 2022."""
    rows = list(tables["pledges"])
    named = Counter(row["beneficiary"] for row in rows)
    assert named == {"Central Asia": 2, "Kyrgyzstan": 2, "Not named": 2}
    assert {row["date"] for row in rows} == {"2022-01", "2022-02"}


def test_claims_about_education(tables: dict[str, DataTable]) -> None:
    """Table 2: three of the seven counts have no year; the printed table leaves no cell blank."""
    rows = list(tables["education"])
    assert len(rows) == 7
    assert sum(row["year"] is None for row in rows) == 3


def test_no_cell_is_blank(html: Contents) -> None:
    """Every cell of every table says something."""
    assert all(cell for table in html.tables for row in table for cell in row)


def test_claims_about_the_timeline(tables: dict[str, DataTable]) -> None:
    """Figure 2: three steps in five are of 2021 and 2022, and the January summit is one of them."""
    rows = list(tables["events"])
    years = Counter(row["date"][:4] for row in rows)
    assert (years["2021"] + years["2022"]) / sum(years.values()) == 3 / 5
    assert max(count for year, count in years.items() if year <= "2020") < years["2021"]
    early = [row for row in rows if row["date"] < "2020" and row["id"] != "school_95"]
    assert all(re.search("[Gg]reen", row["event"]) for row in early)
    assert sum(row["date"] == "2022-01" for row in rows) == 1


def test_claims_about_obstacles(tables: dict[str, DataTable]) -> None:
    """Table 3: education meets all six; a weak message goes with every tool but public diplomacy."""
    rows = sorted((row["tool"], row["obstacle"]) for row in tables["obstacles"])
    met = {tool: {obstacle for _, obstacle in pairs} for tool, pairs in groupby(rows, key=lambda row: row[0])}
    assert met["Education"] == set.union(*met.values())
    assert len(met["Education"]) == 6
    assert {tool for tool, kinds in met.items() if "Weak message" not in kinds} == {"Public diplomacy"}
    assert not any("accin" in tool for tool in met)


def test_claims_about_the_comparison(tables: dict[str, DataTable]) -> None:
    """Figure 3: China lacks eight points; on seven somebody offers it, on the eighth Russia lacks it too."""
    rows = list(tables["comparison"])
    others = ("russia", "united_states", "european_union", "turkey")
    assert [row["china"] for row in rows] == ["lacks"] * 8
    bare = [row for row in rows if not any(row[other] == "has" for other in others)]
    assert [(row["id"], row["russia"]) for row in bare] == [("feedback", "lacks")]


def test_claims_about_the_evidence(tables: dict[str, DataTable]) -> None:
    """Figure 1: two rows in three rest on the published brief alone; a third of sources are a state's."""
    sources, _ = load_bibliography(PROJECT / "bib/sources.bib")
    kinds = Counter(source.get("keywords") for source in sources)
    assert kinds["state body"] + kinds["state media"] == len(sources.sources) / 3
    rows = [row for table in tables.values() for row in table]
    alone = sum(row.sources == (PUBLISHED_BRIEF,) for row in rows)
    assert 0.63 < alone / len(rows) < 0.7


def test_credits_begin_as_the_list_does(html: Contents) -> None:
    """Each name in a line of sources is how an entry in the list begins."""
    lines = [line for line in html.credits if line.startswith("Source")]
    names = {name for line in lines for name in line.partition(": ")[2].rstrip(".").split("; ")}
    plain = {re.sub(r" \d{4}$", "", name) for name in names} - {
        "the list of sources of this brief",
        "the published brief",
    }
    assert len(plain) > 8
    assert [name for name in plain if not any(one.startswith(name) for one in html.sources)] == []


def test_alternative_texts_say_the_data(html: Contents, tables: dict[str, DataTable]) -> None:
    """The alternative texts of the charts have the counts of the rows."""
    timeline = next(text for text in html.alts if "Timeline" in text)
    told = dict(re.findall(r"(\d{4}): (\d+)", timeline))
    assert told == {y: str(n) for y, n in Counter(row["date"][:4] for row in tables["events"]).items()}
    comparison = next(text for text in html.alts if "points" in text)
    for actor in ("china", "russia", "united_states", "european_union", "turkey"):
        table = tables["comparison"]
        for mark, verb in (("has", "offers"), ("lacks", "lacks")):
            count = sum(row[actor] == mark for row in table)
            part = re.search(rf"{table.title(actor)} ([^;.]*)", comparison)
            assert part is not None
            assert (f"{verb} {count}" in part[1]) == (count > 0)
