"""Numbers in prose that come from the data: `{{< var table.row.column >}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.checks.model import Brief
from brief.faults import Fault, did_you_mean
from brief.sections import Mention
from brief.variables import UNIT, WORDS, Variable, read_variable
from brief.yamlfile import Location


def number_faults(mention: Mention, brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with one shortcode; its column may be left out."""
    variable = read_variable(mention.name)
    if variable is None:
        yield mention.fault(f"{{{{< {mention.name} >}}}} is not known here", "write {{< var table.row >}}")
        return
    if brief.tables is None:
        return
    name, row_id, column = variable.table, variable.row, variable.column
    if name not in brief.tables:
        yield mention.fault(f"there is no data called {name}", did_you_mean(name, brief.tables))
        return
    table = brief.tables[name]
    if row_id not in (row["id"] for row in table):
        remedy = did_you_mean(row_id, (row["id"] for row in table))
        yield mention.fault(f"{table.path} has no row {row_id}", remedy)
    elif column not in table[row_id].values:
        remedy = did_you_mean(column, table[row_id].values)
        yield mention.fault(f"{table.path} has no column {column}", remedy)
    elif table[row_id][column] is None:
        problem = f"{table.path}:{table[row_id].line} has no {column}"
        yield mention.fault(problem, "fill in the cell, or name another")
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
