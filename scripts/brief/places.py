"""Where the parts of a brief are: in its folder, and what it leaves out in the project's."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from brief.content.labels import EXHIBIT_FOLDERS
from brief.content.series import shared_style
from brief.faults import Faults

PROJECT = Path(__file__).parents[2]
"""The folder of the Snakefile: what a brief leaves out, it takes from here."""

STYLE = Path("report/style")


@dataclass(frozen=True)
class Places:
    """The files of a brief.

    Those of `ledger`, `passages`, `provenance`, `words` and `config` may be missing.
    """

    metadata: Path
    sections: tuple[Path, ...]
    """In the order of their numbers."""
    bib: Path
    data: Path
    """The description of the data, which lies beside it."""
    exhibits: tuple[Path, ...]
    """The files of charts and tables."""
    ledger: Path
    """The history of the links."""
    passages: Path
    """The passages in the original of what is quoted in translation."""
    provenance: Path
    words: Path
    config: Path
    tokens: Path
    csl: Path
    css: Path
    page: Path
    """The template of the page; `sheet` is that of the PDF."""
    sheet: Path
    fonts: Path
    """A folder."""

    @property
    def labels(self) -> dict[str, Path]:
        """The files of charts and tables by the labels that they have in the text."""
        prefixes = {folder: prefix for prefix, folder in EXHIBIT_FOLDERS.items()}
        return {f"{prefixes[path.parent.name]}{path.stem}": path for path in self.exhibits}


MEANINGS = {
    "metadata": "report/brief.yaml",
    "sections": "the Markdown files, in order",
    "bib": "the bibliography",
    "data": "the description of the data, datapackage.json",
    "exhibits": "the files of charts and tables",
    "ledger": "the history of the links; may be missing",
    "passages": "the originals of quotations in translation, bib/passages.csv; may be missing",
    "provenance": "what each claim rests on; may be missing",
    "words": "the brief's own words, for the spelling; may be missing",
    "config": "the settings, config.yaml; may be missing",
    "tokens": "the design, tokens.yaml",
    "csl": "the style of the notes",
    "css": "the style of the page",
    "page": "the template of the page",
    "sheet": "the template of the PDF",
    "fonts": "the folder of the fonts",
}
"""What each place is, as a program's --help says it."""


def places_here() -> Places:
    """Return the places of the brief in the working directory."""
    return Places(
        metadata=Path("report/brief.yaml"),
        sections=_sections(),
        bib=Path("bib/sources.bib"),
        data=Path("data/datapackage.json"),
        exhibits=tuple(
            path for folder in EXHIBIT_FOLDERS.values() for path in listed(Path("scripts", folder), "*.py")
        ),
        ledger=Path("bib/links.csv"),
        passages=Path("bib/passages.csv"),
        provenance=Path("report/provenance.csv"),
        words=Path("report/words.txt"),
        config=Path("config.yaml"),
        tokens=style("tokens.yaml"),
        csl=style("notes.csl"),
        css=style("brief.css"),
        page=style("brief.html"),
        sheet=style("brief.typ"),
        fonts=style("fonts"),
    )


def add_places(flags: argparse.ArgumentParser, *names: str) -> None:
    """Add a flag for each of some places; the default is that of the brief in the working directory."""
    here = places_here()
    for name in names:
        default = getattr(here, name)
        many = "*" if isinstance(default, tuple) else None
        flags.add_argument(f"--{name}", type=Path, nargs=many, default=default, help=MEANINGS[name])


def places_of(arguments: argparse.Namespace) -> Places:
    """Return the places that flags name, and those of the working directory for all others."""
    named = {field.name for field in fields(Places)} & vars(arguments).keys()
    values: dict[str, Any] = {name: getattr(arguments, name) for name in named}
    tuples = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return replace(places_here(), **values | tuples)


def style(name: str) -> Path:
    """Return a file of the design: the brief's own, that of its series, or the project's."""
    own = STYLE / name
    if own.exists() or own.is_symlink():
        return own
    shared = style_of_series()
    return shared / name if shared and (shared / name).exists() else shown(PROJECT / STYLE / name)


def style_of_series() -> Path | None:
    """Return the folder of the design of the series to which the brief belongs; None while it is at fault."""
    try:
        return shared_style(Path.cwd())
    except Faults:  # a build says so before it begins
        return None


def shown(path: Path) -> Path:
    """Return a path as short as it can be: relative where it lies in the working directory."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _sections() -> tuple[Path, ...]:
    files = [path for path in listed("report") if path.match("report/[0-9]*.md")]
    numbers = {path: int(re.match(r"\d+", path.name)[0]) for path in files}  # type: ignore[index]
    return tuple(sorted(files, key=lambda path: (numbers[path], path.name)))


def listed(folder: str | Path, pattern: str = "*") -> list[Path]:
    """Return the files in a folder that match a pattern, sorted, without those of editors and systems.

    Links that lead nowhere are among them: a file that somebody meant to be there.
    """
    matching = (path for path in Path(folder).glob(pattern) if not path.is_dir())
    return sorted(path for path in matching if not any(map(is_foreign, path.relative_to(folder).parts)))


def is_foreign(name: str) -> bool:
    """Return whether a name is that of a lock, a backup or a folder's notes, which nobody wrote."""
    return name.startswith((".", "~", "#", "__pycache__")) or name.endswith(("~", ".tmp")) or name in NOTES


NOTES = frozenset({"Thumbs.db", "desktop.ini"})
"""Files that systems leave in folders."""
