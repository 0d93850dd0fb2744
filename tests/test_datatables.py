"""The data as it is read: one reading of every cell, and for every slip one message with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from brief.data.tables import DataTable, load_package
from brief.faults import Faults

HEADER = "id,n,i,d,b,source\n"
ROW = "a,1,2,2026-11-24,true,k\n"
FIELDS = [
    {"name": "id"},
    {"name": "n", "type": "number"},
    {"name": "i", "type": "integer"},
    {"name": "d", "type": "date"},
    {"name": "b", "type": "boolean"},
    {"name": "source"},
]

Load = Callable[..., DataTable]
Refuse = Callable[..., list[str]]


def described(fields: Any = FIELDS, **resource: Any) -> dict[str, Any]:
    """Return a description of one file, e.csv, with these fields and keys."""
    return {"resources": [{"name": "e", "path": "e.csv", "schema": {"fields": fields}, **resource}]}


def of_one(**field: Any) -> dict[str, Any]:
    """Return a description of a file with one column `v` beside `id` and `source`."""
    return described([{"name": "id"}, {"name": "v", **field}, {"name": "source"}])


def cells(*texts: str) -> str:
    """Return a CSV file of that shape with these cells in the column `v`."""
    quoted = (text.replace('"', '""') for text in texts)
    return "id,v,source\n" + "".join(f'r{at},"{text}",k\n' for at, text in enumerate(quoted))


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Return a function that writes a file and its description and reads them."""
    monkeypatch.chdir(tmp_path)

    def loaded(content: str | bytes, description: Any = None) -> DataTable:
        text = (
            description if isinstance(description, str) else json.dumps(description or described(), indent=1)
        )
        Path("datapackage.json").write_text(text, encoding="utf-8")
        Path("e.csv").write_bytes(content.encode() if isinstance(content, str) else content)
        return load_package(Path("datapackage.json"))["e"]

    return loaded


@pytest.fixture
def refuse(load: Load) -> Refuse:
    """Return a function that does so and gives the faults back."""

    def refused(content: str | bytes, description: Any = None) -> list[str]:
        with pytest.raises(Faults) as found:
            load(content, description)
        return [str(fault) for fault in found.value.faults]

    return refused


def test_types(load: Load) -> None:
    """Each type of column has its values, and an empty cell none."""
    first, second = load(HEADER + ROW + "b,,,,,k\n")
    assert first.values == {"id": "a", "n": 1, "i": 2, "d": "2026-11-24", "b": True, "source": "k"}
    assert isinstance(first["n"], Decimal)
    assert set(second.values.values()) == {"b", "k", None}


