"""The files of the data as a whole: what parts their cells, ends their lines and names their rows."""

from __future__ import annotations

from typing import Any

import pytest

from tables import HEADER, ROW, Load, Refuse, described, load, refuse

__all__ = ["load", "refuse"]


PARTED = "the cells are separated by"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((HEADER + ROW).replace(",", ";"), [f"1:1: {PARTED} semicolons; save it as CSV with commas, or add"]),
        (
            (HEADER + ROW).replace(",", "\t"),
            [f'1:1: {PARTED} tabs; save it as CSV with commas, or add "dialect"'],
        ),
        ((HEADER + ROW).replace(",", "|"), [f"1:1: {PARTED} bars; save it as CSV with commas, or add"]),
        ("sep=,\n" + HEADER + ROW, ["1:1: the line sep=, is for Excel alone; take it out"]),
        (
            ("sep=;\n" + HEADER + ROW).replace(",", ";"),
            ["1:1: the line sep=; is for Excel alone; take it out"],
        ),
        (
            "# a note, by hand\n" + HEADER + ROW,
            ["1:1: the header is only in line 2; take out what is above it"],
        ),
        ("\n\n" + HEADER + ROW, ["1:1: the header is only in line 3; take out what is above it"]),
        ('"id"\t"n"\t"source"\n', [f"1:1: {PARTED} tabs; save it as CSV with commas, or add"]),
        ('# a "note"\n' + HEADER + ROW, ["1:1: the header is only in line 2; take out what is above it"]),
        (HEADER.replace("id", '"id'), ["1:1: the quotation mark that opens here is never closed"]),
        (ROW + ROW, ["1:1: the first line does not name the columns; it should be id,n,i,d,b,source"]),
        (
            (HEADER + ROW).replace(",", ", "),
            ["1:4: the cell has blanks around it (and in 9 more places); take out"],
        ),
        (HEADER + ROW.replace("a,", '" a" ,'), ["2:1: the cell has blanks around it; take out"]),
        (HEADER + 'a,1,2,2026-11-24,true, "k;l, m"\n', ["2:23: the cell has blanks around it; take out"]),
        (HEADER + '"a,1,2,,,k\nb,1,2,,,k\n', ["2:1: the quotation mark that opens here is never closed"]),
        (
            HEADER + '"a,1,2,,,k\nb,1,2,,,"k"\n',
            ["2:1: the quotation mark that opens here is closed in line 3, before"],
        ),
        (
            HEADER + 'a"b,1,2,,,k\n',
            ["2:2: there is a quotation mark inside of a cell that has none around it; put"],
        ),
        (
            HEADER + '"a"b,1,2,,,k\n',
            ["2:1: the quotation mark that opens here is closed in line 2, before column 4"],
        ),
        (
            HEADER + "a,1,2\nb,1,2\n",
            ["2:6: the row ends before d (and in 1 more place); add what is missing"],
        ),
        (
            HEADER + "a,1,5,2,,,k\n",
            ["2:11: the row has more cells than the header; put a text or a number with commas"],
        ),
        (
            HEADER + "a,1,5,,,k,,\n",
            ["2:11: the row has more cells than the header; take out the commas at its end"],
        ),
        ("", ["1:1: the file is empty; its first line names the columns"]),
        (" \n\n", ["1:1: the file is empty; its first line names the columns"]),
        (HEADER, ["1:1: the file has a header and no rows; add a row"]),
        (
            HEADER + ROW + "\n,,,,,\n\n" + ROW.replace("a", "b"),
            ["3:1: the row is empty (and in 2 more places)"],
        ),
        ("id,n,n,i,d,b,source\n" + ROW, ["1:6: the column n is given twice; rename it"]),
        ("id,n,i,d,b\n" + "a,1,2,2026-11-24,true\n", ["1:1: the column source is missing; add it"]),
        (
            "id,n,i,d,b,x,source\n" + ROW.replace("k", "y,k"),
            ["1:12: the column x is not described; describe it"],
        ),
        (
            "id,N,i,d,b,source\n" + ROW,
            ["1:4: a column is called N, which datapackage.json does not know; the column"],
        ),
        ("n,id,i,d,b,source\n1,a,2,2026-11-24,true,k\n", ["1:1: the columns have another order than in"]),
        (
            HEADER[:-1] + ",,\n" + ROW[:-1] + ",,\n",
            ["1:19: a column has no name (and in 1 more place); name it"],
        ),
        (
            HEADER + ROW.replace("a", "a\0"),
            ["2:2: the character U+0000 cannot be printed"],
        ),
        (
            HEADER + ROW.replace("k", "\x0b"),
            ["2:23: the character U+000B cannot be printed"],
        ),
        ("\ufeff\ufeff" + HEADER + ROW, ["1:1: the character U+FEFF cannot be printed"]),
        (
            (HEADER + ROW).encode("utf-16"),
            ["1:1: this is not UTF-8 text; save the file with the encoding UTF-8"],
        ),
        (
            (HEADER + ROW).encode("utf-16-le"),
            ["1:2: the character U+0000 cannot be printed"],
        ),
        (
            HEADER + ROW.replace("k", "k" * 40000),
            ["2:23: the cell has 40000 characters, and at most 32767 are read"],
        ),
        (HEADER + ROW * 500000, ["1:1: the file has 12.0 MB, and at most 10 are read; keep here what"]),
        (
            "id,n,i,d,b,source\n" + "\n" * 100_000 + ROW,
            [
                "2:1: the row is empty (and in 99999 more places)",
                "100002:1: the file has more than 100000 rows",
            ],
        ),
    ],
)
def test_files_of_other_hands(refuse: Refuse, content: str | bytes, expected: list[str]) -> None:
    """What breaks a file as a whole has one message, at its place."""
    faults = refuse(content)
    assert len(faults) == len(expected), faults
    for fault, beginning in zip(faults, expected, strict=True):
        assert fault.startswith(f"e.csv:{beginning}"), fault


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_breaks(load: Load, refuse: Refuse, ends: str) -> None:
    """Lines are counted right behind cells with line breaks, whatever ends a line."""
    content = "\ufeff" + HEADER + '"a\nb",1,2,,,"k\n\nk"\nc,1,2,,,k\n\n'
    assert [row.line for row in load(content.replace("\n", ends).encode())] == [2, 6]
    assert refuse(content.replace("c,1", "c,x").replace("\n", ends))[0].startswith(
        "e.csv:6:3: n = x is not a number"
    )


