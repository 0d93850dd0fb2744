"""What the parts of a brief that could be read owe one another."""

from __future__ import annotations

from collections.abc import Iterator

from brief.checks.labels import exhibit_faults, label_faults, reference_faults
from brief.checks.model import Brief
from brief.checks.numbers import front_matter_faults, number_faults
from brief.checks.pictures import picture_faults
from brief.checks.sources import citation_faults, row_faults
from brief.checks.structure import structure_faults
from brief.faults import Fault


def brief_faults(brief: Brief) -> Iterator[Fault]:
    """Yield everything that is wrong between the parts of a brief that could be read."""
    for section in brief.sections:
        yield from structure_faults(section)
        yield from citation_faults(section, brief)
        yield from picture_faults(section)
        yield from reference_faults(section, brief)
        for mention in section.shortcodes:
            yield from number_faults(mention, brief)
    yield from label_faults(brief)
    yield from exhibit_faults(brief)
    yield from row_faults(brief)
    yield from front_matter_faults(brief)
