"""YAML, and JSON, which is YAML too: checked by a schema, with the place of every fault."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from brief.faults import Fault, did_you_mean
from brief.files import read_text
from brief.limits import at_work

SCHEMAS = Path(__file__).parents[2] / "schemas"
Location = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """Reads plain scalars as an editor does: 010, 12:30, 1_000, yes and 2026-11-24 are texts."""


_Loader.yaml_implicit_resolvers = {}
for _name, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9]\d{0,14})", [*"-0123456789"]),
    ("float", r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}", [*"-0123456789"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"^(?:{_pattern})$"), _first)


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: its value, and the line and column of every key and item in it."""

    path: str
    value: Any
    places: dict[Location, tuple[int, int]]

    def fault(self, location: Location, problem: str, remedy: str) -> Fault:
        """Return a fault at `location`, or else at the nearest value around it that has a place."""
        while location and location not in self.places:
            location = location[:-1]
        line, column = self.places.get(location, (1, 1))
        return Fault(self.path, line, column, problem, remedy)


def load_yaml(path: Path) -> tuple[YamlFile, list[Fault]]:
    """Parse the file; errors of YAML, and keys that are given twice, come back as faults."""
    text = read_text(path)
    empty = YamlFile(str(path), {}, {})
    try:
        with at_work(path, "the parser of YAML"):
            loader = _Loader(text)
            node = loader.get_single_node()
            survey = _Survey(str(path))
            if node is not None:
                survey.visit(node, ())
            value = None if survey.faults or node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = f"this is not YAML ({error.problem})"
        remedy = "check the indentation, the colon after each key and the quotation marks"
        return empty, [Fault(str(path), line, column, problem, remedy)]
    return YamlFile(str(path), {} if value is None else value, survey.places), survey.faults


def value_at(values: Any, name: str) -> Any:
    """Return what `values` hold under a dotted name, as `links.probe`. Raises KeyError."""
    for key in name.split("."):
        values = values[key]
    return values


class _Survey:
    """Finds the place of everything in a file, and the faults of any YAML here, whatever its schema."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.places: dict[Location, tuple[int, int]] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def visit(self, node: yaml.Node, location: Location) -> None:
        """Record the place of a node and of all inside it."""
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places.setdefault(location, place)
        if id(node) in self._seen:  # a few aliases of aliases can fill any memory
            problem = "an alias (*) points to this anchor (&)"
            self.faults.append(Fault(self.path, *place, problem, "write the value out in both places"))
            return
        self._seen.add(id(node))
        if node.tag.rpartition(":")[2] not in PLAIN:
            problem = f"the tag {node.tag} cannot be used here"
            self.faults.append(Fault(self.path, *place, problem, "take it out, and write the value as it is"))
        elif isinstance(node, yaml.MappingNode):
            self._visit_mapping(node, location)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.visit(value, (*location, index))

    def _visit_mapping(self, node: yaml.MappingNode, location: Location) -> None:
        for key, value in node.value:
            place = (key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(
                    Fault(self.path, *place, "this key is not a plain word", "write it as one")
                )
                continue
            inner = (*location, key.value)
            if inner in self.places:
                first = self.places[inner][0]
                problem = f"the key {key.value} is given twice (first in line {first})"
                self.faults.append(Fault(self.path, *place, problem, "keep one of the two"))
                continue
            self.places[inner] = place
            self.visit(value, inner)


PLAIN = frozenset({"str", "int", "float", "bool", "null", "map", "seq"})
"""The kinds of values that JSON has too; parsers differ in how they read YAML's others."""


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema `scripts/schemas/NAME.schema.json`."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def schema_faults(file: YamlFile, rules: dict[str, Any]) -> list[Fault]:
    """Return a fault for each value in `file` that breaks the JSON Schema `rules`."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    return [fault for error in validator.iter_errors(file.value) for fault in _explain(file, error)]


def _explain(file: YamlFile, error: Any) -> list[Fault]:
    location = tuple(error.absolute_path)
    name = ".".join(map(str, location)) or "the file"
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    if error.validator == "additionalProperties":
        refused = error.schema.get("refused", {})
        return [
            file.fault((*location, key), f"the key {key} is not read here", refused[key])
            if key in refused
            else file.fault((*location, key), f"unknown key {key}", did_you_mean(str(key), known))
            for key in error.instance
            if key not in known
        ]
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [
            file.fault(
                location, f"the key {key} is missing", f"add it: {known.get(key, {}).get('description', key)}"
            )
            for key in missing
        ]
    meaning = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    remedy = f"{name} means: {meaning}" if meaning else "see the schema's description in README"
    return [file.fault(location, f"{name} does not fit ({error.message})", remedy)]
