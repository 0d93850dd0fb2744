"""YAML that is held to a schema, with a line for every complaint."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brief.faults import Fault, did_you_mean
from brief.files import read_text

SCHEMAS = Path(__file__).parent.parent / "schemas"
Location = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """Plain scalars mean what an editor sees: no dates, and only true and false are booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _first in "tTfF":
    _Loader.yaml_implicit_resolvers.setdefault(_first, []).append(
        ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))
    )


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: its value, and the line and column of every key and item in it."""

    path: str
    value: Any
    places: dict[Location, tuple[int, int]]

    def fault(self, location: Location, problem: str, remedy: str) -> Fault:
        """Return a fault at `location`, or at the nearest thing around it that has a place."""
        while location and location not in self.places:
            location = location[:-1]
        line, column = self.places.get(location, (1, 1))
        return Fault(self.path, line, column, problem, remedy)


def load_yaml(path: Path) -> tuple[YamlFile, list[Fault]]:
    """Parse the file; a slip in the YAML or a key given twice comes back as a fault."""
    text = read_text(path)
    try:
        node = yaml.compose(text, Loader=_Loader)
        value = yaml.load(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = error.character if isinstance(error.character, int) else ord(error.character)
        problem = f"the character U+{code:04X} may not stand in YAML"
        return YamlFile(str(path), {}, {}), [Fault(str(path), line, 1, problem, "take it out")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = f"this is not YAML ({error.problem})"
        remedy = "check the indentation, the colon after each key and the quotation marks"
        return YamlFile(str(path), {}, {}), [Fault(str(path), line, column, problem, remedy)]
    faults: list[Fault] = []
    places: dict[Location, tuple[int, int]] = {}
    if node is not None:
        _walk(node, (), str(path), places, faults)
    return YamlFile(str(path), {} if value is None else value, places), faults


def _walk(
    node: yaml.Node,
    location: Location,
    path: str,
    places: dict[Location, tuple[int, int]],
    faults: list[Fault],
) -> None:
    places.setdefault(location, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (key.start_mark.line + 1, key.start_mark.column + 1)
            inner = (*location, key.value)
            if inner in places:
                problem = (
                    f"the key {key.value} stands here for the second time (first in line {places[inner][0]})"
                )
                faults.append(Fault(path, *place, problem, "keep one of the two"))
                continue
            places[inner] = place
            _walk(value, inner, path, places, faults)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*location, index), path, places, faults)


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema `scripts/schemas/NAME.schema.json`."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def schema_faults(file: YamlFile, rules: dict[str, Any]) -> list[Fault]:
    """Return what in `file` breaks the JSON Schema `rules`, each with its place and remedy."""
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