GERMAN = {"type": "number", "decimalChar": ",", "groupChar": "."}
NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("field", "texts", "values"),
    [
        (GERMAN, ["1.000", "1.234.567,89", "1000,5", "-,5"], ["1000", "1234567.89", "1000.5", "-0.5"]),
        ({"type": "number"}, ["1.000", "+.5", "5."], ["1.000", "0.5", "5"]),
        ({"type": "integer", "groupChar": "."}, ["1.000", "-12"], [1000, -12]),
        ({"type": "integer", "groupChar": NARROW}, [f"1{NARROW}000"], [1000]),
        ({"type": "date", "format": "%d.%m.%Y"}, ["24.11.2026", "1.2.2026"], ["2026-11-24", "2026-02-01"]),
        ({"type": "date", "format": "%m/%d/%Y"}, ["11/24/2026"], ["2026-11-24"]),
        ({"type": "boolean"}, ["true", "TRUE", "1", "False", "0"], [True, True, True, False, False]),
        ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, ["ja", "nein"], [True, False]),
        (
            {"type": "number", "missingValues": ["", "n/a", "-"]},
            ["n/a", "-", "", "1"],
            [None, None, None, "1"],
        ),
        ({"type": "year"}, ["2026"], [2026]),
        ({"type": "yearmonth"}, ["2026-11"], ["2026-11"]),
        ({}, ['in "quotes", and\nmore'], ['in "quotes", and\nmore']),
    ],
)
def test_keys_of_a_column(load: Load, field: dict[str, Any], texts: list[str], values: list[Any]) -> None:
    """What a column says of its cells is how they are read."""
    expected = [Decimal(v) if field.get("type") == "number" and v else v for v in values]
    assert [row["v"] for row in load(cells(*texts), of_one(**field))] == expected


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("number", "2,5", 'has a decimal comma; write 2.5, or add "decimalChar": ","'),
        ("number", "1,000", "has a comma in it; write 1000 or 1.000, or say"),
        ("number", "1.000,5", "has separators between its thousands; write 1000.5, or add"),
        ("number", "1,000.5", "has separators between its thousands; write 1000.5, or add"),
        ("number", "1.000.000", "has separators between its thousands; write 1000000"),
        ("integer", "1,000", 'has separators between its thousands; write 1000, or add "groupChar": ","'),
        ("integer", "1 000", 'has separators between its thousands; write 1000, or add "groupChar": " "'),
        ("integer", f"1{NARROW}000", "has separators between its thousands; write 1000, or add"),
        ("integer", "1'000", "has separators between its thousands; write 1000, or add"),
        ("integer", "1_000", "has separators between its thousands; write 1000"),
        ("integer", "1.5", "is not an integer; correct the cell, or the column's type"),
        ("number", "1e3", "is written with a power of ten; write the number out"),
        ("number", "NaN", "is not a number; leave the cell empty"),
        ("number", "-inf", "is not a number; leave the cell empty"),
        ("number", "–", "is not a number; leave the cell empty"),
        ("integer", "１２", "has other characters than the digits 0 to 9; write it as 12"),
        ("number", "−5", "has other characters than the digits 0 to 9; write it as -5"),
        ("number", "5 %", "has more than a number in it; write the number alone"),
        ("number", "€5", "has more than a number in it; write the number alone"),
        ("number", "12 Mio.", "has more than a number in it; write the number alone"),
        ("number", "0x1F", "is not a number; correct the cell"),
        ("number", "1234567890123456", "has more than 15 digits; round it"),
        ("number", "9" * 5000, "has more than 15 digits; round it"),
        ("string", "=SUM(A1:A2)", "a formula: =SUM(A1:A2); put its value there"),
        ("number", "=1+1", "a formula: =1+1; put its value there"),
        ("string", "@SUM(A1)", "a formula: @SUM(A1); put its value there"),
        ("number", "+", "is not a number; correct the cell"),
        ("number", ".", "is not a number; correct the cell"),
        ("string", "#REF!", "is an error of a spreadsheet"),
        ("date", "24.11.2026", 'write it as 2026-11-24, or add "format": "%d.%m.%Y" to'),
        ("date", "11/24/2026", 'write it as 2026-11-24, or add "format": "%m/%d/%Y" to'),
        ("date", "04/05/2026", 'add "format": "%d/%m/%Y" or "format": "%m/%d/%Y" to'),
        ("date", "2026-11", "is a date without a day; write the day too, or make the column a"),
        ("date", "2026-02-30", "is not a date; write a day of the calendar"),
        ("date", "0000-01-01", "is not a date; write a day of the calendar"),
        ("boolean", "ja", "is not a boolean; write true or false, or name the word in trueValues"),
        ("year", "24.11.2026", "is a day, not a year; write the year alone"),
        ("year", "22", "is not a year; correct the cell"),
        ("yearmonth", "2026-13", "is not a yearmonth; correct the cell"),
    ],
)
def test_a_cell_of_another_kind(refuse: Refuse, kind: str, text: str, problem: str) -> None:
    """How spreadsheets and hands write what is read otherwise: the place, the cell and what to write."""
    (fault,) = refuse(cells("", text), of_one(type=kind))
    assert fault.startswith("e.csv:3:4: v ")
    assert problem in fault


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ({"decimalChar": ","}, "1.000", "has a point in it; write 1000 or 1,000, or say in datapackage.json"),
        (
            {"decimalChar": ","},
            "1.5",
            'has a decimal point; write 1,5, or add "decimalChar": "." to the column',
        ),
        (GERMAN, "1,000.5", "has separators between its thousands; write 1000,5, or add"),
        (GERMAN, "10.00,5", "is not a number; correct the cell"),
        (GERMAN, "1.0000", 'has a decimal point; write 1,0000, or add "decimalChar": "."'),
        (GERMAN, "1,5,5", "is not a number; correct the cell"),
        ({"groupChar": " "}, "1 000,5", "has separators between its thousands; write 1000.5, or add"),
    ],
)
def test_a_number_of_another_country(refuse: Refuse, field: dict[str, Any], text: str, problem: str) -> None:
    """A number is of the signs that its column names, and of no others."""
    (fault,) = refuse(cells(text), of_one(**{"type": "number", **field}))
    assert fault.startswith(f"e.csv:2:4: v = {text} {problem}"), fault


