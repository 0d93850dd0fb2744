"""The files of charts and tables: each is loaded, and its function called with its data."""

from __future__ import annotations

import ast
import importlib.util
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

from brief.content.bibliography import PUBLISHED_BRIEF, Bibliography, load_bibliography
from brief.content.language import apostrophes, load_language
from brief.content.tokens import load_tokens
from brief.data.tables import DataTable, load_table, read_descriptor
from brief.exhibits import Chart, Desk, Table
from brief.faults import Fault, Faults
from brief.files import read_text
from brief.limits import RAISE_LIMIT, at_work

FUNCTION = {"charts": "draw", "tables": "compose"}
BIBLIOGRAPHY = "sources"


def data_of(program: Path) -> tuple[str, ...]:
    """Return the names of the data in `DATA`, without running the file. Raises Faults without one."""
    try:
        statements = ast.parse(read_text(program)).body
    except SyntaxError as error:
        problem, place = f"this is not Python ({error.msg})", (error.lineno or 1, error.offset or 1)
        raise Faults([Fault(str(program), *place, problem, "mend it; README shows a whole file")]) from None
    for statement in statements:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "DATA" for target in statement.targets
        ):
            return _names(program, statement)
    remedy = 'add a line like DATA = "energy"'
    raise Faults([Fault(str(program), 1, 1, "the file does not name its data", remedy)])


def _names(program: Path, statement: ast.Assign) -> tuple[str, ...]:
    """Return the names of data in the line `DATA = …`."""
    value = statement.value
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        problem = "DATA is not a text in quotation marks"
        remedy = 'write DATA = "energy", or "energy pledges"'
        raise Faults([Fault(str(program), statement.lineno, 1, problem, remedy)])
    return tuple(value.value.split())


def load_program(program: Path) -> ModuleType:
    """Import the file of a chart or a table."""
    spec = importlib.util.spec_from_file_location(f"exhibit_{program.stem}", program)
    if spec is None or spec.loader is None:
        raise Faults([Fault(str(program), 1, 1, "this is not a Python file", "README shows a whole file")])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(program: Path, material: Sequence[DataTable | Bibliography], desk: Desk) -> Any:
    """Return the Table or Chart that the function of the file makes of its data.

    Raises Faults, with a line of the file, where the function fails or returns anything else.
    """
    name = FUNCTION[program.parent.name]
    with blamed(program):
        module = load_program(program)
        if not callable(getattr(module, name, None)):
            remedy = "README shows a whole file"
            raise Faults([Fault(str(program), 1, 1, f"there is no function {name}", remedy)])
        returned: Any = getattr(module, name)(*material, desk)
    expected: Any = {"draw": Chart, "compose": Table}[name]
    if not isinstance(returned, expected):
        problem = f"{name} returns {type(returned).__name__}, not a {expected.__name__}"
        raise Faults([Fault(str(program), 1, 1, problem, "README shows a whole file")])
    return returned


@contextmanager
def blamed(program: Path) -> Iterator[None]:
    """Turn each error inside into a fault of the file of a chart or a table."""
    with at_work(program, "this file"):
        try:
            yield
        except Faults:
            raise
        except (Exception, SystemExit) as error:
            raise Faults([_failure(program, error)]) from error


def _failure(program: Path, error: BaseException) -> Fault:
    """Return the fault of a file that failed, at the last of its own lines that ran."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == program.resolve()]
    if isinstance(error, SyntaxError) and error.lineno and error.filename == str(program):
        lines.append(error.lineno)  # slips that only the compiler notices
    line = (lines or [1])[-1] or 1
    if isinstance(error, MemoryError):
        problem, remedy = "it needs more memory here than it is allowed", RAISE_LIMIT.format("memory")
    else:
        problem = f"it fails here with {type(error).__name__}: {' '.join(str(error).split())[:200]}"
        remedy = "mend this line, or the data it works on"
    return Fault(str(program), line, 1, problem, remedy)


def sources_of(material: Sequence[DataTable | Bibliography]) -> tuple[str, ...]:
    """Return the keys of the sources of all rows, each once, in order; the published brief comes last."""
    keys: dict[str, None] = {}
    for part in material:
        if isinstance(part, DataTable):
            keys |= {key: None for row in part for key in row.sources}
    ordered = [key for key in keys if key != PUBLISHED_BRIEF]
    return (*ordered, *([PUBLISHED_BRIEF] if PUBLISHED_BRIEF in keys else []))


def desk_of(lang: str, tokens: Path) -> Desk:
    """Return the desk of a brief in the language `lang`, with its design."""
    return Desk(load_tokens(tokens), load_language(lang))


def material_of(program: Path, descriptor: Path, bib: Path) -> list[DataTable | Bibliography]:
    """Return the data that the file names, read."""
    resources = {item["name"]: item for item in read_descriptor(descriptor)["resources"]}

    def load(name: str) -> DataTable | Bibliography:
        if name == BIBLIOGRAPHY:
            return load_bibliography(bib)[0]
        return load_table(descriptor.parent / resources[name]["path"], resources[name])

    return [load(name) for name in data_of(program)]


def exhibit_json(
    table: Table, note: str, sources: Sequence[str] | None, material: Sequence[DataTable | Bibliography]
) -> dict[str, Any]:
    """Return what is stored of an exhibit: its table, and the keys of its sources."""
    keys = sources_of(material) if sources is None else tuple(sources)
    columns = [asdict(column) | {"title": apostrophes(column.title)} for column in table.columns]
    rows = [[apostrophes(cell) for cell in row] for row in table.rows]
    return {
        "table": {"columns": columns, "rows": rows, "note": apostrophes(note), "sources": table.sources},
        "sources": list(keys),
    }
