"""The data as others read it: Frictionless and csv read as we do, and whatever is broken is a fault."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.data.cells import CellError, DataColumn
from brief.data.tables import load_package
from brief.faults import Faults
from conftest import PROJECT, SMALL
from tables import of_one


@pytest.mark.parametrize("brief", [PROJECT, SMALL])
def test_frictionless_agrees(brief: Path) -> None:
    """Our own descriptions are sound Data Packages, and Frictionless reads the same values."""
    import frictionless

    report = frictionless.validate(str(brief / "data/datapackage.json"))
    assert report.valid, report.flatten()
    for resource in frictionless.Package(str(brief / "data/datapackage.json")).resources:
        table = load_package(brief / "data/datapackage.json")[resource.name]
        assert [dict(row.values) for row in table] == [row.to_dict() for row in resource.read_rows()]


FIELDS = [
    {"type": "integer"},
    {"type": "integer", "groupChar": "."},
    {"type": "number"},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "number", "decimalChar": ","},
    {"type": "number", "groupChar": ","},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
    {"type": "date"},
    {"type": "date", "format": "%d.%m.%Y"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "string"},
    {"type": "number", "missingValues": ["", "-"]},
]
TEXTS = st.one_of(
    st.text("0123456789.,+-", max_size=9),
    st.dates().map(str),
    st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
    st.sampled_from(["true", "1", "ja", "nein", "FALSE", "2026", "2026-11", "-", "", "a b"]),
)


@given(st.sampled_from(FIELDS), TEXTS)
@settings(deadline=None)
def test_frictionless_reads_the_same(field: dict[str, Any], text: str) -> None:
    """Whatever cell is read here has the value that Table Schema's own reader finds."""
    import frictionless

    try:
        ours = DataColumn({"name": "v", **field}).read(text)
    except CellError:
        return
    theirs, notes = frictionless.Field.from_descriptor({"name": "v", **field}).read_cell(text)
    assert not notes
    if field["type"] == "date" and theirs is not None:
        theirs = theirs.isoformat()
    if field["type"] == "yearmonth" and theirs is not None:
        theirs = f"{theirs.year:04}-{theirs.month:02}"
    assert (ours, type(ours)) == (theirs, type(theirs))


@given(
    st.lists(st.lists(st.text("ab,\"\n;'", max_size=5).map(str.strip), min_size=3, max_size=3), min_size=1)
)
@settings(deadline=None)
def test_csv_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    """What Python's csv writes comes back, cell by cell; rows without anything in them are refused."""
    folder = tmp_path_factory.mktemp("csv", numbered=True)
    (folder / "datapackage.json").write_text(json.dumps(of_one(type="string")), encoding="utf-8")
    rows = [[f"r{number}", *row[1:]] for number, row in enumerate(rows)]
    with (folder / "e.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "v", "source"], *rows])
    table = load_package(folder / "datapackage.json")["e"]
    assert [[row[name] or "" for name in ("id", "v", "source")] for row in table] == rows


BITS = [
    '"',
    ",",
    ";",
    "\n",
    "\t",
    "\0",
    "{}",
    "[]",
    ":",
    "null",
    "1e999",
    "-",
    "=",
    "'",
    "\u00a0",
    "5",
    "\\",
    "\ufeff",
]
BITS += [
    '"type": 5, ',
    '"pattern": "(a+)+", ',
    '"primaryKey": "value", ',
    '"enum": [1], ',
    '"groupChar": ".", ',
]


@given(st.data())
@settings(deadline=None)
def test_nothing_but_faults(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """However a file is broken, the data is read, or there are faults with a place and a remedy."""
    folder = Path(shutil.copytree(SMALL / "data", tmp_path_factory.mktemp("broken") / "data"))
    path = folder / data.draw(st.sampled_from(["datapackage.json", "energie.csv", "zusagen.csv"]))
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at, gone = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 20))
        text = text[:at] + data.draw(st.sampled_from(["", *BITS])) + text[at + gone :]
    path.write_text(text, encoding="utf-8")
    try:
        load_package(folder / "datapackage.json")
    except Faults as found:
        for fault in found.faults:
            assert fault.line > 0 < fault.column
            assert len(str(fault).splitlines()) == 1
            assert fault.remedy


def test_numbers_are_printed_as_they_are() -> None:
    """A number keeps all its decimals in print; what a chart divides is rounded."""
    from brief.content.language import load_language

    german = load_language("de")
    assert german.number(Decimal("0.0004")) == "0,0004"
    assert german.number(Decimal("1234.56789")) == "1.234,56789"
    assert german.number(Decimal(1) / 3) == "0,333"
    assert german.number(1 / 3) == "0,333"