def test_dialect(load: Load, refuse: Refuse) -> None:
    """The sign between cells is what the description says."""
    for sign in ";|\t":
        table = load((HEADER + ROW).replace(",", sign), described(dialect={"delimiter": sign}))
        assert table["a"]["n"] == 1
    (fault,) = refuse(HEADER + ROW, described(dialect={"delimiter": ";"}))
    assert fault.startswith(
        "e.csv:1:1: the cells are separated by commas; save it as CSV with semicolons, or add"
    )


def test_names_of_columns_with_commas(load: Load) -> None:
    """The names of columns are cells like any other."""
    names = ["a, b", "c; d", "source"]
    table = load('"a, b","c; d",source\n1,2,k\n', described([{"name": name} for name in names]))
    assert list(table.rows[0].values) == names


def test_names_of_rows(load: Load, refuse: Refuse) -> None:
    """The primary key names rows, one column or several; else a column `id` does, else nothing."""
    fields = [{"name": "year", "type": "year"}, {"name": "land"}, {"name": "value"}, {"name": "source"}]
    content = "year,land,value,source\n2019,kg,1,k\n2019,cn,2,k\n"

    def keyed(*key: str) -> dict[str, Any]:
        return described(fields, schema={"fields": fields, "primaryKey": list(key)})

    table = load(content, keyed("year", "land"))
    assert list(table.named) == ["2019/kg", "2019/cn"]
    assert (table["2019/cn"]["value"], table["2019/cn"].line) == ("2", 3)
    assert load(content, described(fields, schema={"fields": fields, "primaryKey": "land"}))["cn"].line == 3
    assert load(content, described(fields)).named == {}
    assert refuse(content, keyed("year")) == [
        "e.csv:3:1: year = 2019 is already in line 2; give the row another one"
    ]
    assert refuse(content + "2019,cn,3,k\n,ru,4,k\n", keyed("year", "land")) == [
        "e.csv:4:1: year, land = 2019, cn is already in line 3; give the row another one",
        "e.csv:5:1: the cell of year, which names the row, is empty; fill it in",
    ]
    slashed = load("year,land,value,source\n2019,a/b,1,k\n", keyed("year", "land"))
    assert slashed.named == {}
    (fault,) = refuse(HEADER + ROW + ROW)
    assert fault == "e.csv:3:1: id = a is already in line 2; give the row another one"
