"""The metadata of the brief, from its title to the work that it restates (report/brief.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brief.content.language import Language, known_languages, load_language
from brief.content.yamlfile import YamlFile, load_yaml, schema, schema_faults
from brief.faults import Faults


@dataclass(frozen=True)
class Metadata:
    """The checked content of brief.yaml; the keys are described in its schema."""

    file: YamlFile

    def __getitem__(self, key: str) -> Any:
        """Return a value, or None where the key is missing."""
        return self.file.value.get(key)

    @property
    def language(self) -> Language:
        """The language of the brief."""
        return load_language(self["lang"])


def load_metadata(path: Path) -> Metadata:
    """Read brief.yaml. Raises Faults where it breaks its schema, or has a wrong date or language."""
    file, faults = load_yaml(path)
    faults = faults or schema_faults(file, schema("brief"))
    lang = file.value.get("lang") if isinstance(file.value, dict) else None
    if isinstance(lang, str) and lang.split("-")[0] not in known_languages():
        remedy = f"use one of {', '.join(known_languages())}, or add scripts/brief/content/terms/{lang}.yaml"
        faults.append(file.fault(("lang",), f"there are no fixed words for the language {lang}", remedy))
    if not faults and not _is_date(file.value["date"]):
        faults.append(file.fault(("date",), f"{file.value['date']} is not a date", "write it as 2026-11-24"))
    if faults:
        raise Faults(faults)
    return Metadata(file)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
