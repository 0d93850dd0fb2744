"""What an edit rebuilds, and what a failed build leaves."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import PROJECT, Folder

PUBLISHED = {"publish_brief", "list_outputs", "pack_crate"}
CONTENT = {"check_brief", "list_inputs"}
ALL = {*CONTENT, "assemble_manuscript", "render_pdf", "render_html", "render_docx", *PUBLISHED}
REPORT = {"judge_links", "report_links"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, built_small: Folder) -> Folder:
    """Return a built brief with a copy of the project of its own, to edit both."""
    project = tmp_path_factory.mktemp("a project of its own")
    for part in ("scripts", "report/style", "envs", "rules"):
        shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("Snakefile", "config.yaml", "panache.toml"):
        shutil.copy(PROJECT / part, project / part)
    folder = Folder(
        Path(shutil.copytree(built_small.path, project / "small", ignore=shutil.ignore_patterns(".~lock*"))),
        project,
    )
    done = folder.snakemake("--quiet", "all")
    assert done.returncode == 0, done.stderr
    return folder


def jobs(folder: Folder) -> set[str]:
    """Return what a build would run: rules, charts and tables with their label."""
    done = folder.snakemake("--dry-run")
    assert done.returncode == 0, done.stderr
    named = re.findall(r"^rule (\w+):(?:(?!^rule ).)*?output: (\S+)", done.stdout, re.MULTILINE | re.DOTALL)
    labelled = {"draw_chart", "compose_table"}
    return {f"{rule} {Path(out.rstrip(',')).stem}" if rule in labelled else rule for rule, out in named} - {
        "all"
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        pytest.param("report/02-schluss.md", "Zurück", "Wieder", ALL | REPORT, id="a section"),
        pytest.param(
            "report/brief.yaml",
            "grün",
            "rot",
            ALL | {"describe_brief", "report_links", "style_docx"},
            id="the metadata",
        ),
        pytest.param(
            "data/zusagen.csv",
            ",50,",
            ",51,",
            ALL | {"describe_brief", "report_links", "compose_table tbl-zusagen"},
            id="a row of data",
        ),
        pytest.param(
            "bib/sources.bib",
            "Kabar}",
            "KABAR}",
            ALL | REPORT | {"describe_brief", "probe_links"},
            id="the bibliography",
        ),
        pytest.param(
            "scripts/charts/energie.py",
            "Balkendiagramm",
            "Diagramm",
            ALL | {"draw_chart fig-energie"},
            id="a chart's file",
        ),
        pytest.param(
            "scripts/tables/zusagen.py",
            "share=2",
            "share=3",
            ALL | {"compose_table tbl-zusagen"},
            id="a table's file",
        ),
        pytest.param(
            "report/style/tokens.yaml",
            "margin: 40",
            "margin: 41",
            ALL | {"style_docx", "draw_chart fig-energie", "compose_table tbl-zusagen"},
            id="a token of the design",
        ),
        pytest.param(
            "../report/style/brief.typ",
            "// The printed page.",
            "// A page.",
            ALL - {"list_inputs"},  # the check sets the text too
            id="the template of the PDF",
        ),
        pytest.param(
            "../report/style/brief.css",
            "/* The page",
            "/* A page",
            {"render_html", *PUBLISHED},
            id="the stylesheet",
        ),
        pytest.param(
            "../scripts/brief/writers/reference.py",
            "def styled(",
            "def styled( ",
            {"style_docx", "render_docx", *PUBLISHED},
            id="a program",
        ),
        pytest.param(
            "../scripts/brief/word/openxml.py",
            '"""Word files',
            '"""The Word files',
            {"style_docx", "render_docx", *PUBLISHED},
            id="a module of Word alone",
        ),
        pytest.param(
            "../scripts/brief/content/terms/de.yaml",
            "page: Seite",
            "page: S.",
            ALL - {"list_inputs"}
            | {"style_docx", "draw_chart fig-energie", "compose_table tbl-zusagen"}
            | {"describe_brief", "report_links"},
            id="a fixed word of the language",
        ),
        pytest.param(
            "../scripts/brief/content/terms/fr.yaml",
            "page: Page",
            "page: p.",
            {"pack_crate"},  # which holds all that builds
            id="a fixed word of another language",
        ),
        pytest.param(
            "../scripts/brief/exhibits/plotting.py",
            '"""Charts',
            '"""The charts',
            ALL - CONTENT | {"draw_chart fig-energie"},
            id="a module that charts stand on",
        ),
    ],
)
def test_an_edit_rebuilds(own: Folder, name: str, old: str, new: str, expected: set[str]) -> None:
    """Just what depends on the file is made again."""
    path = own.path / name
    kept = path.read_bytes()
    try:
        own.replace(name, old, new)
        assert jobs(own) == expected
    finally:
        path.write_bytes(kept)


def test_nothing_to_do(own: Folder) -> None:
    """Without an edit nothing is made, even of a file that was saved anew as it was."""
    (own.path / "report/02-schluss.md").touch()
    assert jobs(own) == set()


def test_old_outputs_stay(rebuilt: Folder) -> None:
    """A build that fails, in the check or in a writer, leaves the outputs whole."""
    before = {path.name: path.read_bytes() for path in (rebuilt.path / "build").glob("brief.*")}
    assert len(before) == 4
    rebuilt.replace("report/02-schluss.md", "Zurück", "Zurück @fehlt")
    assert rebuilt.print().returncode != 0
    rebuilt.replace("report/02-schluss.md", " @fehlt", "")
    rebuilt.replace("scripts/charts/energie.py", '"Balkendiagramm: {}."', '""')
    assert rebuilt.print().returncode != 0
    assert {path.name: path.read_bytes() for path in (rebuilt.path / "build").glob("brief.*")} == before
