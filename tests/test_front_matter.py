"""What may stand in brief.yaml, and odd but right text: people, quotation marks, other languages."""

from __future__ import annotations

import json
import zipfile

import pikepdf
import pytest
from PIL import Image

from conftest import Folder, copy_of
from reading.contents import read_html, read_pdf

AUTHORS = """authors:
  - name: Anna "Ann" Meier
    affiliation: Institut für Beispiele
  - name: Бермет Асанова
    orcid: 0000-0002-1825-0097
publisher: "Verlag Müller & Söhne"
"""


VARIANTS = """organization = {Кабар},
  organization_translated_german = {Kabar},
  title_romanised = {Kitaiskaia kompaniia postroit na “Issyk-Kule” GES na 500 MVt},
  title_translated_german = {Ein {Kraftwerk} am See},"""
PERSON = "author = {Петров, Иван},\n  author_romanised = {Petrov, Ivan},"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a brief whose front matter has everything that a template could stumble over.

    Blanks and quotation marks in the names of its files and folders do no harm either.
    """
    folder = copy_of("small", tmp_path_factory.mktemp("odd") / "ein Papier's Ordner")
    folder.replace("report/brief.yaml", "authors: []\n", AUTHORS)
    folder.replace(
        "report/brief.yaml", 'title: "Energie am Issyk-Kul"', 'title: "2030. Ein \\"Plan\\" für C#"'
    )
    folder.replace("report/brief.yaml", "[Kirgisistan, Energie]", "['C#', a_b, 'x \"y\"']")
    folder.replace("report/brief.yaml", "Gebaut ist davon", "- Gebaut ist davon")
    folder.replace(
        "report/01-lage.md", "## Folgen {#sec-folgen}", "## Folgen {#sec-folgen}\n\nText.\n\n## Notes"
    )
    folder.replace("report/02-schluss.md", "Zurück zu", "## Notes\n\nZurück zu")
    (folder.path / "report/02-schluss.md").rename(folder.path / "report/02-der 'Schluss'.md")
    Image.new("RGB", (60, 900), "#2c5f77").save(folder.path / "report/images/see.png")
    folder.replace("bib/sources.bib", "organization = {Кабар},", VARIANTS)
    folder.replace("bib/sources.bib", "author       = {Song, W.},", PERSON)
    done = folder.snakemake("--quiet", "all")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_people(odd: Folder) -> None:
    """Authors and publisher are in the PDF, the page and the crate."""
    with pikepdf.open(odd.path / "build/brief.pdf") as pdf:
        assert "Бермет Асанова" in str(pdf.docinfo.Author)
        assert str(pdf.docinfo.Keywords) == 'C#, a_b, x "y"'
    page = (odd.path / "build/brief.html").read_text(encoding="utf-8")
    assert '<meta name="citation_author" content="Бермет Асанова">' in page
    with zipfile.ZipFile(odd.path / "build/brief.crate.zip") as packed:
        graph = {one["@id"]: one for one in json.loads(packed.read("ro-crate-metadata.json"))["@graph"]}
    names = [graph[one["@id"]]["name"] for one in graph["./"]["author"]]
    assert names == ['Anna "Ann" Meier', "Бермет Асанова"]
    assert graph[graph["./"]["publisher"][0]["@id"]]["name"] == "Verlag Müller & Söhne"


def test_text(odd: Folder) -> None:
    """Numbers and hyphens at the beginning make no list of a title or a message."""
    found = read_pdf(odd.path / "build/brief.pdf")
    assert found.title == "2030. Ein „Plan“ für C#"
    assert found.paragraphs[1] == "- Gebaut ist davon noch nichts genannt."
    assert found.headings == read_html(odd.path / "build/brief.html").headings


def test_identifiers(odd: Folder) -> None:
    """Two headings of the same words have two addresses, and neither is one of the page's own."""
    page = (odd.path / "build/brief.html").read_text(encoding="utf-8")
    assert page.count('id="notes"') == page.count('id="notes-2"') == page.count('id="notes-3"') == 1


def test_small_and_tall_pictures(odd: Folder) -> None:
    """A picture keeps its own size, and never stands out of a page."""
    source = (odd.path / "build/parts/brief.typ").read_text(encoding="utf-8")
    assert (
        'image("/report/images/see.png", alt: "Ein blaues Rechteck steht für den See.", width: 9.9mm)'
        in source
    )


def test_russian(small: Folder) -> None:
    """Numbers are grouped by blanks that do not break; months are in the genitive only beside a day."""
    small.replace("report/brief.yaml", "lang: de", "lang: ru")
    small.replace("bib/sources.bib", "date         = {2022-03-31}", "date         = {2022-03}")
    done = small.print()
    assert (done.returncode, done.stderr) == (0, "")
    found = read_html(small.path / "build/brief.html")
    assert "über 1 000 MW" in found.paragraphs[2]
    assert found.captions[0] == "Рисунок 1 Vereinbarte Leistung: 2 100 MW."
    assert found.headings[-1] == (1, "Источники")
    assert "8 апреля 2022" in found.notes[0]
    assert "март 2022" in found.notes[2]


def test_another_script(odd: Folder) -> None:
    """A title in another script stands behind the romanized one, with its translation; so do names."""
    found = read_html(odd.path / "build/brief.html")
    romanised = "„Kitaiskaia kompaniia postroit na ‚Issyk-Kule‘ GES na 500 MVt“"
    title = f"{romanised} Китайская компания построит на Иссык-Куле ГЭС на 500 МВт [Ein Kraftwerk am See]"
    assert any(f"{title}, Kabar [Кабар]" in note for note in found.notes)
    assert any(source.startswith(f"Kabar [Кабар]. {title}. ") for source in found.sources)
    assert any(source.startswith("Petrov [Петров], Ivan. ") for source in found.sources)
    page = (odd.path / "build/brief.html").read_text(encoding="utf-8")
    assert '<span lang="ru-Latn">Kitaiskaia kompaniia' in page
