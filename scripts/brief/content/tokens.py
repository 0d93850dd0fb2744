"""The design of all formats in one file: colors, fonts and sizes (report/style/tokens.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brief.content.yamlfile import Location, YamlFile, load_yaml, schema, schema_faults, value_at
from brief.faults import Fault, Faults


@dataclass(frozen=True)
class Tokens:
    """The checked content of tokens.yaml."""

    file: YamlFile

    @property
    def values(self) -> Mapping[str, Any]:
        """All tokens, in groups."""
        values: Mapping[str, Any] = self.file.value
        return values

    def fault(self, location: Location, problem: str, remedy: str) -> Fault:
        """Return a fault at a token, or at its group."""
        return self.file.fault(location, problem, remedy)

    def __getitem__(self, name: str) -> Any:
        """Return a token by its dotted name, as `color.accent`."""
        return value_at(self.values, name)

    @property
    def measure(self) -> float:
        """The width of the column of text, and of charts, in millimetres."""
        page = self["page"]
        return float(page["width"] - page["inner"] - page["outer"] - page["margin"])

    @property
    def text_width(self) -> float:
        """The width between the margins of the sheet, in millimetres."""
        return self.measure + float(self["page.margin"])


def load_tokens(path: Path) -> Tokens:
    """Read tokens.yaml. Raises Faults where it breaks its schema."""
    file, faults = load_yaml(path)
    faults = faults or schema_faults(file, schema("tokens"))
    if faults:
        raise Faults(faults)
    return Tokens(file)
