"""Why a build did what it did: kept when it starts, told in plain words when somebody asks.

Snakemake knows the reason of each job only while it runs. What is read here of its graph
(`needrun_jobs`, `reason`) is the same that its own reports read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from brief.files import read_json, write_json

REASONS = Path("build/logs/reasons.json")


def keep_reasons(graph: Any) -> None:
    """Write down what a build is about to do, and why; `graph` is Snakemake's."""
    jobs = [job for job in graph.needrun_jobs() if job.output]
    kept = [_kept(job, graph.reason(job)) for job in jobs]
    total = sum(1 for job in graph.jobs if job.output)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    write_json(
        REASONS, {"started": moment, "total": total, "jobs": sorted(kept, key=lambda job: job["step"])}
    )


def _kept(job: Any, reason: Any) -> dict[str, Any]:
    outputs = {str(path) for other in job.dag.needrun_jobs(exclude_finished=False) for path in other.output}
    return {
        "step": " ".join([job.rule.name, *job.wildcards]),
        "changed": sorted(str(path) for path in reason.updated_input if str(path) not in outputs),
        "missing": sorted(str(path) for path in reason.missing_output),
        "settings": bool(reason.params_changed),
        "files": bool(reason.input_changed),
        "code": bool(reason.code_changed),
        "broken_off": bool(reason.incomplete_output),
        "forced": bool(reason.forced),
    }


def explanation(kept: Mapping[str, Any]) -> list[str]:
    """Return the lines that tell what the last build redid, and because of which change."""
    jobs: Sequence[Mapping[str, Any]] = kept["jobs"]
    when = kept["started"][:16].replace("T", " ")
    lines = [f"The last build, {when} UTC, did {len(jobs)} of {kept['total']} steps."]
    if len(jobs) == kept["total"] and all(job["missing"] for job in jobs):
        return [*lines, "Nothing was there before."]
    explained: set[str] = set()
    for path in sorted({path for job in jobs for path in job["changed"]}):
        steps = [job["step"] for job in jobs if path in job["changed"]]
        explained |= set(steps)
        lines.append(f"{path} has changed, and {_list(steps)} {'reads' if len(steps) == 1 else 'read'} it.")
    for cause, sentence in CAUSES.items():
        steps = [job["step"] for job in jobs if job[cause] and job["step"] not in explained]
        if steps:
            explained |= set(steps)
            lines.append(sentence.format(_list(steps)))
    rest = [job["step"] for job in jobs if job["step"] not in explained]
    if rest:
        lines.append(
            f"{_list(rest)} came after: {'it works' if len(rest) == 1 else 'they work'} on what these made."
        )
    return lines


CAUSES = {
    "missing": "The outputs of {} were not there yet.",
    "broken_off": "{} had broken off.",
    "settings": "A setting of {} has changed.",
    "files": "There are more or fewer files for {} than before.",
    "code": "The rule of {} has changed.",
    "forced": "Snakemake was told to redo {}.",
}
"""What may set a step off beside a changed file, in the order in which it is told."""


def _list(steps: Iterable[str]) -> str:
    names = list(steps)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def last_build() -> Mapping[str, Any] | None:
    """Return what is kept of the last build, or None where there was none."""
    if not REASONS.exists():
        return None
    kept: Mapping[str, Any] = read_json(REASONS)
    return kept
