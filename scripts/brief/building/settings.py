"""The settings of a build: one closed configuration, checked before the first rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brief.content.yamlfile import YamlFile, load_yaml, schema, schema_faults, value_at
from brief.faults import ConfigurationFaults
from brief.limits import Limits
from brief.places import PROJECT


@dataclass(frozen=True)
class Settings:
    """All settings, with the defaults of the project filled in."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a setting by its dotted name, as `links.probe`."""
        return value_at(self.values, name)

    @property
    def limits(self) -> Limits:
        """What a program may take in time and memory."""
        return Limits(self["limits.seconds"], self["limits.memory"])

    @property
    def resources(self) -> dict[str, int]:
        """The limits, under the names that Snakemake has for resources."""
        return {"seconds": self.limits.seconds, "mem_mb": self.limits.megabytes}


def load_settings(folder: Path, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Return the schema's defaults, under the project's config.yaml, the brief's own and `overrides`.

    `folder` is the brief's; `overrides` are the settings of a command line. Raises
    ConfigurationFaults with the file and line of everything that breaks the schema.
    """
    layers = [PROJECT / "config.yaml"]
    own = folder / "config.yaml"
    if own.is_file() and own.resolve() != layers[0]:
        layers.append(own)
    merged = _defaults(schema("config"))
    for path in layers:
        merged = _merge(merged, _checked(path, folder).value)
    if overrides:
        merged = _merge(merged, _checked_overrides(overrides).value)
    return Settings(merged)


def _defaults(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return what each setting is where no file names it."""
    return {
        key: rule["default"] if "default" in rule else _defaults(rule)
        for key, rule in rules["properties"].items()
    }


def _checked(path: Path, folder: Path) -> YamlFile:
    shown = path.relative_to(folder) if path.is_relative_to(folder) else path
    file, faults = load_yaml(shown if folder == Path() else path)
    faults = faults or schema_faults(file, schema("config"))
    if faults:
        raise ConfigurationFaults(faults)
    return file


def _checked_overrides(overrides: Mapping[str, Any]) -> YamlFile:
    file = YamlFile("--config", dict(overrides), {})
    faults = schema_faults(file, schema("config"))
    if faults:
        raise ConfigurationFaults(faults)
    return file


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
