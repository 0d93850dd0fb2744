"""Small things that the tests of the link check make their cases from."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Probe, Run, Verdict, save_run
from brief.links.timestamps import timestamp
from conftest import Folder

SCRIPTS = Path(__file__).parents[1] / "scripts"
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
URL = "https://example.org/page"

BIB = """\
@online{yau2022,
  title = {Managing {Sentiments}},
  url = {https://example.org/page},
  langid = {english},
}

@article{song2020,
  author = {W. Song},
  title = {China’s Regulatory Foreign Policy},
  journaltitle = {Pacific Focus},
  date = {2020},
}

@online{nye2015,
  title = {The Limits of Soft Power},
  url = {https://example.org/page},
}
"""

SECTION = """\
# Power

Views differ. The academy traces the messages [@yau2022, pp. 7-8].[^1] More follows.

[^1]: So says @nye2015 too.
"""


def after(days: float) -> datetime:
    """Return the moment `days` after the start of every history here."""
    return START + timedelta(days=days)


def probe(observation: str, days: float = 0, *, url: str = URL, **facts: object) -> Probe:
    """Return what a run saw `days` after the start."""
    return Probe(url, Observation(observation), checked=timestamp(after(days)), **facts)  # type: ignore[arg-type]


def make_brief(folder: Path) -> None:
    """Write a brief of two linked sources, one without a link and one section."""
    (folder / "sources.bib").write_text(BIB, encoding="utf-8")
    (folder / "01-power.md").write_text(SECTION, encoding="utf-8")


def make_run(folder: Path, *probes: Probe, online: bool = True, days: float = 0) -> None:
    """Write the probes.json of one run."""
    save_run(folder / "probes.json", Run(timestamp(after(days)), online, probes))


def program(folder: Path, name: str, *flags: str, actions: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program of the project in `folder`, in GitHub Actions or not."""
    variables = {"GITHUB_ACTIONS": "true"} if actions else {}
    return Folder(folder).call(f"{name}.py", *flags, **variables)


def judge(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Judge the run of the brief in `folder` into its links.json."""
    files = ("--bib", "sources.bib", "--sections", "01-power.md", "--probes", "probes.json")
    return program(folder, "judge_links", *files, "--ledger", "links.csv", "--out", "links.json", *flags)


def record(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Record the judged run of the brief in `folder`."""
    late = ("--now", timestamp(after(3650)))  # no row of a test is of the future, whatever the clock says
    files = ("--links", "links.json", "--ledger", "links.csv")
    return program(folder, "record_links", *files, *late, *flags)


def remember(brief: Path, **facts: Any) -> None:
    """Write a ledger of one row: the cited page, dead unless said otherwise."""
    dead = {"verdict": Verdict.DEAD, "observation": Observation.MISSING, "gone": 3, "gone_counted": after(6)}
    row = LedgerRow(
        URL, **{"keys": ("yau2022",), "first_seen": after(0), "checked": after(6), **dead, **facts}
    )
    (brief / "links.csv").write_text(dump_ledger([row]), encoding="utf-8")


def judged(brief: Path, *flags: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Judge and return links.json, and its links by key."""
    done = judge(brief, *flags)
    assert (done.returncode, done.stderr) == (0, "")
    judgement = json.loads((brief / "links.json").read_text(encoding="utf-8"))
    return judgement, {link["key"]: link for link in judgement["links"]}
