"""Numbers in prose that come from the data: `{{< var table.row.column >}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.checks.model import Brief
from brief.content.sections import Mention
from brief.content.variables import UNIT, WORDS, Variable, read_variable
from brief.content.yamlfile import Location
from brief.data.habits import shown
from brief.data.tables import JOINT, NAMEABLE
from brief.faults import Fault, did_you_mean

_WORD = NAMEABLE.pattern
_NAMES = re.compile(rf"{_WORD}(?:{JOINT}{_WORD})*")
_NAME = re.compile(rf"{_WORD}\.{_NAMES.pattern}(?:\.{_WORD})?")


def number_faults(mention: Mention, brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with one shortcode; its column may be left out."""
    variable = read_variable(mention.name)
    if variable is None or not _NAME.fullmatch(mention.name.split()[1]):
        yield _unreadable(mention, mention.name.partition(" ")[2], brief)
        return
    if brief.tables is None:
        return
    data, row_name, column = variable.table, variable.row, variable.column
    if data not in brief.tables:
        yield mention.fault(f"there is no data called {data}", did_you_mean(data, brief.tables))
        return
    table = brief.tables[data]
    if not table.key:
        remedy = "say in datapackage.json by its primaryKey which column does, or give it a column id"
        yield mention.fault(f"nothing names the rows of {table.path}", remedy)
    elif row_name not in table.named:
        remedy = did_you_mean(row_name, filter(_NAMES.fullmatch, table.named))
        yield mention.fault(f"{table.path} has no row {row_name}", remedy)
    elif column not in table[row_name].values:
        remedy = did_you_mean(column, filter(NAMEABLE.fullmatch, table[row_name].values))
        yield mention.fault(f"{table.path} has no column {column}", remedy)
    elif table[row_name][column] is None:
        problem = f"{table.path}:{table[row_name].line} has no {column}"
        yield mention.fault(problem, "fill in the cell, or name another")
    elif table.kind(column) == "boolean":
        problem = f"{column} is true or false, and no language prints that"
        yield mention.fault(problem, "say it in words")
    else:
        yield from _form_faults(mention, variable, brief)


def _form_faults(mention: Mention, variable: Variable, brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with the form in which a number is to be printed."""
    tables = brief.tables or {}
    value = tables[variable.table][variable.row][variable.column]
    if variable.form == WORDS and brief.metadata and not brief.metadata.language.has_word(value):
        yield mention.fault(f"there is no word for {value}", f"take out {WORDS}: it is for zero to ten")
    if variable.form == UNIT and not variable.unit(tables):
        problem = f"the data gives {variable.name} no unit"
        yield mention.fault(problem, f"take out {UNIT}, or describe the unit of the column")


def _unreadable(mention: Mention, name: str, brief: Brief) -> Fault:
    """Return the fault of a shortcode that names no number, perhaps for names of other signs."""
    data, _, rest = name.partition(".")
    table = (brief.tables or {}).get(data)
    for row_name, row in table.named.items() if table else ():
        if not _NAMES.fullmatch(row_name) and (rest == row_name or rest.startswith(f"{row_name}.")):
            problem = f"the text cannot name the row “{shown(row_name)}” of {row.path}:{row.line}"
            remedy = "name rows with letters, digits, - and _: in a column id, or by another primaryKey"
            return mention.fault(problem, remedy)
    for column in (field["name"] for field in table.fields) if table else ():
        if not NAMEABLE.fullmatch(column) and rest.endswith(f".{column}"):
            problem = f"the text cannot name the column “{shown(column)}” of {data}"
            return mention.fault(problem, "call it by letters, digits, - and _, here and in the data")
    return mention.fault(f"{{{{< {mention.name} >}}}} is not known here", "write {{< var table.row >}}")


def front_matter_faults(brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with the numbers in the abstract and the key messages."""
    if brief.metadata is None:
        return
    texts: list[tuple[Location, str | None]] = [(("abstract",), brief.metadata["abstract"])]
    messages = brief.metadata["key_messages"] or []
    texts += [(("key_messages", index), text) for index, text in enumerate(messages)]
    for location, text in texts:
        for shortcode in re.findall(r"\{\{<(.*?)>\}\}", str(text or "")):
            line, column = brief.metadata.file.places.get(location, (1, 1))
            mention = Mention(" ".join(shortcode.split()), brief.metadata.file.path, line, column)
            yield from number_faults(mention, brief)
