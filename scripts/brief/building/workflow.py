"""What the Snakefile knows of a brief: its files, its settings, and the code that each rule runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NoReturn

from brief.building.code import modules_of
from brief.building.settings import Settings, load_settings
from brief.checks.files import missing_files
from brief.content.metadata import load_metadata
from brief.content.series import shared_style
from brief.data.tables import read_descriptor
from brief.exhibits.making import BIBLIOGRAPHY, data_of
from brief.faults import Fault, Faults, raise_faults
from brief.places import PROJECT, STYLE, Places, listed, places_here, shown, style

SCRIPTS = PROJECT / "scripts"

PICTURES = frozenset({".png", ".jpg", ".jpeg"})
"""The endings of pictures."""

MACHINERY = (
    "scripts/*.py",
    "scripts/brief/**/*",
    "scripts/schemas/*",
    "rules/*",
    "envs/*",
    "report/style/**/*",
)
"""Where the files lie that build a brief."""


@cache
def machinery_of_project() -> tuple[Path, ...]:
    """Return the files that build any brief: programs, pinned lists, templates, fonts, settings."""
    files = sorted({path for pattern in MACHINERY for path in listed(PROJECT, pattern)})
    return (*files, PROJECT / "config.yaml", PROJECT / "panache.toml")


@dataclass(frozen=True)
class Workflow:
    """A brief in the working directory; what it leaves out comes from the project."""

    settings: Settings

    @cached_property
    def places(self) -> Places:
        """Where the parts of the brief are."""
        return places_here()

    @property
    def metadata(self) -> str:
        """The description of the brief, brief.yaml."""
        return str(self.places.metadata)

    @property
    def bib(self) -> str:
        """The bibliography."""
        return str(self.places.bib)

    @property
    def descriptor(self) -> str:
        """The description of the data."""
        return str(self.places.data)

    @property
    def history(self) -> str:
        """The history of the links, which may be missing."""
        return str(self.places.ledger)

    @property
    def limits(self) -> dict[str, int]:
        """What each step may take, under the names that Snakemake has for resources."""
        return self.settings.resources

    @cached_property
    def lang(self) -> str:
        """The language tag in brief.yaml; English while that file is at fault."""
        try:
            return str(load_metadata(Path(self.metadata))["lang"])
        except Faults:
            return "en"

    @property
    def sections(self) -> list[str]:
        """The sections, in the order of their numbers."""
        return [str(path) for path in self.places.sections]

    @property
    def ledger(self) -> list[str]:
        """The history of the links, where there is one."""
        return _there(self.places.ledger)

    @property
    def passages(self) -> list[str]:
        """The passages in the original of what is quoted in translation, where the brief keeps them."""
        return _there(self.places.passages)

    @property
    def provenance(self) -> list[str]:
        """What each claim rests on, where the brief keeps it."""
        return _there(self.places.provenance)

    @property
    def config(self) -> list[str]:
        """The brief's own configuration, where it has one."""
        return _there(self.places.config)

    @cached_property
    def pictures(self) -> list[str]:
        """The editors' own pictures, beside the sections or in folders there."""
        own = [path for path in listed("report", "**/*") if not path.is_relative_to(STYLE)]
        return [str(path) for path in own if path.suffix.lower() in PICTURES]

    @property
    def exhibit_files(self) -> dict[str, str]:
        """The files of charts and tables, by label."""
        return {label: str(path) for label, path in self.places.labels.items()}

    @cached_property
    def exhibits(self) -> list[str]:
        """What the rules make of the files of charts and tables."""
        return [f"build/parts/exhibits/{label}.json" for label in self.exhibit_files]

    def kind(self, prefix: str) -> str:
        """Return the pattern that the labels of one kind of exhibit match, for a wildcard."""
        names = [label for label in self.exhibit_files if label.startswith(prefix)]
        return "|".join(map(re.escape, names)) or "none"

    @cached_property
    def _resources(self) -> dict[str, str]:
        try:
            package = read_descriptor(Path(self.descriptor))
        except Faults:  # check_brief will say so, with its place
            return {}
        return {item["name"]: f"data/{item['path']}" for item in package["resources"] if "path" in item}

    @property
    def data(self) -> list[str]:
        """All data files that are there, and their description."""
        return [path for path in [*self._resources.values(), self.descriptor] if Path(path).exists()]

    @property
    def content(self) -> list[str]:
        """Everything that the brief itself is made of: text, sources, data, exhibits, design."""
        parts = (self.metadata, *self.sections, *self.pictures, self.bib, *self.ledger, *self.data)
        parts += (*self.passages, *self.provenance)
        return [*parts, *self.exhibit_files.values(), self.style("tokens.yaml")]

    @cached_property
    def machinery(self) -> list[str]:
        """Everything else that a build takes."""
        own = set(self.content)
        return [path for path in map(str, map(shown, machinery_of_project())) if path not in own]

    def data_of(self, label: str) -> list[str]:
        """Return the files that one chart or table is made of."""
        try:
            names = data_of(Path(self.exhibit_files[label]))
        except (Faults, SyntaxError):
            return []
        files = {self.bib if name == BIBLIOGRAPHY else self._resources.get(name) for name in names}
        return [path for path in (*self.data, self.bib) if path in {*files, self.descriptor}]

    def program(self, name: str) -> dict[str, str | list[str]]:
        """Return a program of scripts/ and the code that it stands on, as `program_of` does."""
        return program_of(name) | {"code": self.code(name)}

    def code(self, name: str) -> list[str]:
        """Return every module that a program stands on, and the files that these modules read."""
        modules = modules_of(SCRIPTS / name, SCRIPTS)
        content = SCRIPTS / "brief/content"
        if content / "language.py" in modules:
            modules.append(content / f"terms/{self.lang.partition('-')[0]}.yaml")
        if content / "yamlfile.py" in modules:
            modules += sorted(SCRIPTS.glob("schemas/*.json"))
        return [str(shown(path)) for path in modules if path.exists()]

    @property
    def linting(self) -> str:
        """The settings of Panache, which lints the sections."""
        return str(shown(PROJECT / "panache.toml"))

    def style(self, name: str) -> str:
        """Return a file of the design: the brief's own, or the project's."""
        return str(style(name))

    @property
    def fonts(self) -> list[str]:
        """The files of the fonts."""
        return [str(path) for path in listed(self.style("fonts"), "*.*")]


