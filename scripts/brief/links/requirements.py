"""The faults of a judged run: what an editor must mend, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Iterator

from brief.escapes import plain
from brief.faults import Fault
from brief.links.judgement import Judgement
from brief.links.quotation_words import quotation_faults
from brief.links.wording import Concern, concern, problem, remedy


def required_repairs(judgement: Judgement) -> Iterator[Fault]:
    """Yield a fault for each red link or quotation, a warning for each to look at, and those of waivers."""
    yield from judgement.faults
    for link, details in zip(judgement.links, judgement.details, strict=True):
        if concern(link, details) in (Concern.MEND, Concern.LOOK):
            texts = plain(problem(link, details)), plain(remedy(link, details))
            yield Fault(link.file, link.line, 1, *texts, warning=not link.red)
    yield from quotation_faults(judgement)
