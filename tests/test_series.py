"""A series: only what is due is built, to the bytes of a brief's own build, and one fault stops no other."""

from __future__ import annotations

import fcntl
import io
import os
import shlex
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest

from brief.building.workflow import open_brief
from brief.content.series import load_series
from brief.faults import ConfigurationFaults
from brief.series.planning import SETTINGS, shards
from brief.series.recipe import OUTPUTS as ALL_OUTPUTS
from brief.series.recipe import PROGRAMS, log_of, steps_of
from brief.word.openxml import read_parts, write_parts
from conftest import PROJECT, Folder
from series import OUTPUTS, series_of

HANGING = "DATA = 'energie'\ndef draw(energie, desk):\n    sum(iter(int, 1))\n"
CRASHING = "import os\nDATA = 'energie'\ndef draw(energie, desk):\n    os.abort()\n"


def test_recipe(small: Folder) -> None:
    """The steps of a series are those that Snakemake would run, flag by flag."""
    done = small.snakemake("--dry-run", "--printshellcmds", "--forceall", "--config", "links={probe: never}")
    lines = [
        shlex.split(line.partition("python ")[2]) for line in done.stdout.splitlines() if " --log " in line
    ]
    with chdir(small.path):
        brief = open_brief(SETTINGS)
        limits = ["--limits", *map(str, brief.limits.values())]
        steps = [
            [
                str(step.path),
                *step.arguments,
                *(limits if step.program != "publish_brief" else []),
                *("--log", str(log_of(step.name))),
            ]
            for step in steps_of(brief)
        ]
    assert sorted(steps) == sorted(lines)
    assert {Path(step[0]) for step in steps} == set(PROGRAMS)
    rules = small.snakemake("--summary").stdout
    assert all(name in rules for name in ALL_OUTPUTS)


@pytest.mark.long
def test_faults_stop_no_other(tmp_path: Path, built_small: Folder) -> None:
    """Briefs that are wrong, hang, crash or lack a file are told; a second run builds them alone."""
    series = series_of(tmp_path, ["crashes", "fine", "hangs", "lacks", "wrong"], "shard: 3\n")
    series.brief("wrong").replace("report/01-lage.md", "@kabar2022", "@kabar2023")
    chart = (series.brief("fine").path / "scripts/charts/energie.py").read_text()
    for name, program in (("hangs", HANGING), ("crashes", CRASHING)):
        (series.brief(name).path / "scripts/charts/energie.py").write_text(program)
    settings = "links: {probe: never}\nlimits: {seconds: 5}\n"
    (series.brief("hangs").path / "config.yaml").write_text(settings)
    (series.brief("lacks").path / "bib/sources.bib").unlink()
    done = series.build()
    assert done.returncode == 1
    for told in (
        "briefs/wrong/report/01-lage.md:11:40: @kabar2023 is not in bib/sources.bib",
        "briefs/hangs/scripts/charts/energie.py:3:1: this file was still at work here after 5 seconds",
        "briefs/crashes/scripts/charts/energie.py:4:1: this file crashed here (SIGABRT)",
        "briefs/lacks/bib/sources.bib:1:1: the file is missing",
    ):
        assert done.stderr.count(told) == 1
    assert "Traceback" not in done.stderr
    states = {"crashes": "faulty", "fine": "built", "hangs": "faulty", "lacks": "faulty", "wrong": "faulty"}
    assert series.states() == states
    for name in OUTPUTS:
        built = (series.brief("fine").path / "build" / name).read_bytes()
        assert built == (built_small.path / "build" / name).read_bytes(), name

    before = series.times()
    series.brief("wrong").replace("report/01-lage.md", "@kabar2023", "@kabar2022")
    for name in ("hangs", "crashes"):
        (series.brief(name).path / "scripts/charts/energie.py").write_text(chart)
    bib = (series.brief("fine").path / "bib/sources.bib").read_text()
    (series.brief("lacks").path / "bib/sources.bib").write_text(bib)
    done = series.build()
    assert (done.returncode, done.stderr) == (0, "")
    assert set(series.states().values()) == {"built"}
    assert list(before) == ["fine"]
    assert series.times()["fine"] == before["fine"]

    before = series.times()
    assert series.build().stdout == ""
    (series.brief("fine").path / "build/brief.pdf").unlink()
    series.brief("hangs").replace("report/02-schluss.md", "Zurück", "Wieder")
    assert series.build("--config", "only=f*").returncode == 0
    after = series.times()
    assert [name for name, moment in after.items() if moment != before[name]] == ["fine"]


@pytest.mark.long
def test_killed(tmp_path: Path) -> None:
    """A run that was killed goes on where it was."""
    series = series_of(tmp_path, ["a", "b", "c"])
    command = [Path(sys.executable).with_name("snakemake"), "--snakefile", PROJECT / "rules/series.smk"]
    process = subprocess.Popen(
        [*command, "--cores", "1", "--quiet", "all"],
        cwd=series.path,
        env=os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
        start_new_session=True,
    )
    while not (series.path / "build/parts/briefs/briefs/a.json").exists():
        assert process.poll() is None
        time.sleep(0.02)
    subprocess.run(["kill", "-KILL", "--", f"-{process.pid}"], check=True)
    assert process.wait() == -signal.SIGKILL
    before = series.times()
    assert "c" not in before
    done = series.build()
    assert (done.returncode, done.stderr) == (0, "")
    assert list(series.times()) == ["a", "b", "c"]
    assert series.times()["a"] == before["a"]


