"""What machines are told of the brief: in the page, in CITATION.cff, in the manifest and the crate."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from brief.content.bibliography import load_bibliography, names_of
from brief.content.metadata import Metadata
from brief.content.yamlfile import YamlFile
from brief.writers.describing import Description
from conftest import PROJECT, Folder


@pytest.fixture(params=["built_small", "built_brief"])
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def page(built: Folder) -> Any:
    """Return the page, parsed."""
    return lxml.html.parse(str(built.path / "build/brief.html")).getroot()


def test_schema_org(built: Folder, page: Any) -> None:
    """A Report with its language, day, license, data, and each source as a citation."""
    told = json.loads(page.cssselect("script[type='application/ld+json']")[0].text)
    meta = yaml.safe_load((built.path / "report/brief.yaml").read_text(encoding="utf-8"))
    assert (told["@type"], told["name"], told["inLanguage"]) == ("Report", meta["title"], meta["lang"])
    assert told["datePublished"] == meta["date"]
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "{{<" not in told["description"]
    sources, _ = load_bibliography(built.path / "bib/sources.bib")
    urls = [source.get("url") or f"https://doi.org/{source.get('doi')}" for source in sources]
    urls = [url for url in urls if url != "https://doi.org/"]
    assert [work["url"] for work in told["citation"] if "url" in work] == urls
    assert len(told["citation"]) == len(sources.keys)
    assert [one["description"] for one in told["isBasedOn"][:-1]] == [meta["restates"]["description"].strip()]
    files = {one["contentUrl"] for one in told["isBasedOn"][-1]["distribution"]}
    assert files == {path.relative_to(built.path).as_posix() for path in built.path.glob("data/*.csv")}


def test_tags(built: Folder, page: Any) -> None:
    """What Zotero's translator for embedded metadata reads: Highwire Press's and Dublin Core's names."""
    tags = {one.get("name"): one.get("content") for one in page.cssselect("meta[name]")}
    meta = yaml.safe_load((built.path / "report/brief.yaml").read_text(encoding="utf-8"))
    assert tags["citation_title"] == tags["DC.title"] == meta["title"]
    assert tags["citation_publication_date"] == meta["date"].replace("-", "/")
    assert tags["citation_language"] == tags["DC.language"] == meta["lang"]
    assert tags["DC.type"] == "Report"
    assert [one.get("content") for one in page.cssselect("meta[name='DC.subject']")] == meta["keywords"]


def test_people() -> None:
    """Authors are told with their affiliation and ORCID iD, in each vocabulary."""
    author = {"name": "Ann Lee Example", "affiliation": "Example Institute", "orcid": "0000-0002-1825-0097"}
    values = {"title": "T", "date": "2026-01-02", "lang": "en", "authors": [author], "publisher": "P"}
    told = Description(Metadata(YamlFile("brief.yaml", values, {})), "A <b> & c", (), {"resources": []})
    person = told.schema_org()["author"][0]
    assert person["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert person["affiliation"]["name"] == "Example Institute"
    assert '<meta name="citation_author" content="Ann Lee Example">' in told.tags()
    assert 'content="A &lt;b&gt; &amp; c"' in told.tags()
    cited = told.citation_file()["authors"][0]
    assert (cited["given-names"], cited["family-names"]) == ("Ann Lee", "Example")
    assert told.citation_file()["preferred-citation"]["institution"] == {"name": "P"}


def test_names() -> None:
    """Names of BibTeX as they are spoken."""
    assert names_of("Woods, Elizabeth and {Министерство экономики} and Ann Lee") == [
        "Elizabeth Woods",
        "Министерство экономики",
        "Ann Lee",
    ]
    assert names_of("{Woods and Baker} and van Dijk, Anna") == ["Woods and Baker", "Anna van Dijk"]


def test_citation_file(built_brief: Folder) -> None:
    """CITATION.cff at the root, where GitHub looks for it, is the one that the build makes."""
    made = (built_brief.path / "build/CITATION.cff").read_text(encoding="utf-8")
    assert (PROJECT / "CITATION.cff").read_text(encoding="utf-8") == made
    told = yaml.safe_load(made)
    assert told["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(told)


def test_manifest(built: Folder) -> None:
    """Each input and output is listed with its SHA-256."""
    manifest = json.loads((built.path / "build/manifest.json").read_text(encoding="utf-8"))
    for name, digest in (manifest["inputs"] | manifest["outputs"]).items():
        path = built.path / name if (built.path / name).exists() else PROJECT / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, name
    content = {path.relative_to(built.path).as_posix() for path in built.path.glob("report/*.md")}
    assert content < set(manifest["inputs"])
    assert set(manifest["outputs"]) == {
        f"build/{name}" for name in ("brief.pdf", "brief.html", "brief.docx", "CITATION.cff")
    }
    assert manifest["tools"]["typst"]


def test_crate(built: Folder) -> None:
    """The RO-Crate holds all it describes, and says which files were made of which."""
    with zipfile.ZipFile(built.path / "build/brief.crate.zip") as packed:
        names = set(packed.namelist())
        graph = json.loads(packed.read("ro-crate-metadata.json"))["@graph"]
        manifest = json.loads(packed.read("build/manifest.json"))
        assert packed.read("build/brief.pdf") == (built.path / "build/brief.pdf").read_bytes()
    things = {one["@id"]: one for one in graph}
    files = {one["@id"] for one in graph if "File" in one["@type"]}
    assert files | {"ro-crate-metadata.json"} == names
    root = things["./"]
    assert root["license"]
    assert {one["@id"] for one in root["hasPart"]} == files
    action = things["#build"]
    assert {one["@id"] for one in action["object"]} == set(manifest["inputs"])
    assert {one["@id"] for one in action["result"]} == {*manifest["outputs"], "build/manifest.json"}
    assert things[root["mainEntity"]["@id"]]["name"] == "Snakefile"
    assert not re.search(r"/tmp/|\d{4}-\d\d-\d\dT", json.dumps(graph))
    assert Path("ro-crate-metadata.json").name in things
