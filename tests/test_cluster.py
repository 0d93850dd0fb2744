"""A series on a SLURM that the test itself starts and ends (`make cluster`; `make test` leaves it out)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cluster.slurm import lacking, running_slurm
from conftest import PROJECT, Folder, missing
from series import OUTPUTS, SeriesFolder, series_of

pytestmark = pytest.mark.cluster

COUNT, SHARD = 20, 5
FLAGS = ("--slurm-init-seconds-before-status-checks", "2", "--latency-wait", "5")
"""What a test need not wait for."""


@pytest.fixture(scope="module")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Run a SLURM, and return the variables of its commands."""
    if what := lacking():
        missing(what)
    with running_slurm(tmp_path_factory.mktemp("slurm")) as variables:
        own = str(Path(sys.executable).parent)
        yield os.environ | variables | {"PATH": os.pathsep.join([own, os.environ["PATH"]])}


def command(environment: Mapping[str, str], *words: str) -> str:
    """Return what a command of SLURM prints."""
    return subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout


def running(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the jobs that run, with their nodes, when there is one on each node."""
    for _ in range(600):
        lines = command(environment, "squeue", "-h", "-t", "running", "-o", "%i %N").splitlines()
        jobs = dict(line.split() for line in lines)
        if set(jobs.values()) == {"n1", "n2"}:
            return jobs
        time.sleep(0.1)
    raise TimeoutError("the jobs do not start")


def test_series(tmp_path: Path, built_small: Folder, slurm: Mapping[str, str]) -> None:
    """Twenty briefs: a job is cancelled, a node drained, a brief at fault; the bytes are as ever."""
    names = [f"b{number:02}" for number in range(COUNT)]
    series = series_of(tmp_path, names, f"shard: {SHARD}\n")
    series.brief("b07").replace("report/01-lage.md", "@kabar2022", "@kabar2023")
    profile = ["--profile", PROJECT / "rules/profiles/slurm", *FLAGS]
    process = subprocess.Popen(
        ["snakemake", "--snakefile", PROJECT / "rules/series.smk", *profile, "--quiet", "all"],
        cwd=series.path,
        env=slurm,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        jobs = running(slurm)
        cancelled, drained = min(jobs), jobs[max(jobs)]
        command(slurm, "scontrol", "update", f"NodeName={drained}", "State=DRAIN", "Reason=test")
        command(slurm, "scancel", cancelled)
        _, told = process.communicate(timeout=300)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 1
    assert told.count("briefs/b07/report/01-lage.md:11:40: @kabar2023 is not in bib/sources.bib") == 1
    whole = dict.fromkeys(names, "built") | {"b07": "faulty"}
    assert series.states() == whole
    for name in set(names) - {"b07"}:
        check_bytes(series, name, built_small)
    states = command(slurm, "sacct", "-n", "-X", "-P", "-o", "JobID,State,NodeList").split("\n")
    assert any(line.startswith(f"{cancelled}|CANCELLED") for line in states)
    later = [line for line in states if line and int(line.partition("|")[0]) > max(map(int, jobs))]
    assert later
    assert not [line for line in later if line.endswith(drained)]


def check_bytes(series: SeriesFolder, name: str, built: Folder) -> None:
    """Hold the outputs of a brief against those of its own build."""
    for output in OUTPUTS:
        content = (series.brief(name).path / "build" / output).read_bytes()
        assert content == (built.path / "build" / output).read_bytes(), (name, output)


def test_generic(tmp_path: Path) -> None:
    """The profile of generic clusters works with whatever runs a script and prints a number."""
    if not shutil.which("snakemake", path=str(Path(sys.executable).parent)):
        missing("snakemake")
    series = series_of(tmp_path, ["a", "b"], "shard: 1\n")
    submit = tmp_path / "submit"
    submit.write_text('#!/bin/sh\nfor script; do :; done\n"$script" >"$script.log" 2>&1 &\necho $!\n')
    submit.chmod(0o755)
    flags = ["--profile", PROJECT / "rules/profiles/generic", "--cluster-generic-submit-cmd", submit]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["snakemake", "--snakefile", PROJECT / "rules/series.smk", *flags, "--quiet", "all"]
    done = subprocess.run(
        command, cwd=series.path, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert series.states() == {"a": "built", "b": "built"}
