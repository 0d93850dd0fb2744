"""Snapshots: what a page said when it was cited, and what has changed since."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from brief.quotations.snapshots import Snapshot, changes, load_snapshot, save_snapshot, snapshot_text
from conftest import Folder
from link_cases import judge, program, record
from link_probes import CONTROL, flags_for
from link_probes import program as run_probe
from web import Web, page, reply

OLD = page(text="".join(f"<p>Line {number} of the old text stands here.</p>" for number in range(30)))
NEW = page(text="".join(f"<p>Row {number} is another thing altogether now.</p>" for number in range(30)))
KEPT = Path("bib/snapshots/nye2015.txt.gz")


def test_a_snapshot_comes_back_and_is_the_same_bytes(tmp_path: Path) -> None:
    snapshot = Snapshot("https://a.example/", "2026-11-24", snapshot_text(["Мягкая  сила\n\n“power”"]))
    for name in ("a", "b"):
        save_snapshot(tmp_path / name, snapshot)
    assert load_snapshot(tmp_path / "a") == snapshot
    assert snapshot.text == "Мягкая сила\n'power'"
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_snapshot_is_written_once_within_limits_and_never_believed_when_edited(tmp_path: Path) -> None:
    first = Snapshot("https://a.example/", "2026-11-24", "one")
    save_snapshot(tmp_path / "a", first)
    save_snapshot(tmp_path / "a", Snapshot("https://a.example/", "2026-11-25", "two"))
    assert load_snapshot(tmp_path / "a") == first
    for text in ("", "x" * 400_001):
        save_snapshot(tmp_path / "b", Snapshot("https://a.example/", "2026-11-24", text))
    assert not (tmp_path / "b").exists()
    (tmp_path / "c").write_bytes(b"no gzip")
    (tmp_path / "d").write_bytes((tmp_path / "a").read_bytes()[:-9])
    assert [load_snapshot(tmp_path / name) for name in "bcd"] == [None] * 3


def test_changes_are_the_lines_that_went_and_came() -> None:
    assert changes("a\nb\nc", "a\nx\nc\nd") == ("- b", "+ x", "+ d")


def run(folder: Path, *bodies: bytes, flags: tuple[str, ...] = ()) -> list[Any]:
    """Ask, judge and record a page, once for each body; return what each time has changed."""
    (folder / "01-power.md").write_text("# Power\n\nSo [@nye2015].\n", encoding="utf-8")
    changed = []
    with Web({**CONTROL, "a.example": {"/": [reply(200, body) for body in bodies]}}) as server:
        bib = f"@online{{nye2015,\n  title = {{T}},\n  url = {{http://a.example:{server.port}/}},\n}}\n"
        for _ in bodies:
            done = run_probe(folder, bib, *flags_for(server, ["a.example"]), "--max-age", "0", *flags)
            assert done.returncode == 0, done.stderr
            assert judge(folder).returncode == 0
            assert record(folder).returncode == 0
            links = json.loads((folder / "links.json").read_text(encoding="utf-8"))
            changed.append(links["details"][0]["changes"])
    return changed


def test_what_changed_is_shown_where_a_page_changed(tmp_path: Path) -> None:
    first, shown = run(tmp_path, OLD, NEW, flags=("--keep-snapshots",))
    assert first == []
    assert "- Line 7 of the old text stands here." in shown
    assert "+ Row 7 is another thing altogether now." in shown
    kept = load_snapshot(tmp_path / KEPT)
    assert kept
    assert "Line 7 of the old text stands here." in kept.text
    assert program(tmp_path, "report_links", "--links", "links.json", "--out-html", "l.html").returncode == 0
    words = lxml.html.fromstring((tmp_path / "l.html").read_text(encoding="utf-8")).text_content()
    assert "What has changed since it was cited" in words


@pytest.mark.parametrize(
    ("flags", "config"), [((), ""), (("--keep-snapshots",), "links: {snapshots: false}\n")]
)
def test_nothing_is_kept_unless_it_is_wanted(flags: tuple[str, ...], config: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    run(tmp_path, OLD, flags=("--config", "config.yaml", *flags))
    assert not (tmp_path / KEPT).exists()


def test_a_source_is_kept_when_it_is_cited(tmp_path: Path) -> None:
    with Web({"a.example": {"/": reply(200, OLD)}, "archive.example": {"*": reply(404)}}) as server:
        flags = ["--allow-network=127.0.0.1/32", f"--archive-base=http://archive.example:{server.port}"]
        flags += [f"--resolve={host}:{server.port}:127.0.0.1" for host in ("a.example", "archive.example")]
        flags += ["--now", "2026-11-24T06:00:00Z", "--", f"http://a.example:{server.port}/"]
        done = Folder(tmp_path).call("cite_source.py", *flags)
    assert done.returncode == 0, done.stderr
    kept = load_snapshot(tmp_path / "bib/snapshots/a.txt.gz")
    assert kept
    assert (kept.day, "Line 7 of the old text stands here." in kept.text) == ("2026-11-24", True)
