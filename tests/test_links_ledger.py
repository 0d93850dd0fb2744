"""The ledger as a file: read, written, merged by git, broken by hand."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.faults import Faults
from brief.links.ledger import COLUMNS, LedgerRow, dump_ledger, load_ledger, read_ledger
from brief.links.model import Observation, Verdict
from brief.links.notices import Notice, notices
from brief.links.passage_history import PassageHistory
from brief.quotations.model import Outcome
from link_cases import URL, after

SPECIFIED = [
    *("url", "keys", "verdict", "observation", "reason", "http_status", "final_url", "first_seen", "checked"),
    *("last_alive", "gone", "gone_counted", "trouble", "trouble_since", "trouble_counted"),
    *("archive_url", "archive_date", "fingerprint"),
]

ROW = LedgerRow(
    URL,
    keys=("nye2015", "yau2022"),
    verdict=Verdict.DEAD,
    observation=Observation.MISSING,
    reason='said "no", twice',
    http_status=404,
    first_seen=after(0),
    checked=after(9),
    gone=3,
    gone_counted=after(9),
    gone_since=after(1),
    archive_url="https://web.archive.org/web/20221115/https://example.org/page",
    archive_date="2022-11-15",
)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that writes links.csv and gives its path back."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> None:
        path = (tmp_path / "links.csv").relative_to(tmp_path)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in load_ledger(path)[1]]


def test_columns_are_the_specified_ones_and_then_ours() -> None:
    assert list(COLUMNS)[: len(SPECIFIED)] == SPECIFIED


def test_written_to_be_read_in_a_diff() -> None:
    text = dump_ledger([ROW, LedgerRow("https://a.org/")])
    header, first, second = text.splitlines()
    assert header.startswith("url,keys,verdict,")
    assert first.startswith("https://a.org/,")
    assert second.startswith(
        'https://example.org/page,nye2015 yau2022,dead,missing,"said ""no"", twice",404,,2026-'
    )
    assert text.endswith("\n")


@pytest.mark.parametrize("text", ["", "\n"])
def test_empty_is_no_history(ledger: Callable[[str], Path], text: str) -> None:
    assert load_ledger(ledger(text)) == ([], [])


def test_missing_is_no_history(tmp_path: Path) -> None:
    assert load_ledger(tmp_path / "none.csv") == ([], [])


def test_header_alone_is_no_history(ledger: Callable[[str], Path]) -> None:
    assert load_ledger(ledger(dump_ledger([]))) == ([], [])


def test_read_back(ledger: Callable[[str], Path]) -> None:
    assert read_ledger(ledger(dump_ledger([ROW]))) == [ROW]


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
times = st.none() | st.integers(0, 10**6).map(lambda hours: after(hours / 24))


passages = st.builds(
    PassageHistory,
    passage=st.text("0123456789abcdef", min_size=12, max_size=12),
    outcome=st.sampled_from(Outcome),
    since=st.just(after(1)),
    archive=st.none() | st.sampled_from(Outcome),
    place=st.sampled_from(["", "page=7", ":~:text=a%20b"]),
).flatmap(lambda history: st.sampled_from([history, replace(history, lacks=2, lacks_counted=after(5))]))


@given(
    st.builds(
        LedgerRow,
        url=cells,
        keys=st.just(("a", "b")),
        verdict=st.sampled_from(Verdict),
        observation=st.sampled_from(Observation),
        reason=cells,
        http_status=st.none() | st.integers(100, 999),
        final_url=st.none() | cells,
        **dict.fromkeys(
            ["first_seen", "checked", "last_alive", "accepted", "trouble_seen", "gone_since"], times
        ),
        archive_url=st.none() | cells,
        fingerprint=st.none() | cells,
        passages=st.lists(passages, max_size=3, unique_by=lambda history: history.passage).map(
            lambda histories: tuple(sorted(histories, key=lambda history: history.passage))
        ),
    )
)
def test_every_row_comes_back(tmp_path_factory: pytest.TempPathFactory, row: LedgerRow) -> None:
    path = tmp_path_factory.mktemp("rows") / "links.csv"
    path.write_text(dump_ledger([row]), encoding="utf-8")
    assert load_ledger(path) == ([row], [])


def test_columns_that_came_later_may_be_missing(ledger: Callable[[str], Path]) -> None:
    path = ledger(
        ",".join(SPECIFIED) + f"\n{URL},a,missing,missing,,404,,2026-01-01,2026-01-04,,1,2026-01-04,0,,,,,\n"
    )
    (row,) = read_ledger(path)
    assert (row.gone, row.gone_counted.date(), row.gone_since) == (1, date(2026, 1, 4), None)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "404",
            "40x",
            "links.csv:2:1: http_status: '40x' is not a whole number; restore the row from git's history",
        ),
        (",dead,", ",deed,", "links.csv:2:1: verdict: 'deed' is not a valid Verdict; "),
        ("2026-01-10T06:00:00Z", "soon", "links.csv:2:1: checked: Invalid isoformat string: 'soon'; "),
        (",404,", ",404,,", "links.csv:2:1: the row has 26 cells, the header 25; "),
        ("verdict", "verdigt", "links.csv:1:1: unknown column verdigt; did you mean verdict?"),
        ("verdict,", "", "links.csv:1:1: the column verdict is missing; "),
        ('"said', "said", "links.csv:2:1: the row has 26 cells, the header 25; "),
        (URL, "", "links.csv:2:1: url: the cell is empty; "),
    ],
)
def test_malformed(ledger: Callable[[str], Path], old: str, new: str, expected: str) -> None:
    lines = faults(ledger(dump_ledger([ROW]).replace(old, new, 1)))
    assert any(fault.startswith(expected) for fault in lines), lines


def test_a_quotation_mark_that_never_closes(ledger: Callable[[str], Path]) -> None:
    (fault,) = faults(ledger(dump_ledger([ROW]) + '"https://b.org/,a\n'))
    assert fault.startswith("links.csv:3:1: the row cannot be read (")


def test_a_count_without_its_time(ledger: Callable[[str], Path]) -> None:
    (fault,) = faults(ledger(dump_ledger([LedgerRow(URL, gone=2)])))
    assert fault.startswith("links.csv:2:1: gone is 2, but gone_counted does not say when; ")


def test_not_utf8(ledger: Callable[[str], Path]) -> None:
    path = ledger("")
    path.write_bytes(b"url,\xff\n")
    with pytest.raises(Faults, match=r"links\.csv:1:5: this is not UTF-8 text"):
        load_ledger(path)


CONFLICT = """\
<<<<<<< HEAD
{left}
=======
{right}
>>>>>>> other
"""


def test_marks_of_a_conflict_are_faults_with_a_line(ledger: Callable[[str], Path]) -> None:
    header, row = dump_ledger([ROW]).splitlines()
    path = ledger(f"{header}\n{CONFLICT.format(left=row, right=row)}")
    assert [fault.split(":")[1] for fault in faults(path)] == ["2", "4", "6"]
    assert "record_links.py" in faults(path)[0]
    assert load_ledger(path, merging=True) == ([ROW, ROW], [])


def test_both_sides_of_a_union_merge_are_read(ledger: Callable[[str], Path], tmp_path: Path) -> None:
    """Git itself merges two ledgers that grew apart, as `merge=union` in .gitattributes makes it."""
    other = LedgerRow("https://b.org/", first_seen=after(0), checked=after(0))
    for name, rows in (("base", []), ("ours", [ROW]), ("theirs", [other, ROW])):
        (tmp_path / name).write_text(dump_ledger(rows), encoding="utf-8")
    merge = ["git", "merge-file", "--union", "-p", "ours", "base", "theirs"]
    text = subprocess.run(merge, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    rows, wrong = load_ledger(ledger(text))
    assert {row.url for row in rows} == {URL, "https://b.org/"}
    assert wrong == []


def test_notices_for_the_list_of_sources() -> None:
    alive = LedgerRow("https://a.org/", keys=("yau2022",), last_alive=after(2))
    by_key = notices([ROW, alive])
    day = date(2022, 11, 15)
    assert by_key["nye2015"] == (Notice("nye2015", URL, None, ROW.archive_url, day),)
    assert [notice.url for notice in by_key["yau2022"]] == ["https://a.org/", URL]
    assert by_key["yau2022"][0].last_alive == date(2026, 1, 3)
    assert "song2020" not in by_key
