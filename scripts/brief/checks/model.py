"""Everything of a brief that can be checked, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brief.content.bibliography import Bibliography
from brief.content.metadata import Metadata
from brief.content.sections import Mention, Section
from brief.data.tables import DataTable


@dataclass(frozen=True)
class Brief:
    """The parts of a brief; what could not be read is None, and nothing is judged by it."""

    sections: tuple[Section, ...]
    metadata: Metadata | None
    bibliography: Bibliography | None
    tables: Mapping[str, DataTable] | None
    programs: Mapping[str, Path]
    """The files of charts and tables, by label."""
    complete: bool = True
    """Whether all sections could be read: else what is not found may stand in the others."""

    @property
    def labels(self) -> tuple[Mention, ...]:
        """All labels of all sections."""
        return tuple(label for section in self.sections for label in section.labels)
