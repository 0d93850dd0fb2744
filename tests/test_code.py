"""The code that a program stands on is found wherever an import may stand, or the build says it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from brief.building.code import modules_of
from brief.faults import Faults

PLACES = {
    "at the top": "import {}",
    "from a package": "from brief import {}",
    "in a function": "def f():\n    import {}",
    "in a method": "class A:\n    def f(self):\n        with open('a'):\n            import {}",
    "in try": "try:\n    import {}\nexcept OSError:\n    pass",
    "in except": "try:\n    pass\nexcept OSError:\n    import {}",
    "in finally": "try:\n    pass\nfinally:\n    import {}",
    "in else": "if a:\n    pass\nelse:\n    import {}",
    "in elif": "if a:\n    pass\nelif b:\n    import {}",
    "in a loop's else": "for a in b:\n    pass\nelse:\n    import {}",
    "in a coroutine": "async def f():\n    async with a:\n        async for b in c:\n            import {}",
    "in match": "match a:\n    case 1:\n        import {}",
    "in except of a group": "try:\n    pass\nexcept* OSError:\n    import {}",
}


def folder(place: Path, text: str) -> Path:
    """Return a program of this text, beside a package and modules that it may import."""
    for name in ("brief/__init__.py", "brief/leaf.py", "other.py"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).touch()
    (place / "brief/leaf.py").write_text("import os, lxml.etree\nimport other\n", encoding="utf-8")
    (place / "program.py").write_text(f"from __future__ import annotations\n{text}\n", encoding="utf-8")
    return place / "program.py"


@pytest.mark.parametrize("where", PLACES)
def test_imports_are_followed(tmp_path: Path, where: str) -> None:
    """A module is found with its package and with what it imports itself; libraries are left out."""
    name = "leaf" if "from" in PLACES[where] else "brief.leaf"
    modules = modules_of(folder(tmp_path, PLACES[where].format(name)), tmp_path)
    expected = ["brief/__init__.py", "brief/leaf.py", "other.py", "program.py"]
    assert [path.relative_to(tmp_path).as_posix() for path in modules] == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("from . import other", "2:1: a relative import cannot be followed; name the whole module"),
        ("import brief.no", "2:1: there is no module brief.no; restore it, or mend the name"),
        (
            "\nf(lambda: importlib.import_module(x))",
            "3:1: import_module imports what no rule can know; write an import",
        ),
        ("a = [__import__(x) for x in y]", "2:1: __import__ imports what no rule can know; write an import"),
    ],
)
def test_what_cannot_be_followed(tmp_path: Path, text: str, fault: str) -> None:
    """It is a fault of its line."""
    program = folder(tmp_path, text)
    with pytest.raises(Faults) as found:
        modules_of(program, tmp_path)
    assert [str(fault) for fault in found.value.faults] == [f"{program}:{fault}"]