def test_a_habit_is_told_once(refuse: Refuse) -> None:
    """A whole column that is written another way has one message; slips of their own have one each."""
    (fault,) = refuse(cells("1,5", "2,5", "3", "4,25"), of_one(type="number"))
    assert fault.startswith("e.csv:2:4: v = 1,5 has a decimal comma (and in 2 more places); write 1.5")
    assert [fault[:9] for fault in refuse(cells("x", "1", "y"), of_one(type="number"))] == [
        "e.csv:2:4",
        "e.csv:4:4",
    ]


def test_not_thousands_of_faults(refuse: Refuse) -> None:
    """A file that is wrong in every row is told of as far as anybody reads."""
    assert len(refuse(cells(*["wrong"] * 3000), of_one(type="number"))) == 50


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


NUMBERS = {"type": "number"}


@pytest.mark.parametrize(
    ("field", "texts", "problems"),
    [
        ({"required": True}, ["a", ""], ["3:4: the cell of v is empty; fill it in"]),
        ({"unique": True}, ["a", "a"], ["3:4: v = a is already in line 2; give the row another one"]),
        ({"enum": ["a", "b"]}, ["a", "c"], ["3:4: v = c is none of: a, b; correct"]),
        (
            {"minLength": 2, "maxLength": 3},
            ["a", "abc", "abcd"],
            ["2:4: v = a has fewer", "4:4: v = abcd has more"],
        ),
        ({"pattern": "[a-z]+"}, ["a", "A"], ["3:4: v = A does not match the pattern [a-z]+; correct"]),
        ({"pattern": "(a+)+b"}, ["a" * 5000], ["2:4: v = aaaa"]),
        (
            {"pattern": "[ab]*a[ab]{300}"},
            ["".join(Random(1).choices("ab", k=9000))] * 9,
            ["2:4: the pattern [ab]*a[ab]{300} of v takes too long: it leaves too many ways open"],
        ),
        (
            {**NUMBERS, "enum": [1, "2", 2.5]},
            ["1.0", "2", "2.50", "3"],
            ["5:4: v = 3 is none of: 1, 2, 2.5; correct"],
        ),
        (
            {**NUMBERS, "minimum": 5, "maximum": 7},
            ["4.9", "5", "7", "8"],
            ["2:4: v = 4.9 is less", "5:4: v = 8 is more"],
        ),
        (
            {**NUMBERS, "exclusiveMinimum": 5, "exclusiveMaximum": 7},
            ["5", "6", "7"],
            ["2:4: v = 5 ", "4:4: v = 7 "],
        ),
        (
            {"type": "date", "minimum": "2020-01-01"},
            ["2019-12-31"],
            ["2:4: v = 2019-12-31 is less than the minimum"],
        ),
        (
            {"type": "year", "maximum": 2023},
            ["2024"],
            ["2:4: v = 2024 is more than the maximum 2023; correct"],
        ),
    ],
)
def test_constraints(refuse: Refuse, field: dict[str, Any], texts: list[str], problems: list[str]) -> None:
    """What a column demands is held against each of its cells."""
    constraints = {key: value for key, value in field.items() if key != "type"}
    faults = refuse(cells(*texts), of_one(type=field.get("type", "string"), constraints=constraints))
    assert len(faults) == len(problems), faults
    for fault, problem in zip(faults, problems, strict=True):
        assert fault.startswith(f"e.csv:{problem}"), fault


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
