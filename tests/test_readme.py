"""What README shows works: every block that names a file is put there, and the brief builds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import PROJECT, Folder, copy_built, copy_of
from reading.contents import Contents, read_html

README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

TEXT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def readme(built_brief: Folder, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """Return what the HTML of the brief holds after all edits of README, made after a build of it."""
    folder = Folder(copy_built(built_brief, tmp_path_factory.mktemp("readme") / "brief"))
    for name, text in BLOCK.findall(README):
        path = folder.path / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")
    done = folder.print()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return read_html(folder.path / "build/brief.html")


def test_section(readme: Contents) -> None:
    """A new file is a new section, with its number and notes."""
    assert (1, "5 Outlook") in readme.headings
    assert any("the smallest, with 500 MW" in text for text in readme.paragraphs)
    assert "A footnote of your own." in readme.notes[-1]


def test_source(readme: Contents) -> None:
    """A new entry is listed, and its note is in full."""
    assert any("Example Organization" in text for text in readme.sources)
    assert any("accessed November 24, 2026, https://example.org/page" in note for note in readme.notes)


def test_table_and_chart(readme: Contents) -> None:
    """A new file and one block in a section are an exhibit."""
    assert "Figure 4 What the projects would deliver." in readme.captions
    assert "Table 4 The same as a table." in readme.captions
    assert ["Ton solar plant", "1,000"] in readme.tables[-1]
    assert "Ton solar plant 1,000 MW" in readme.alts[-1]
    assert readme.credits[-1] == "Sources: Ministry of Economy 2022; Kabar 2022."


def test_faults_that_it_shows(tmp_path: Path) -> None:
    """The lines that README shows for faults are what the check prints."""
    shown = TEXT.findall(README.split("## When something is wrong")[1])[0]
    folder = copy_of("brief", tmp_path / "brief")
    folder.replace("data/energy.csv", "Hydropower,600,", "Hydropower,many,")
    folder.replace("report/02-introduction.md", "[@woods2022]", "[@wods2022]")
    folder.replace("bib/sources.bib", "  title        = {The Limits of {Chinese} Soft Power},\n", "")
    assert folder.check().stderr == shown


def test_first_hour(tmp_path: Path) -> None:
    """Who does what the first hour says sees what it shows, and nothing where it shows nothing."""
    folder, blocks = copy_of("brief", tmp_path / "brief"), dict(BLOCK.findall(README))
    cited, section = " the whole.", "report/05-conclusions.md"
    bib = folder.path / "bib/sources.bib"
    seen = []
    bib.write_text(bib.read_text(encoding="utf-8") + blocks["bib/sources.bib"], encoding="utf-8")
    seen.append(folder.check().stderr)
    folder.replace(section, cited, f"{cited} [@example2026]")
    seen.append(folder.check().stderr)
    (folder.path / "scripts/charts/capacity.py").write_text(blocks["scripts/charts/capacity.py"], "utf-8")
    seen.append(folder.check().stderr)
    path = folder.path / section
    path.write_text(f"{path.read_text(encoding='utf-8')}\n::: {{#fig-capacity}}\nA caption.\n:::\n", "utf-8")
    seen.append(folder.check().stderr)
    folder.replace(section, "[@example2026]", "[@exmple2026]")
    seen.append(folder.check().stderr)
    shown = TEXT.findall(README.split("## A first hour")[1].split("\n## ")[0])
    assert seen == [shown[0], "", shown[1], "", shown[0] + shown[2]]


def test_settings() -> None:
    """The page of settings, the schema and config.yaml name the same."""
    import json

    import yaml

    schema = json.loads((PROJECT / "scripts/schemas/config.schema.json").read_text(encoding="utf-8"))
    config = yaml.safe_load((PROJECT / "config.yaml").read_text(encoding="utf-8"))
    table = (PROJECT / "docs/settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w.]+)`", table, re.MULTILINE)) == set(_keys(config))
    assert set(_keys(config)) == set(_properties(schema))
    assert config == _defaults(schema)


def test_keys_of_the_data() -> None:
    """README and the schema name the same keys, but for those that only describe."""
    import json

    schema = json.loads((PROJECT / "scripts/schemas/datapackage.schema.json").read_text(encoding="utf-8"))
    resource = schema["properties"]["resources"]["items"]["properties"]
    table = resource["schema"]["properties"]
    column = table["fields"]["items"]["properties"]
    told = README.split("### The data")[1].split("\n### ")[0]
    shown = set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told.split("| --- |")[1].split("\n\n")[0])))
    describing = {"name", "title", "description", "example", "rdfType"}
    fixed = {"type", "scheme", "format", "mediatype", "encoding", "licenses", "sources", "homepage"}
    assert shown - describing - {"type", "format"} == {
        *(set(resource) - describing - fixed - {"$schema"}),
        "delimiter",
        *(set(table) - describing - {"$schema"}),
        *(set(column) - describing - {"type", "format"}),
        *column["constraints"]["properties"],
    }
    types = told.split("A `type` is")[1].split(". ")[0]
    assert set(re.findall(r"`(\w+)`", types)) == set(column["type"]["enum"])


def _keys(config: dict[str, object], prefix: str = "") -> list[str]:
    found = []
    for key, value in config.items():
        found += _keys(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]
    return found


def _defaults(schema: dict) -> dict:
    return {
        key: _defaults(value) if "properties" in value else value["default"]
        for key, value in schema["properties"].items()
    }


def _properties(schema: dict, prefix: str = "") -> list[str]:
    found = []
    for key, value in schema["properties"].items():
        found += _properties(value, f"{prefix}{key}.") if "properties" in value else [prefix + key]
    return found


def test_make_help() -> None:
    """`make help` lists every target that README, CONTRIBUTING and docs/ speak of."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE))
    for page in (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *PROJECT.glob("docs/*.md")):
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"`make ([a-z]+)", text)) <= targets


def test_links_between_pages() -> None:
    """Every link from one page of the documentation to another, or to a part of one, leads there."""
    pages = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *PROJECT.glob("docs/*.md")]
    for page in pages:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!\.\./\.\./actions/)([^):]+)\)", prose):
            path, _, part = target.partition("#")
            led = (page.parent / path) if path else page
            assert led.exists(), f"{page.name}: {target}"
            if part:
                headings = re.findall(r"^#+ (.+)$", led.read_text(encoding="utf-8"), re.MULTILINE)
                assert part in {heading.lower().replace(" ", "-") for heading in headings}, target
