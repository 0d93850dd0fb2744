"""Reading and writing whole files; a file that cannot be read or written is a fault."""

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

    Raises Faults where the file is missing, unreadable or in another encoding; the place is
    then that of the first byte that is not UTF-8.
    """
    if path.exists() and not path.is_file():
        remedy = "put a plain file in its place"
        raise Faults([Fault(str(path), 1, 1, "this is a folder, a pipe or a device, not a file", remedy)])
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Faults([system_fault(error, path)]) from None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        remedy = "save the file with the encoding UTF-8"
        raise Faults([Fault(str(path), line, column, "this is not UTF-8 text", remedy)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if unprintable := UNPRINTABLE.search(text):
        at = unprintable.start()
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        problem = f"the character U+{ord(text[at]):04X} cannot be printed"
        remedy = "take it out; if the file is full of them, save it anew with the encoding UTF-8"
        raise Faults([Fault(str(path), line, column, problem, remedy)])
    return text


def conflict_faults(path: Path) -> Iterator[Fault]:
    """Yield a fault for each conflict that git left in a text file; none for one that cannot be read."""
    try:
        text = read_text(path)
    except Faults:
        return
    for mark in re.finditer(r"^(?:<{7}|\|{7}|>{7})(?: .*)?$", text, re.MULTILINE):
        line = text.count("\n", 0, mark.start()) + 1
        problem = f"git left a conflict of two versions here ({mark[0][:7]})"
        yield Fault(str(path), line, 1, problem, "keep one version, and take the lines with the marks out")


def read_bounded(path: Path, largest: int, remedy: str) -> str:
    """Return the text as `read_text` does. Raises Faults also for a file of more than `largest` bytes."""
    try:
        size = path.stat().st_size
    except OSError:  # read_text raises it as a fault
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
"""The remedies for a file that the system refuses, by the reason."""


def is_of_system(error: OSError) -> bool:
    """Return whether an error of the system concerns a file or a disk, rather than a connection."""
    return error.filename is not None or error.errno in _REMEDIES


def system_fault(error: OSError, path: Path | None = None) -> Fault:
    """Return the fault of a file that the system refuses; `path` is used where the error names none."""
    name = error.filename or (os.fspath(path) if path else None)
    shown = os.fsdecode(name) if isinstance(name, str | bytes) else "the disk"
    if isinstance(error, FileNotFoundError):
        return Fault(shown, 1, 1, "the file is missing", "restore or create it")
    verb = "written" if error.errno in _SPACE else "read or written"
    problem = f"the file cannot be {verb} ({error.strerror or error})"
    remedy = _REMEDIES.get(error.errno or 0, "check what it is and who may read and write it")
    return Fault(shown, 1, 1, problem, remedy)


def name_faults(paths: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each path that Snakemake would misread, or that cannot be printed."""
    for path in paths:
        shown = repr(path)[1:-1]
        if {"{", "}"} & set(path):
            yield Fault(shown, 1, 1, "the path has braces, which Snakemake reads as its own", "rename it")
        elif _UNPRINTABLE_NAME.search(path):
            problem = "the name is not UTF-8, or has a character that cannot be printed"
            yield Fault(shown, 1, 1, problem, "rename it")


_UNPRINTABLE_NAME = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, and half surrogates, as which Python reads bytes that are not UTF-8."""


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` under a temporary name and rename it: whole or not at all."""
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files under temporary names and rename them once all are written.

    Raises OSError with the name of the file that cannot be written.
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
        for path, temporary in staged.items():
            temporary.replace(path)
    except BaseException as error:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write `value` as readable JSON, always the same for the same value.

    A dataclass becomes an object of its fields. The text is encoded piece by piece, which spares
    the memory of a second copy.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, indent=1, default=_fields)
    content = io.BytesIO()
    for piece in encoder.iterencode(value):
        content.write(piece.encode("utf-8"))
    content.write(b"\n")
    write_bytes(path, content.getvalue())


def _fields(value: Any) -> dict[str, Any]:
    """Return a dataclass as a dictionary of its fields. Raises TypeError for any other object."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def read_json(path: Path) -> Any:
    """Return the value of a JSON file that a program of this project wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
