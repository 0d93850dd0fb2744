"""What the report says of the brief itself, as far as it can be read: a report stands over any brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brief.content.language import Language
from brief.content.metadata import load_metadata
from brief.content.variables import filled
from brief.data.tables import DataTable, load_package
from brief.faults import Faults


@dataclass(frozen=True)
class ReportedBrief:
    """The brief whose links are reported; what is at fault is empty."""

    title: str = ""
    language: Language | None = None
    tables: Mapping[str, DataTable] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language of its sentences."""
        return self.language.tag if self.language else "en"

    def printed(self, text: str) -> str:
        """Return a passage with the numbers of the data as the brief prints them, where they can be read."""
        try:
            return filled(text, self.tables, self.language) if self.language else text
        except (Faults, LookupError, ValueError):  # the check says what is wrong with such a variable
            return text


def reported_brief(metadata: Path, data: Path) -> ReportedBrief:
    """Return what can be read of the brief."""
    read = _readable(lambda: load_metadata(metadata))
    tables = _readable(lambda: load_package(data))
    if not read:
        return ReportedBrief()
    return ReportedBrief(str(read["title"]).replace("'", "’"), read.language, tables or {})


def _readable(load: Callable[[], Any]) -> Any:
    try:
        return load()
    except Faults:
        return None
