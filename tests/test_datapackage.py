"""datapackage.json: every slip has its line, and no key is passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brief.content.yamlfile import schema
from brief.data.tables import read_descriptor
from brief.faults import Faults

SOUND: dict[str, Any] = {
    "resources": [
        {
            "name": "e",
            "path": "e.csv",
            "schema": {"fields": [{"name": "id"}, {"name": "v", "type": "number"}, {"name": "source"}]},
        }
    ]
}
LINES = json.dumps(SOUND, indent=1).splitlines()


def refused(tmp_path: Path, text: str) -> list[str]:
    """Return the faults of a description, without its path."""
    path = tmp_path / "datapackage.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        read_descriptor(path)
    return [str(fault).removeprefix(f"{path}:") for fault in found.value.faults]


def at(text: str) -> int:
    """Return the line of the sound description in which a text stands first."""
    return next(number for number, line in enumerate(LINES, 1) if text in line)


COLUMN = '"type": "number"'
NAME = '"name": "e"'
SCHEMA = '"fields": ['


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            COLUMN,
            '"bareNumber": false',
            "the key bareNumber is not read here; take it out and write numbers alone",
        ),
        (COLUMN, '"categories": ["a"]', "the key categories is not read here; list the values as `enum`"),
        (COLUMN, '"required": true', "the key required is not read here; write it under `constraints`"),
        (COLUMN, '"foo": 1', "unknown key foo; see README for the names that are known here"),
        (
            COLUMN,
            '"type": "datetime"',
            "e.v.type does not fit ('datetime' is not one of ['string', 'integer',",
        ),
        (COLUMN, '"type": "array"', "e.v.type does not fit ('array' is not one of ['string', 'integer',"),
        (
            COLUMN,
            '"decimalChar": ","',
            "a column of the type string has no decimalChar; take it out, or make",
        ),
        (
            COLUMN,
            f'{COLUMN}, "decimalChar": ";"',
            "e.v.decimalChar does not fit (';' is not one of ['.', ','])",
        ),
        (COLUMN, f'{COLUMN}, "groupChar": "."', "groupChar and decimalChar are the same sign"),
        (
            COLUMN,
            f'{COLUMN}, "trueValues": ["ja"]',
            "a column of the type number has no trueValues; take it out",
        ),
        (
            COLUMN,
            '"type": "boolean", "trueValues": ["0"]',
            "0 means both true and false; name both, trueValues and",
        ),
        (COLUMN, '"type": "date", "format": "any"', "e.v.format does not fit ('any' is written otherwise)"),
        (COLUMN, '"type": "date", "format": "%d.%m.%y"', "e.v.format does not fit ('%d.%m.%y' is written"),
        (
            COLUMN,
            '"type": "date", "format": "%d.%d.%Y"',
            "the format %d.%d.%Y does not name day, month and year",
        ),
        (COLUMN, '"format": "%d.%m.%Y"', "a column of the type string has no format %d.%m.%Y; take it out"),
        (COLUMN, '"missingValues": ["-"]', "e.v.missingValues does not fit (['-'] does not contain items"),
        (
            COLUMN,
            '"title": 5',
            "e.v.title does not fit (5 is not of type 'string'); e.v.title means: what the",
        ),
        (COLUMN, '"constraints": {"jsonSchema": {}}', "the key jsonSchema is not read here; take it out;"),
        (COLUMN, '"constraints": {"minimum": 1}', "a column of the type string has no minimum; take it out"),
        (COLUMN, '"constraints": {"enum": []}', "e.v.constraints.enum does not fit ([] should be non-empty)"),
        (
            COLUMN,
            '"constraints": {"required": "yes"}',
            "e.v.constraints.required does not fit ('yes' is not of",
        ),
        (
            COLUMN,
            '"constraints": {"pattern": "(?=a)"}',
            "the pattern cannot be read: ?= is not read in place 2;",
        ),
        (
            COLUMN,
            f'{COLUMN}, "constraints": {{"minimum": "x"}}',
            "minimum: v = x is not a number; write it as a cell",
        ),
        (
            COLUMN,
            f'{COLUMN}, "constraints": {{"minimum": 2, "maximum": 1}}',
            "the minimum is more than the maximum",
        ),
        (
            COLUMN,
            f'{COLUMN}, "constraints": {{"maximum": 1e99999}}',
            "the number is too long or too large to be",
        ),
        (
            COLUMN,
            f'{COLUMN}, "constraints": {{"maximum": NaN}}',
            "NaN is not a number in JSON; write a number",
        ),
        (COLUMN, f'{COLUMN}, "title": "\\u0000"', "the text holds the character U+0000; take it out"),
        (COLUMN, f'{COLUMN}, "title": "\\ud800"', "the text holds the character U+D800; take it out"),
        (COLUMN, f"{COLUMN}, {COLUMN}", "the key type is given twice (first in line"),
        ('"name": "source"', '"name": "v"', "the name v is given twice (first in line"),
        (
            '"name": "source"',
            '"name": "source", "type": "year"',
            "the column source holds keys of sources; make it",
        ),
        (
            SCHEMA,
            f'"foreignKeys": [], {SCHEMA}',
            "the key foreignKeys is not read here; take it out: rows of",
        ),
        (
            SCHEMA,
            f'"primaryKey": ["id", "x"], {SCHEMA}',
            "the primary key names x, and no column is called so",
        ),
        (SCHEMA, f'"primaryKey": [], {SCHEMA}', "e.schema.primaryKey does not fit ([] should be non-empty)"),
        (NAME, '"name": "sources"', "sources means the bibliography where charts and tables name their data"),
        (
            NAME,
            '"name": "a.b"',
            "a.b.name does not fit ('a.b' is written otherwise); a.b.name means: what the text",
        ),
        (
            NAME,
            f'{NAME}, "hash": "x"',
            "the key hash is not read here; take it out: build/manifest.json holds it",
        ),
        (NAME, f'{NAME}, "encoding": "latin-1"', "e.encoding does not fit ('latin-1' is not one of"),
        (
            NAME,
            f'{NAME}, "dialect": {{"commentChar": "#"}}',
            "the key commentChar is not read here; take it out",
        ),
        (
            NAME,
            f'{NAME}, "dialect": {{"delimiter": ":"}}',
            "e.dialect.delimiter does not fit (':' is not one of",
        ),
        (
            '"path": "e.csv"',
            '"path": "../e.csv"',
            "e.path does not fit ('../e.csv' is written otherwise); e.path",
        ),
        ('"path": "e.csv"', '"path": ["e.csv"]', "e.path does not fit (['e.csv'] is not of type 'string')"),
    ],
)
def test_slips(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A key that is not read, or a value that means nothing, is a fault at its line, and the only one."""
    (fault,) = refused(tmp_path, "\n".join(LINES).replace(old, new, 1))
    line, column, told = fault.split(":", 2)
    assert (int(line), told.strip()[: len(expected)]) == (at(old), expected)
    assert int(column) > 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: this is not JSON (Expecting value)"),
        (
            "[]",
            "1:1: the file does not fit ([] is not of type 'object'); the file means: an object",
        ),
        ("{}", "1:1: the key resources is missing; add it: a list of the CSV files"),
        ('{"resources": []}', "1:2: resources does not fit ([] should be non-empty)"),
        ('{"resources": [5]}', "1:16: resources.0 does not fit (5 is not of type 'object')"),
        ('{\n "a": [1,]}', "2:10: this is not JSON (Expecting value)"),
        ('{\n "a": "b}', "2:7: this is not JSON (Unterminated string starting at)"),
        ("[" * 100_000, "1:21: brackets are nested more than 20 deep"),
        ('{"a":' * 100_000, "1:101: brackets are nested more than 20 deep"),
        ('"' + '\\"' * 200_000, "1:1: this is not JSON (Unterminated string starting at)"),
        ("9" * 5000, "1:1: the number is too long or too large to be read"),
        (f'{{"title": "{"x" * 600_000}"}}', "1:1: the file has 0.6 MB, and at most 0.5 are read"),
    ],
)
def test_what_is_no_description(tmp_path: Path, text: str, expected: str) -> None:
    """What cannot be read at all, or only in minutes, is one fault."""
    (fault,) = refused(tmp_path, text)
    assert fault.startswith(expected)
    assert len(fault) < 1000


def test_many_faults(tmp_path: Path) -> None:
    """A description that is wrong all over is told of as far as anybody reads."""
    assert len(refused(tmp_path, json.dumps({"resources": [1] * 5000}))) == 50


def test_every_key_is_described() -> None:
    """A slip of any key can say what the key means."""

    def undescribed(node: Any, name: str) -> list[str]:
        inner = [(f"{name}.{key}", value) for key, value in node.get("properties", {}).items()]
        inner += [(f"{name}[]", node["items"])] if "items" in node else []
        found = [] if node.get("description") else [name]
        return found + [missing for key, value in inner for missing in undescribed(value, key)]

    assert undescribed(schema("datapackage"), "") == []
