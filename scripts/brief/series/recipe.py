"""The steps of a build, as command lines: those that the Snakefile gives to a brief.

A test holds them against what Snakemake would run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brief.building.workflow import SCRIPTS, Workflow
from brief.places import PROJECT

PARTS, PROBES, LINKS = "build/parts", "build/parts/probes.json", "build/links.json"
OUTPUTS = (
    *("build/brief.pdf", "build/brief.html", "build/brief.docx", "build/CITATION.cff"),
    *(
        "build/manifest.json",
        "build/brief.crate.zip",
        "build/links.html",
        "build/links.json",
        "build/links.xml",
    ),
)
"""What a build makes for readers."""

PUBLISHED = OUTPUTS[:4]

PROGRAMS = tuple(
    SCRIPTS / f"{name}.py"
    for name in (
        *("check_brief", "draw_chart", "compose_table", "assemble_manuscript", "describe_brief"),
        *("list_inputs", "render_pdf", "render_html", "style_docx", "render_docx", "publish_brief"),
        *("list_outputs", "pack_crate", "probe_links", "judge_links", "report_links"),
    )
)
"""The programs of all steps."""


@dataclass(frozen=True)
class Step:
    """A program of scripts/ and what it is given; `wildcard` tells steps of one program apart."""

    program: str
    arguments: tuple[str, ...]
    wildcard: str = ""

    @property
    def path(self) -> Path:
        """The file of the program."""
        return SCRIPTS / f"{self.program}.py"

    @property
    def name(self) -> str:
        """What its log is called."""
        return "-".join(filter(None, [self.program, self.wildcard]))


def log_of(name: str) -> Path:
    """Return where the messages of a step are kept."""
    return Path("build/logs", f"{name}.log")


def steps_of(brief: Workflow) -> Iterator[Step]:
    """Yield the steps of the brief in the working directory, each behind those whose outputs it reads."""
    checked = ("--uncited-source", brief.settings["uncited_source"], "--out", f"{PARTS}/checked.txt")
    yield Step("check_brief", checked)
    yield from _exhibits(brief)
    yield Step("assemble_manuscript", ("--made", *brief.exhibits, "--out", f"{PARTS}/manuscript.json"))
    about = ("--out", f"{PARTS}/description.json", "--out-citation", "build/CITATION.cff")
    yield Step("describe_brief", about)
    yield Step("list_inputs", (*brief.content, "--out", f"{PARTS}/inputs.json"))
    yield from _formats(brief)
    yield from _records(brief)
    yield from _links(brief)


def _exhibits(brief: Workflow) -> Iterator[Step]:
    for (label, file), out in zip(brief.exhibit_files.items(), brief.exhibits, strict=True):
        program, flag = (
            ("draw_chart", "--chart") if label.startswith("fig-") else ("compose_table", "--table")
        )
        yield Step(program, (flag, file, "--lang", brief.lang, "--out", out), label)


def _formats(brief: Workflow) -> Iterator[Step]:
    manuscript = ("--manuscript", f"{PARTS}/manuscript.json")
    attached = [*brief.data, brief.bib, *brief.ledger]
    inputs = ("--inputs", f"{PARTS}/inputs.json", "--attach", *attached)
    yield Step("render_pdf", (*manuscript, *inputs, "--out", f"{PARTS}/brief.pdf"))
    description = ("--description", f"{PARTS}/description.json")
    yield Step("render_html", (*manuscript, *description, "--out", f"{PARTS}/brief.html"))
    reference = f"{PARTS}/reference.docx"
    yield Step("style_docx", ("--out", reference))
    yield Step("render_docx", (*manuscript, "--reference", reference, "--out", f"{PARTS}/brief.docx"))
    finished = [f"{PARTS}/brief.{ending}" for ending in ("pdf", "html", "docx")]
    yield Step("publish_brief", (*finished, "--into", "build"))


def _records(brief: Workflow) -> Iterator[Step]:
    listed = (*PUBLISHED, "--inputs", f"{PARTS}/inputs.json", "--out", "build/manifest.json")
    yield Step("list_outputs", listed)
    about = ("--description", f"{PARTS}/description.json", "--workflow", str(PROJECT / "Snakefile"))
    files = ("--inputs", *brief.content, "--machinery", *brief.machinery)
    outputs = ("--outputs", *PUBLISHED, "build/manifest.json", "--out", "build/brief.crate.zip")
    yield Step("pack_crate", (*about, *files, *outputs))


def _links(brief: Workflow) -> Iterator[Step]:
    cited = ("--bib", brief.bib, "--sections", *brief.sections, "--lang", brief.lang)
    probe = ("--probe", brief.settings["links.probe"], "--out", PROBES)
    yield Step("probe_links", (*cited, *_history(brief), *probe))
    yield from _reports(brief)


def judging_steps(brief: Workflow) -> Iterator[Step]:
    """Yield the steps that judge what was seen of the links of the brief in the working directory."""
    yield from _reports(brief)
    yield Step("record_links", ("--links", LINKS, "--ledger", brief.history))


def _reports(brief: Workflow) -> Iterator[Step]:
    cited = ("--bib", brief.bib, "--sections", *brief.sections, "--lang", brief.lang)
    yield Step("judge_links", (*cited, "--probes", PROBES, *_history(brief), "--out", LINKS))
    template = ("--links", LINKS, "--template", brief.style("links.html"))
    yield Step("report_links", (*template, "--out-html", "build/links.html", "--out-xml", "build/links.xml"))


def _history(brief: Workflow) -> tuple[str, ...]:
    return ("--ledger", brief.history, *(["--config", *brief.config] if brief.config else []))
