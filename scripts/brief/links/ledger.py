"""The ledger of links, `bib/links.csv`: the history of each URL from run to run.

It has one row for each URL, sorted, so that a diff shows which links changed and how. The
file is an input of the brief; only `record_links.py` writes it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from brief.faults import Fault, Faults, did_you_mean
from brief.files import read_text
from brief.links.model import Observation, Verdict
from brief.links.passage_history import PassageHistory, dump_history, read_history
from brief.links.records import Record, dump_record, read_record
from brief.links.timestamps import read_timestamp, timestamp


@dataclass(frozen=True)
class LedgerRow:
    """The history of one URL; the fields are the columns of the file, in its order.

    `keys` are the sources that cite the URL, sorted. The columns from `observation` to
    `final_url` are those of the request at `checked`. `gone` and `trouble` count failures
    since the last success, by the rules of `brief.links.history`; `…_since` and `…_counted`
    are the times of the first and the last one counted, `trouble_seen` that of the last one
    counted or not, `gone_410` says how many of `gone` were a 410. `fingerprint` is of the text
    that an editor has `accepted`, or else of the one recorded first. `passages` are what the
    brief quotes from the page, each with its history; `record` is what Crossref keeps of a DOI.
    """

    url: str
    keys: tuple[str, ...] = ()
    verdict: Verdict = Verdict.UNCHECKED
    observation: Observation = Observation.UNCHECKED
    reason: str = ""
    http_status: int | None = None
    final_url: str | None = None
    first_seen: datetime | None = None
    checked: datetime | None = None
    last_alive: datetime | None = None
    gone: int = 0
    gone_counted: datetime | None = None
    trouble: int = 0
    trouble_since: datetime | None = None
    trouble_counted: datetime | None = None
    archive_url: str | None = None
    archive_date: str | None = None
    fingerprint: str | None = None
    gone_since: datetime | None = None
    gone_410: int = 0
    trouble_seen: datetime | None = None
    suggested_url: str | None = None
    accepted: datetime | None = None
    passages: tuple[PassageHistory, ...] = ()
    record: Record | None = None


COLUMNS = {column.name: str(column.type).removesuffix(" | None") for column in fields(LedgerRow)}
"""The columns, and the type of each as it is written above."""

_OPTIONAL = {"gone_since", "gone_410", "trouble_seen", "suggested_url", "accepted", "passages", "record"}
"""Columns that an older ledger may lack."""

_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
_CONFLICT = "git left the marks of a merge conflict here"
_CONFLICT_REMEDY = "run record_links.py once (make links does): it merges both sides and takes the marks away"


def load_ledger(path: Path, *, merging: bool = False) -> tuple[list[LedgerRow], list[Fault]]:
    """Return the rows of the file in its order, and everything wrong in it, by line.

    A missing or empty file has no rows and no faults. After a merge by git one URL may have
    several rows, of which `brief.links.merge` makes one. With `merging`, the marks of a
    conflict are passed over, and the rows of both sides count. Raises Faults when the file
    cannot be read at all.
    """
    rows, faults = numbered_rows(path, merging=merging)
    return [row for _, row in rows], faults


def numbered_rows(path: Path, *, merging: bool) -> tuple[list[tuple[int, LedgerRow]], list[Fault]]:
    """Return what `load_ledger` does, each row with its line."""
    if not path.exists():
        return [], []
    lines = read_text(path).split("\n")
    marks = [number for number, line in enumerate(lines, 1) if _MARKER.fullmatch(line)]
    faults = [] if merging else [Fault(str(path), mark, 1, _CONFLICT, _CONFLICT_REMEDY) for mark in marks]
    for mark in marks:
        lines[mark - 1] = ""  # an empty line keeps the numbers of the others
    rows: list[tuple[int, LedgerRow]] = []
    for line, cells in _cells(lines, str(path)):
        if isinstance(cells, Fault):
            faults.append(cells)
            continue
        row, row_faults = _row(cells, str(path), line)
        rows.append((line, row))
        faults += row_faults
    return rows, faults


def read_ledger(path: Path, *, merging: bool = False) -> list[LedgerRow]:
    """Return the rows of the file; raises Faults with everything wrong in it."""
    rows, faults = load_ledger(path, merging=merging)
    if faults:
        raise Faults(faults)
    return rows


def dump_ledger(rows: Iterable[LedgerRow]) -> str:
    """Return the text of the ledger: a header and one line a row, sorted by URL."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: row.url):
        writer.writerow(_text(getattr(row, name)) for name in COLUMNS)
    return stream.getvalue()


def _cells(lines: list[str], path: str) -> Iterator[tuple[int, dict[str, str] | Fault]]:
    """Yield the line and the cells by column of each row; a row of another shape is a fault."""
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    header: list[str] = []
    line = 0
    try:
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if not cells or cells == header:  # git may keep the header of both sides
                continue
            if not header:
                header = cells
                yield from ((line, fault) for fault in _header_faults(header, path, line))
            elif len(cells) != len(header):
                problem = f"the row has {len(cells)} cells, the header {len(header)}"
                yield line, Fault(path, line, 1, problem, "restore the row from git's history, or remove it")
            else:
                yield line, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        remedy = "check its quotation marks, or restore the row from git's history"
        yield line, Fault(path, line, 1, f"the row cannot be read ({error})", remedy)


def _header_faults(header: list[str], path: str, line: int) -> Iterator[Fault]:
    for name in header:
        if name not in COLUMNS:
            yield Fault(path, line, 1, f"unknown column {name}", did_you_mean(name, COLUMNS))
    for name in COLUMNS:
        if name not in {*header, *_OPTIONAL}:
            remedy = "restore the header from git's history"
            yield Fault(path, line, 1, f"the column {name} is missing", remedy)
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Fault(path, line, 1, f"the column {name} is here twice", "keep one of the two")


def _row(cells: dict[str, str], path: str, line: int) -> tuple[LedgerRow, list[Fault]]:
    values: dict[str, Any] = {}
    faults = []
    for name, text in cells.items():
        if name in COLUMNS and (text or name == "url"):
            try:
                values[name] = _READERS[COLUMNS[name]](text)
            except ValueError as error:
                faults.append(Fault(path, line, 1, f"{name}: {error}", "restore the row from git's history"))
    row = LedgerRow(**{"url": "", **values})
    for kind in ("gone", "trouble"):
        if getattr(row, kind) and getattr(row, f"{kind}_counted") is None:
            problem = f"{kind} is {getattr(row, kind)}, but {kind}_counted does not say when"
            faults.append(Fault(path, line, 1, problem, "restore the row from git's history"))
    return row, faults


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def _string(text: str) -> str:
    if not text:
        raise ValueError("the cell is empty")
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "str": _string,
    "int": _number,
    "datetime": read_timestamp,
    "tuple[str, ...]": lambda text: tuple(sorted(set(text.split()))),
    "tuple[PassageHistory, ...]": read_history,
    "Record": read_record,
    "Verdict": Verdict,
    "Observation": Observation,
}
"""The reader of a cell, by the type of its column; each raises ValueError with a reason."""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Record):
        return dump_record(value)
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, tuple):
        histories = [item for item in value if isinstance(item, PassageHistory)]
        return dump_history(histories) if histories else " ".join(value)
    return str(value)