def program_of(name: str) -> dict[str, str | list[str]]:
    """Return a program of scripts/ and the modules that it stands on, as named inputs of its rule.

    Raises Faults where one of them is missing.
    """
    if not (SCRIPTS / name).is_file():
        remedy = "restore it from the repository"
        raise Faults([Fault(f"scripts/{name}", 1, 1, "the program is missing", remedy)])
    modules = modules_of(SCRIPTS / name, SCRIPTS)
    return {"program": str(shown(SCRIPTS / name)), "code": [str(shown(path)) for path in modules]}


def open_brief(overrides: Mapping[str, Any]) -> Workflow:
    """Return the brief of the working directory; raises Faults of its files and its configuration."""
    shared_style(Path.cwd())
    workflow = Workflow(load_settings(Path(), overrides))
    raise_faults(missing_files(workflow))
    return workflow


def read_workflow(overrides: Mapping[str, Any]) -> Workflow:
    """Return what `open_brief` does; its faults end Snakemake at once."""
    try:
        return open_brief(overrides)
    except Faults as refused:
        print(refused, file=sys.stderr)
        _stop(refused.exit_code)


def _there(path: Path) -> list[str]:
    """Return a path if something stands there, as the inputs of a rule."""
    return [str(path)] if path.exists() else []


def _stop(code: int) -> NoReturn:
    """Leave Snakemake without the traceback that it would show around an exception."""
    sys.stderr.flush()
    raise SystemExit(code)
