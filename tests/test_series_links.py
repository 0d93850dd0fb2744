"""The links of a series: each address is asked once, and every brief that cites it has the facts."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from brief.links.probing.options import HALF_AN_HOUR, seconds_for
from conftest import Folder
from link_probes import CONTROL, flags_for
from series import series_of
from web import Web, reply

FIRST, SECOND = (
    "http://mineconom.gov.kg/ru/post/7734",
    "https://kabar.kg/news/kitaiskaia-kompaniia-postroit-na-issyk-kule-ges-na-500-mvt/",
)


def cite(brief: Folder, first: str, second: str) -> None:
    """Have the two links of a copy of the small brief lead elsewhere, and let them be asked."""
    brief.replace("bib/sources.bib", FIRST, first)
    brief.replace("bib/sources.bib", SECOND, second)
    brief.replace("config.yaml", "probe: never", "probe: always")


def ledger(brief: Folder) -> dict[str, str]:
    """Return the observation of each address in a brief's ledger."""
    path = brief.path / "bib/links.csv"
    lines = path.read_text().splitlines()[1:] if path.exists() else []
    return {cells[0]: cells[3] for cells in (line.split(",") for line in lines)}


@pytest.mark.long
def test_links(tmp_path: Path) -> None:
    """One request an address; facts, reports and ledgers in each brief; red where one of them is."""
    series = series_of(tmp_path, ["a", "b", "c", "never"])
    with Web({**CONTROL, "a.example": {"/": reply(), "/x": reply(), "/y": reply()}}) as server:
        base = f"http://a.example:{server.port}"
        cite(series.brief("a"), f"{base}/", f"{base}/x")
        cite(series.brief("b"), f"{base}/", f"{base}/y")
        cite(series.brief("c"), f"{base}/y", "http://10.0.0.1/")
        assert series.build().returncode == 0
        assert server.asked["a.example", "/"] == 0
        flags = ["--interval", "0", *flags_for(server, ["a.example"])]
        config = f"probe_flags={shlex.join(flags)}"
        done = series.build("--forcerun", "gather_links", "--config", config, "--", "links")
        assert done.returncode == 1
        assert done.stderr.count("briefs/c/bib/sources.bib:16:1: ") == 1
        for path in ("/", "/x", "/y"):
            assert server.asked["a.example", path] == 1
        assert ledger(series.brief("a")) == {f"{base}/": "alive", f"{base}/x": "alive"}
        assert ledger(series.brief("b")) == {f"{base}/": "alive", f"{base}/y": "alive"}
        assert ledger(series.brief("c")) == {f"{base}/y": "alive", "http://10.0.0.1/": "refused"}
        assert ledger(series.brief("never")) == {}
        report = json.loads((series.path / "build/links.json").read_text())
        assert report["addresses"] == 4
        assert [entry["state"] for entry in report["briefs"]] == ["built", "built", "faulty"]
        assert report["briefs"][0]["verdicts"] == {"alive": 2, "no_link": 1}
        assert "All 2 links answer" in (series.brief("a").path / "build/links.html").read_text()

        before = series.times()
        assert series.build().returncode == 0
        assert [name for name, moment in series.times().items() if moment == before[name]] == ["never"]
        page = (series.path / "build/index.html").read_text()
        assert page.count("all answer") == 2
        assert page.count("to be mended: 1") == 1
        series.build("--forcerun", "gather_links", "--config", config, "--", "links")
        assert server.asked["a.example", "/"] == 1


def test_time() -> None:
    """A run may take longer than half an hour where one host has very many addresses."""
    few = [f"http://host{number}.example/" for number in range(60_000)]
    assert seconds_for(few, 4) == HALF_AN_HOUR
    many = [f"http://one.example/{number}" for number in range(60_000)]
    assert seconds_for(many, 4) == 30_000
    assert seconds_for([], 4) == HALF_AN_HOUR
