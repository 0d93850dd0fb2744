"""The faults of the description of the data, datapackage.json: of each key, and between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from brief.content.yamlfile import Location, YamlFile, schema, schema_faults
from brief.data.cells import BOUNDS, FALSE, TRUE, CellError, DataColumn
from brief.data.habits import shown
from brief.data.patterns import PatternError
from brief.faults import Fault, did_you_mean

BIBLIOGRAPHY = "sources"
"""The name of the bibliography for charts and tables; no data can have it."""

SOURCE = "source"
"""The column with the sources of a row: keys of the bibliography, separated by `;`."""

MOST_FAULTS = 50
"""How many faults of one file are listed at once."""

ORDERED = ("integer", "number", "year", "yearmonth", "date")

KINDS_OF_KEY: Mapping[str, Sequence[str]] = {
    "decimalChar": ("number",),
    "groupChar": ("number", "integer"),
    "trueValues": ("boolean",),
    "falseValues": ("boolean",),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    **dict.fromkeys(BOUNDS, ORDERED),
    "enum": (*ORDERED, "string"),
}
"""The types of columns that a key applies to; any other key applies to all."""


def package_faults(file: YamlFile) -> list[Fault]:
    """Return the faults by the schema of descriptions; where there are none, those between keys."""
    faults = schema_faults(file, schema("datapackage")) or [*islice(_resources_faults(file), MOST_FAULTS)]
    return [_plain(fault, file.value) for fault in sorted(faults)[:MOST_FAULTS]]


def _plain(fault: Fault, package: Any) -> Fault:
    """Return a fault that names data and columns by their names rather than by their numbers."""

    def name(match: re.Match[str]) -> str:
        try:
            resource = package["resources"][int(match[1])]
            data = str(resource["name"])
            return f"{data}.{resource['schema']['fields'][int(match[2])]['name']}" if match[2] else data
        except (KeyError, TypeError):
            return match[0]

    def plain(text: str) -> str:
        unwritten = re.sub(r" does not match '.*'\)$", " is written otherwise)", text)
        return re.sub(r"\bresources\.(\d+)(?:\.schema\.fields\.(\d+))?", name, unwritten)

    return replace(fault, problem=shown(plain(fault.problem), 300), remedy=plain(fault.remedy))


def key_of(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that name a row: the primary key, else a column `id`, else none."""
    key = resource["schema"].get("primaryKey")
    if key is None:
        return ("id",) if any(field["name"] == "id" for field in resource["schema"]["fields"]) else ()
    return (key,) if isinstance(key, str) else tuple(key)


def _resources_faults(file: YamlFile) -> Iterator[Fault]:
    resources = file.value["resources"]
    yield from _repeated(file, ("resources",), "name", [item["name"] for item in resources])
    yield from _repeated(file, ("resources",), "path", [item["path"] for item in resources])
    for index, resource in enumerate(resources):
        at = ("resources", index)
        if resource["name"] == BIBLIOGRAPHY:
            problem = f"{BIBLIOGRAPHY} means the bibliography where charts and tables name their data"
            yield file.fault((*at, "name"), problem, "give the data another name")
        yield from _schema_faults(file, (*at, "schema"), resource["schema"])


def _repeated(file: YamlFile, at: Location, key: str, values: Sequence[str]) -> Iterator[Fault]:
    for index, value in enumerate(values):
        first = values.index(value)
        if first < index:
            line, _ = file.places[(*at, first, key)]
            problem = f"the {key} {value} is given twice (first in line {line})"
            yield file.fault((*at, index, key), problem, "change one of the two")


def _schema_faults(file: YamlFile, at: Location, table: Mapping[str, Any]) -> Iterator[Fault]:
    names = [field["name"] for field in table["fields"]]
    yield from _repeated(file, (*at, "fields"), "name", names)
    key = table.get("primaryKey", ())
    for name in (key,) if isinstance(key, str) else key:
        if name not in names:
            problem = f"the primary key names {name}, and no column is called so"
            yield file.fault((*at, "primaryKey"), problem, did_you_mean(name, names))
    for index, field in enumerate(table["fields"]):
        yield from _field_faults(file, (*at, "fields", index), field, table.get("missingValues", [""]))


def _field_faults(
    file: YamlFile, at: Location, field: Mapping[str, Any], missing: list[str]
) -> Iterator[Fault]:
    kind, constraints = field.get("type", "string"), field.get("constraints", {})
    for place, key in [(at, key) for key in field] + [((*at, "constraints"), key) for key in constraints]:
        kinds = KINDS_OF_KEY.get(key)
        if kinds and kind not in kinds:
            remedy = f"take it out, or make the column one of: {', '.join(kinds)}"
            yield file.fault((*place, key), f"a column of the type {kind} has no {key}", remedy)
    if field["name"] == SOURCE and kind != "string":
        yield file.fault((*at, "type"), f"the column {SOURCE} holds keys of sources", 'make it a "string"')
    yield from _format_faults(file, at, field, kind)
    if all(kind in KINDS_OF_KEY.get(key, (kind,)) for key in constraints):
        yield from _bound_faults(file, (*at, "constraints"), DataColumn(field, missing))


def _format_faults(file: YamlFile, at: Location, field: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    form = field.get("format", "default")
    if form != "default" and kind != "date":
        problem = f"a column of the type {kind} has no format {form}"
        yield file.fault((*at, "format"), problem, "take it out, or make the column a date")
    elif form != "default" and len(set(form) & set("dmY")) < 3:
        problem = f"the format {form} does not name day, month and year"
        yield file.fault((*at, "format"), problem, "name each once, as %d.%m.%Y")
    if kind == "number" and field.get("groupChar") == field.get("decimalChar", "."):
        problem = "groupChar and decimalChar are the same sign"
        yield file.fault((*at, "groupChar"), problem, "take groupChar out, or name the decimalChar")
    both = set(field.get("trueValues", TRUE)) & set(field.get("falseValues", FALSE))
    if kind == "boolean" and both:
        key = "trueValues" if "trueValues" in field else "falseValues"
        problem = f"{', '.join(sorted(both))} means both true and false"
        yield file.fault(
            (*at, key), problem, "name both, trueValues and falseValues, without a word in common"
        )


def _bound_faults(file: YamlFile, at: Location, column: DataColumn) -> Iterator[Fault]:
    """Yield the faults of the values and of the pattern in constraints."""
    sound = True
    for key, value in column.constraints.items():
        listed = enumerate(value) if key == "enum" else [(0, value)] if key in BOUNDS else []
        for index, bound in listed:
            try:
                column.bound(bound)
            except CellError as error:
                sound = False
                yield file.fault(
                    (*at, key, index), f"{key}: {error.problem}", "write it as a cell of the column"
                )
    for least, most in (("minimum", "maximum"), ("minLength", "maxLength")) if sound else ():
        if {least, most} <= set(column.bounds) and column.bounds[least] > column.bounds[most]:
            problem = f"the {least} is more than the {most}"
            yield file.fault((*at, most), problem, "correct one of the two")
    try:
        _ = column.pattern
    except PatternError as error:
        remedy = "write it with letters, classes as [a-z], groups, |, and * + ? {2} {2,5}"
        yield file.fault((*at, "pattern"), f"the pattern cannot be read: {error}", remedy)
