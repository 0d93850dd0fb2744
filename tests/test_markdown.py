"""Ordinary Markdown comes out in all three formats: lists, quotations, code, tables, formulas, rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile

import lxml.html
import pikepdf
import pytest

from conftest import Folder, copy_built, missing
from reading.contents import read_docx, read_html, read_pdf
from reading.pdf import read_structure

MARKDOWN = """
## Alles Mögliche

<!-- unsichtbar -->

Ein Absatz<!-- unsichtbar -->
<!-- unsichtbar: {{< var gibt.es.nicht >}} -->
mit *Betonung*, **Fettem**, `code`, ***beidem***, H~2~O, ~~weg~~ und $a^2 + b^2 = c^2$.

- Eins
- Zwei
    - Zwei a

1. Erstens [@kabar2022]
2. Zweitens

> Ein Zitat, das länger ist und etwas sagt.

Begriff
:   Die Erklärung.

```python
def f(x):
    return x
```

| Spalte   | Zahl |
|:---------|-----:|
| a *schön* | 1    |
| b        | 2    |

: Eine Tabelle von Hand. {#tbl-hand}

![Der See, schmal.](images/see.png){#fig-schmal alt="Ein blaues Rechteck." width=40%}

Siehe @tbl-hand. Mehr dort [vgl. @tbl-hand, links; @sec-dritte unten].

### Dritte Ebene mit *Betonung* {#sec-dritte}

Text. <https://example.org/a_b>

---

Ende.
"""


@pytest.fixture(scope="module")
def built(built_small: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return the small brief with all of it, built."""
    folder = Folder(copy_built(built_small, tmp_path_factory.mktemp("markdown") / "small"))
    path = folder.path / "report/01-lage.md"
    path.write_text(path.read_text(encoding="utf-8") + MARKDOWN, encoding="utf-8")
    done = folder.print()
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_parity(built: Folder) -> None:
    """Headings, captions, tables, notes and links are the same in all three."""
    html, pdf, docx = (
        read(built.path / f"build/brief.{kind}")
        for kind, read in (("html", read_html), ("pdf", read_pdf), ("docx", read_docx))
    )
    for part in ("headings", "captions", "tables", "notes", "links"):
        assert getattr(pdf, part) == getattr(html, part) == getattr(docx, part), part
    assert "Tabelle 1 Eine Tabelle von Hand." in html.captions
    assert html.tables[0] == [["Spalte", "Zahl"], ["a schön", "1"], ["b", "2"]]
    assert (3, "1.2.1 Dritte Ebene mit Betonung") in html.headings


def test_words_beside_a_reference(built: Folder) -> None:
    """What an editor writes in the brackets of a reference is printed around its link."""
    page = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    text = " ".join(page.text_content().split())
    assert "Mehr dort vgl. Tabelle 1, links, Abschnitt 1.2.1 unten." in text


def test_comments_are_not_printed(built: Folder) -> None:
    """Nor do they divide the paragraph that they stand in."""
    for kind, read in (("html", read_html), ("pdf", read_pdf), ("docx", read_docx)):
        text = " ".join(str(read(built.path / f"build/brief.{kind}")).split())
        assert "unsichtbar" not in text
        assert "--" not in text
    page = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    assert "Ein Absatz mit Betonung" in [" ".join(p.text_content().split())[:23] for p in page.iter("p")]


def test_formulas(built: Folder) -> None:
    """A formula is MathML in the page, an equation in Word, and read aloud in the PDF."""
    page = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    assert page.cssselect("math")
    with zipfile.ZipFile(built.path / "build/brief.docx") as packed:
        assert b"<m:oMath>" in packed.read("word/document.xml")
    alts = [one.alt for one in read_structure(built.path / "build/brief.pdf").find("Formula")]
    assert alts == ["a^2 + b^2 = c^2"]


def test_the_title_comes_first(built: Folder) -> None:
    """Nothing that floats to the head of the first page stands above the title."""
    pdftotext = shutil.which("pdftotext") or missing("pdftotext")
    command = [pdftotext, "-layout", "-l", "1", built.path / "build/brief.pdf", "-"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    shown = [line.strip() for line in lines if line.strip()]
    assert shown[:2] == ["KURZPAPIER 2", "Energie am Issyk-Kul"]


def test_faces(built: Folder) -> None:
    """Code has a face in which all letters are of one width, and what is bold and italic its own."""
    with pikepdf.open(built.path / "build/brief.pdf") as pdf:
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.resources.Font.values()}
    names = {name.partition("+")[2].removesuffix("-Identity-H") for name in fonts}
    assert {"IBMPlexMono", "IBMPlexSerif-BoldItalic"} <= names


def test_a_picture_has_the_width_that_it_says(built: Folder) -> None:
    """Two fifths of the column, in all three."""
    page = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    name = page.cssselect("#fig-schmal img")[0].get("class")
    assert f".{name} {{ width: 40% }}" in page.cssselect("style")[0].text
    source = (built.path / "build/parts/brief.typ").read_text(encoding="utf-8")
    assert 'alt: "Ein blaues Rechteck.", width: 50.4mm' in source
    with zipfile.ZipFile(built.path / "build/brief.docx") as packed:
        widths = re.findall(r'<wp:extent cx="(\d+)"', packed.read("word/document.xml").decode())
    assert round(int(widths[-1]) / 36000, 1) == 54.3  # of the 136 mm of Word's column