def test_locks(tmp_path: Path) -> None:
    """Another run of the series, and a build of one of its briefs, are told in plain words."""
    series = series_of(tmp_path, ["a", "b"])
    for folder in (series.brief("a").path, series.path):
        (folder / ".snakemake").mkdir(exist_ok=True)
    held = '{"process": 12, "started": "2026-11-24 09:00"}'
    with (series.brief("a").path / ".snakemake/running.json").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(held)
        lock.flush()
        done = series.build()
    assert "briefs/a/build:1:1: another build has been running here since 2026" in done.stderr
    assert series.states() == {"a": "faulty", "b": "built"}
    with (series.path / ".snakemake/running.json").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(held)
        lock.flush()
        done = series.build()
    assert done.returncode == 2
    assert done.stderr.count("has been running here since 2026-11-24 09:00 (process 12)") == 1


@pytest.mark.long
def test_shared_style(tmp_path: Path) -> None:
    """A design of the series holds for briefs without one, in the series and by themselves, to the byte."""
    series = series_of(tmp_path, ["own", "shares"], "style: style\n")
    tokens = series.brief("shares").path / "report/style/tokens.yaml"
    (series.path / "style").mkdir()
    (series.path / "style/tokens.yaml").write_text(tokens.read_text().replace("#1f5c4d", "#5c1f4d"))
    tokens.unlink()
    assert series.build().returncode == 0
    folder = series.brief("shares").path / "build"
    assert "#5c1f4d" in (folder / "brief.html").read_text()
    assert "#5c1f4d" not in (series.brief("own").path / "build/brief.html").read_text()
    built = {name: (folder / name).read_bytes() for name in OUTPUTS}
    assert str(tmp_path).encode() not in b"".join(built.values())
    assert series.brief("shares").snakemake("--forceall", "--quiet", "all").returncode == 0
    assert [name for name, content in built.items() if (folder / name).read_bytes() != content] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: x\nbriefs: [briefs/a, nowhere]\n", "series.yaml:2:20: there is no folder nowhere"),
        ("title: x\nbriefs: [../a]\n", "series.yaml:2:10: briefs.0 does not fit"),
        ("title: x\nbriefs: ['**']\n", "series.yaml:2:10: briefs.0 does not fit"),
        ("title: x\nbriefs: [briefs/a]\nshards: 2\n", "series.yaml:3:1: unknown key shards"),
        ("title: x\nbriefs: [briefs/a]\nstyle: stil\n", "series.yaml:3:1: there is no folder stil"),
        ("briefs: [briefs/a]\n", "series.yaml:1:1: the key title is missing"),
        ("title: [\n", "series.yaml:2:1: this is not YAML"),
    ],
)
def test_series_yaml(tmp_path: Path, text: str, told: str) -> None:
    """What is wrong with series.yaml is told with its place."""
    (tmp_path / "briefs/a").mkdir(parents=True)
    (tmp_path / "series.yaml").write_text(text)
    with chdir(tmp_path), pytest.raises(ConfigurationFaults) as refused:
        load_series(Path("series.yaml"))
    assert str(refused.value).startswith(told)


def test_no_such_series(tmp_path: Path) -> None:
    """A brief that is not there, an unknown key and a missing series.yaml end the run at once."""
    series = series_of(tmp_path, ["kg-2026"])
    for config, told in (("only=kg-2025", "did you mean kg-2026?"), ("onyl=x", "did you mean only?")):
        done = series.build("--config", config)
        assert done.returncode == 3
        assert told in done.stderr
    (series.path / "series.yaml").write_text("title: x\nbriefs: ['briefs/*']\nlang: xx\n")
    assert "series.yaml:3:1: there are no fixed words for the language xx" in series.build().stderr
    (series.path / "series.yaml").unlink()
    done = series.build()
    assert done.stderr == "series.yaml:1:1: the file is missing; restore or create it\n"


def test_shards() -> None:
    """Shards are even, no larger than asked, and one for each core where there are few briefs."""
    tasks = {str(number): "" for number in range(100)}
    assert [len(part) for part in shards(tasks, 30, 1)] == [25, 25, 25, 25]
    assert [len(part) for part in shards(dict(list(tasks.items())[:5]), 50, 2)] == [2, 3]
    assert [len(part) for part in shards(dict(list(tasks.items())[:1]), 50, 8)] == [1]
    assert {name for part in shards(tasks, 7, 3) for name in part} == set(tasks)
    assert shards({}, 50, 2) == []


def test_archives_are_as_zipfile_writes_them() -> None:
    """Our own archives have the bytes of the standard library's."""
    parts = {"a.txt": b"a" * 5000, "ö/b.bin": bytes(range(256)), "empty": b""}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, parts[name], compresslevel=6)
    assert write_parts(parts) == stream.getvalue()
    assert read_parts(write_parts(parts)) == parts
