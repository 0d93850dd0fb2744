"""The code that a program stands on: every module of ours that its import statements lead to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from brief.faults import Fault, Faults

DYNAMIC = frozenset({"import_module", "__import__", "spec_from_file_location"})
"""Functions that import what no import statement names; only exhibits/making.py may use one."""

LOADERS = frozenset({"making.py"})
"""The modules that load files of editors, which rules name as inputs of their own."""


def modules_of(program: Path, scripts: Path) -> list[Path]:
    """Return a program and all modules under `scripts` that it imports, packages' own files included.

    Raises Faults where a module is named that is not there, or imports cannot be followed.
    """
    seen: dict[Path, None] = {}
    waiting = [program]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen[path] = None
            waiting += _imported(path, scripts)
    return sorted(seen)


@cache
def _imported(path: Path, scripts: Path) -> tuple[Path, ...]:
    """Return the files of ours that a file imports."""
    files: dict[Path, None] = {}
    for node in _nodes(path.read_text(encoding="utf-8")):
        for module, names in _named(node, path):
            files |= dict.fromkeys(_files(module, names, path, node, scripts))
    return tuple(files)


def _nodes(text: str) -> Iterator[ast.AST]:
    """Yield the statements of a file, and its expressions too where one may import: every build waits."""
    tree = ast.parse(text)
    if any(name in text for name in DYNAMIC):
        yield from ast.walk(tree)
        return
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            waiting += getattr(node, field, ())


@cache
def _is_ours(name: str, scripts: Path) -> bool:
    """Return whether a module or package of this name lies right under `scripts`."""
    return (scripts / name).is_dir() or (scripts / f"{name}.py").is_file()


def _named(node: ast.AST, path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each module that a statement imports, with the names that it takes from it."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, ()) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.level:
            raise Faults(
                [_fault(path, node, "a relative import cannot be followed", "name the whole module")]
            )
        yield node.module or "", tuple(alias.name for alias in node.names)
    elif isinstance(node, ast.Call) and path.name not in LOADERS:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in DYNAMIC:
            raise Faults([_fault(path, node, f"{name} imports what no rule can know", "write an import")])


def _files(module: str, names: tuple[str, ...], path: Path, node: ast.AST, scripts: Path) -> Iterator[Path]:
    """Yield the files of a module of ours: those of its packages, its own, and of modules among `names`."""
    parts = module.split(".")
    if not _is_ours(parts[0], scripts):
        return  # a library
    for depth in range(1, len(parts) + 1):
        base = scripts.joinpath(*parts[:depth])
        file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        if not file.is_file():
            raise Faults([_fault(path, node, f"there is no module {module}", "restore it, or mend the name")])
        yield file
    for name in names:
        base = scripts.joinpath(*parts, name)
        file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        if file.is_file():
            yield file


def _fault(path: Path, node: ast.AST, problem: str, remedy: str) -> Fault:
    return Fault(str(path), getattr(node, "lineno", 1), 1, problem, remedy)
