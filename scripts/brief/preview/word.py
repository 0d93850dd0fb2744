"""The Word file of the version that is shown: the build's own programs make it when somebody asks."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from brief.places import PROJECT
from brief.preview.steps import MADE, MANUSCRIPT

REFERENCE, WORD = MADE / "reference.docx", MADE / "brief.docx"

COMMANDS: tuple[tuple[str | Path, ...], ...] = (
    ("style_docx.py", "--out", REFERENCE),
    ("render_docx.py", "--manuscript", MANUSCRIPT, "--reference", REFERENCE, "--out", WORD),
)
"""The programs that make it, each with its flags; they keep to the limits of config.yaml."""


async def make_word() -> bytes | None:
    """Return the Word file; None where a program failed, which says why in the terminal."""
    for program, *flags in COMMANDS:
        command = [sys.executable, str(PROJECT / "scripts" / program), *map(str, flags)]
        process = await asyncio.create_subprocess_exec(*command)
        if await process.wait():
            return None
    return WORD.read_bytes()
