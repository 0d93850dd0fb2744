"""One CSV file with its description, as tests of the data write and read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
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
