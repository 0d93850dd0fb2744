"""The cells of the data: each has one reading, and every slip one message with its place."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tables import HEADER, ROW, Load, Refuse, cells, load, of_one, refuse

__all__ = ["load", "refuse"]


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
