"""Data as a spreadsheet saves it, its rows named by two columns: printed, checked, reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from panflute import stringify

from brief.content.language import load_language
from brief.content.variables import Variable
from brief.data.tables import DataTable, Row
from brief.manuscript.texts import datum
from brief.pandoc import read_markdown
from conftest import Folder
from reading.contents import read_docx
from reviewing import Desk

DATA = """land;jahr;value;unit;was;datum;source
kg;2022;1.000;Mio. USD;Hilfe;01.02.2022;song2020
kg;2021;1.050,0625;Mio. Dosen;Impfstoff;31.12.2021;published-brief
"""


@pytest.fixture
def german(small: Folder) -> Folder:
    """Return the small brief with pledges as a German spreadsheet saves them, and their description."""
    (small.path / "data/zusagen.csv").write_text(DATA, encoding="utf-8")
    path = "data/datapackage.json"
    small.replace(path, '"path": "zusagen.csv"', '"path": "zusagen.csv", "dialect": {"delimiter": ";"}')
    small.replace(path, '"datum", "type": "string"', '"datum", "type": "date", "format": "%d.%m.%Y"')
    small.replace(
        path,
        '"type": "number", "title": "Menge"',
        '"type": "number", "title": "Menge", "groupChar": ".", "decimalChar": ","',
    )
    old = (small.path / path).read_text(encoding="utf-8")
    first, second = old.split('"name": "zusagen"')
    second = second.replace('"primaryKey": ["id"]', '"primaryKey": ["land", "jahr"]')
    second = second.replace(
        '{"name": "id", "type": "string", "constraints": {"required": true, "unique": true}}',
        '{"name": "land"}, {"name": "jahr", "type": "year"}',
    )
    (small.path / path).write_text(f'{first}"name": "zusagen"{second}', encoding="utf-8")
    number = "{{< var zusagen.kg/2022 >}} und {{< var zusagen.kg/2021.value >}}"
    small.replace("report/01-lage.md", "{{< var energie.solar.leistung >}}", number)
    small.replace(
        "report/brief.yaml",
        "Vereinbart sind {{< var energie.summe >}}",
        "Vereinbart sind {{< var zusagen.kg/2022.value >}}",
    )
    return small


def test_printed_and_reviewed(german: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check and the build read the same; a review is told where a number comes from."""
    assert german.check().stderr == ""
    done = german.snakemake("build/brief.docx", "--quiet", "all")
    assert done.returncode == 0, done.stderr
    contents = read_docx(german.path / "build/brief.docx")
    assert any("über 1.000 und 1.050,0625 MW" in text for text in contents.paragraphs)
    assert ["Impfstoff", "1.050,0625 Mio. Dosen", "31. Dezember 2021"] in contents.tables[-1]
    monkeypatch.chdir(german.path)
    desk = Desk(german.path, tmp_path)
    draft, _ = desk.changed(lambda reviewer: reviewer.replace("1.000", "1.200", around="Das Ministerium"))
    assert "the number here comes from data/zusagen.csv:2 (zusagen.kg/2022.value)" in str(draft.faults[0])


def test_a_text_of_the_data_is_no_markdown() -> None:
    """A cell with line breaks and signs of Markdown is printed in the sentence as it stands."""
    row = Row({"id": "a", "text": "_eins_ *zwei*\n\n# drei"}, "e.csv", 2)
    table = DataTable("e", "e.csv", ({"name": "id"}, {"name": "text"}), (row,), ("id",))
    (paragraph,) = read_markdown(
        f"Vor {datum(Variable('e', 'a', 'text'), {'e': table}, load_language('de'))} nach."
    ).content
    assert stringify(paragraph).strip() == "Vor _eins_ *zwei* # drei nach."
