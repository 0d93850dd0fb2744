"""What becomes of the file of a chart or a table: it is loaded, called with its data, and kept."""

from __future__ import annotations

import ast
import importlib.util
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from brief.content.bibliography import PUBLISHED_BRIEF, Bibliography, load_bibliography
from brief.content.language import load_language
from brief.content.tokens import load_tokens
from brief.data.tables import DataTable, load_table, read_descriptor
from brief.exhibits import Chart, Desk, Table
from brief.faults import Fault, Faults
from brief.files import read_text
from brief.limits import RAISE, at_work

if TYPE_CHECKING:
    pass

FUNCTION = {"charts": "draw", "tables": "compose"}
BIBLIOGRAPHY = "sources"


def data_of(program: Path) -> tuple[str, ...]:
    """Return what the file names as its `DATA`, without running it."""
    try:
        statements = ast.parse(read_text(program)).body
    except SyntaxError as error:
        problem, place = f"this is no Python ({error.msg})", (error.lineno or 1, error.offset or 1)
        raise Faults([Fault(str(program), *place, problem, "mend it; README shows a whole file")]) from None
    for statement in statements:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "DATA" for target in statement.targets
        ):
            return _names(program, statement)
    remedy = 'add a line like DATA = "energy"'
    raise Faults([Fault(str(program), 1, 1, "the file does not say which data it is made of", remedy)])


def _names(program: Path, statement: ast.Assign) -> tuple[str, ...]:
    """Return the names of data in the line `DATA = …`."""
    value = statement.value
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        problem, remedy = (
            "DATA is not a text in quotation marks",
            'write DATA = "energy", or "energy pledges"',
        )
        raise Faults([Fault(str(program), statement.lineno, 1, problem, remedy)])
    return tuple(value.value.split())


def load_program(program: Path) -> ModuleType:
    """Import the file of a chart or a table."""
    spec = importlib.util.spec_from_file_location(f"exhibit_{program.stem}", program)
    if spec is None or spec.loader is None:
        raise Faults([Fault(str(program), 1, 1, "this is no Python file", "README shows a whole file")])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(program: Path, material: Sequence[DataTable | Bibliography], desk: Desk) -> Any:
    """Call the function of the file with its data; what goes wrong there is a fault of that file."""
    name = FUNCTION[program.parent.name]
    with blamed(program):
        module = load_program(program)
        if not callable(getattr(module, name, None)):
            remedy = "README shows a whole file"
            raise Faults([Fault(str(program), 1, 1, f"there is no function {name}", remedy)])
        returned: Any = getattr(module, name)(*material, desk)
    wanted: Any = {"draw": Chart, "compose": Table}[name]
    if not isinstance(returned, wanted):
        problem = f"{name} returns {type(returned).__name__}, not a {wanted.__name__}"
        raise Faults([Fault(str(program), 1, 1, problem, "README shows a whole file")])
    return returned


@contextmanager
def blamed(program: Path) -> Iterator[None]:
    """Take what goes wrong inside for a fault of the file of a chart or a table, within the limits too."""
    with at_work(program, "this file"):
        try:
            yield
        except Faults:
            raise
        except (Exception, SystemExit) as error:
            raise Faults([_failure(program, error)]) from error


def _failure(program: Path, error: BaseException) -> Fault:
    """Return the fault of a file that failed: at the last of its own lines that ran."""
    frames = traceback.extract_tb(error.__traceback__)
    ran = [frame.lineno for frame in frames if Path(frame.filename).resolve() == program.resolve()]
    if isinstance(error, SyntaxError) and error.lineno and error.filename == str(program):
        ran.append(error.lineno)  # what only the compiler finds
    line = (ran or [1])[-1] or 1
    if isinstance(error, MemoryError):
        problem, remedy = "it needs more memory here than it may have", RAISE.format("memory")
    else:
        problem = f"it fails here with {type(error).__name__}: {' '.join(str(error).split())[:200]}"
        remedy = "mend this line, or the data it works on"
    return Fault(str(program), line, 1, problem, remedy)


def sources_of(material: Sequence[DataTable | Bibliography]) -> tuple[str, ...]:
    """Return the keys that the rows name, each once, in order; the published brief comes last."""
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
    """Return what the file names as its data, read."""
    resources = {item["name"]: item for item in read_descriptor(descriptor)["resources"]}

    def load(name: str) -> DataTable | Bibliography:
        if name == BIBLIOGRAPHY:
            return load_bibliography(bib)[0]
        return load_table(descriptor.parent / resources[name]["path"], resources[name])

    return [load(name) for name in data_of(program)]


def exhibit_json(
    table: Table, note: str, sources: Sequence[str] | None, material: Sequence[DataTable | Bibliography]
) -> dict[str, Any]:
    """Return what is kept of a made exhibit: its table and the keys of its sources."""
    keys = sources_of(material) if sources is None else tuple(sources)
    return {"table": asdict(table) | {"note": note}, "sources": list(keys)}
