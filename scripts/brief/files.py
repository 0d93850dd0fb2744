"""Reading and writing whole files, or saying what is wrong with them."""

from __future__ import annotations

import dataclasses
import errno
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from brief.faults import Fault, Faults

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that no output can hold: control characters, stray byte order marks, halves of a pair."""


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file with plain line ends and without a byte order mark.

    Raises Faults when the file is missing, unreadable or in another encoding; then the
    place is the first byte that is not UTF-8.
    """
    if path.exists() and not path.is_file():
        remedy = "put a plain file in its place"
        raise Faults([Fault(str(path), 1, 1, "this is a folder, a pipe or a device, and no file", remedy)])
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Faults([system_fault(error, path)]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        remedy = "save the file with the encoding UTF-8"
        raise Faults([Fault(str(path), line, column, "this is not UTF-8 text", remedy)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if strange := UNPRINTABLE.search(text):
        place = (
            text.count("\n", 0, strange.start()) + 1,
            strange.start() - text.rfind("\n", 0, strange.start()),
        )
        problem = f"the character U+{ord(strange[0]):04X}, which cannot be printed, stands here"
        remedy = "take it out; if the file is full of them, save it anew with the encoding UTF-8"
        raise Faults([Fault(str(path), *place, problem, remedy)])
    return text


def conflict_faults(path: Path) -> Iterator[Fault]:
    """Yield a fault for each conflict that git left in a text file; one that cannot be read has its own."""
    try:
        text = read_text(path)
    except Faults:
        return
    for conflict in re.finditer(r"^(?:<{7}|\|{7}|>{7})(?: .*)?$", text, re.MULTILINE):
        line = text.count("\n", 0, conflict.start()) + 1
        problem = f"git left a conflict of two versions here ({conflict[0][:7]})"
        yield Fault(str(path), line, 1, problem, "keep one version, and take the lines with the marks out")


def read_bounded(path: Path, largest: int, remedy: str) -> str:
    """Return what `read_text` does; raises Faults too where the file has more than `largest` bytes."""
    try:
        size = path.stat().st_size
    except OSError:  # read_text says what it is
        size = 0
    if size > largest:
        problem = f"the file has {size / 1e6:.1f} MB, and at most {largest / 1e6:g} are read"
        raise Faults([Fault(str(path), 1, 1, problem, remedy)])
    return read_text(path)


_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REMEDIES = {
    **dict.fromkeys(_SPACE, "make room there, then run this again"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "see who may read and write there"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "close other programs, then run this again"),
    errno.ENAMETOOLONG: "shorten the name",
    errno.EIO: "see whether the disk or the network drive is sound",
}
"""What to do where the system refuses a file, by its reason."""


def is_of_system(error: OSError) -> bool:
    """Say whether an error is the system's about a file or a disk, and no matter of a connection."""
    return error.filename is not None or error.errno in _REMEDIES


def system_fault(error: OSError, path: Path | None = None) -> Fault:
    """Return the fault for a file that the system refuses; `path` is it where the error does not say."""
    name = error.filename or (os.fspath(path) if path else None)
    shown = os.fsdecode(name) if isinstance(name, str | bytes) else "the disk"
    if isinstance(error, FileNotFoundError):
        return Fault(shown, 1, 1, "the file is missing", "restore or create it")
    verb = "written" if error.errno in _SPACE else "read or written"
    problem = f"the file cannot be {verb} ({error.strerror or error})"
    remedy = _REMEDIES.get(error.errno or 0, "check what it is and who may read and write it")
    return Fault(shown, 1, 1, problem, remedy)


def name_faults(paths: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each path that a build would take for another, or could not print."""
    for path in paths:
        shown = repr(path)[1:-1]
        if {"{", "}"} & set(path):
            yield Fault(shown, 1, 1, "the path has braces, which Snakemake reads as its own", "rename it")
        elif _UNPRINTABLE.search(path):
            problem = "the name is not UTF-8, or has a character that cannot be printed"
            yield Fault(shown, 1, 1, problem, "rename it")


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Half surrogates stand for bytes that are no UTF-8."""


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` under a temporary name and rename it: whole or not at all."""
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files under temporary names and rename them once all are written.

    Raises OSError that names the file of those which cannot be written.
    """
    staged: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            staged[path].chmod(0o666 & ~_umask())
        for path, made in staged.items():
            made.replace(path)
    except BaseException as error:
        for made in staged.values():
            made.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write `value` as JSON that is easy to read and always comes out the same.

    A dataclass is an object of its fields. Piece by piece, so that a large value is in memory once.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, indent=1, default=_fields)
    content = io.BytesIO()
    for piece in encoder.iterencode(value):
        content.write(piece.encode("utf-8"))
    content.write(b"\n")
    write_bytes(path, content.getvalue())


def _fields(value: Any) -> dict[str, Any]:
    """Return what stands in JSON for an object; raises TypeError for what is no dataclass."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def read_json(path: Path) -> Any:
    """Return the value of a JSON file that a program of this project wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
