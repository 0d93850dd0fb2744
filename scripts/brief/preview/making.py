"""The versions of the brief that the preview shows: each is made as a build would make it."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from brief.building.workflow import Workflow, open_brief
from brief.checks.together import check
from brief.content.metadata import load_metadata
from brief.content.tokens import load_tokens
from brief.exhibits.charts import keep_chart
from brief.exhibits.tables import keep_table
from brief.faults import Fault, Faults, raise_faults
from brief.files import is_of_system, read_json, read_text, system_fault, write_bytes, write_json, write_text
from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import dumps
from brief.places import PROJECT, Places
from brief.preview.board import State
from brief.preview.programs import Programs
from brief.preview.steps import MADE, MANUSCRIPT, Steps
from brief.preview.texts import texts_of
from brief.preview.worker import Update
from brief.writers.describing import describe
from brief.writers.html import page, stylesheet
from brief.writers.pdf import set_pages, template_inputs, typst_source
from brief.writers.printing import read_manuscript

DESCRIPTION, PAGE = MADE / "description.json", MADE / "brief.html"

PROGRAMS = Programs(PROJECT / "scripts")


def opening() -> Update:
    """Return the function that makes a version; it remembers the steps of those before."""
    versions = Versions()
    return lambda overtaken, show: update(versions, overtaken, show)


class Versions:
    """Makes one version of the brief after another; programs run again only where they have to."""

    def __init__(self) -> None:
        self.steps = Steps()
        self.compilers: dict[str, Any] = {}
        self.printing: Callable[..., Any]
        self.brief: Workflow

    def open(self) -> None:
        """Find the files of the brief anew; raises Faults where one is missing."""
        self.brief = open_brief({})

    def check(self) -> list[Fault]:
        """Return the warnings of `make check`; raises Faults where a build would."""
        faults = check(self.brief.places, uncited=self.brief.settings["uncited_source"], prose=True)
        raise_faults(faults)
        return faults

    def checked_page(self) -> tuple[list[Fault], bytes]:
        """Return the warnings and the page. The check runs while Pandoc leaves a core free.

        Where both fail, the faults of the check are raised: the page fails because of them.
        """
        with ThreadPoolExecutor(1) as pool:
            checking = pool.submit(self.check)
            try:
                page = self.page()
            except Exception:
                checking.result()
                raise
            return checking.result(), page

    def page(self) -> bytes:
        """Return the page that a build would make; raises Faults of a chart or a table."""
        places, exhibits = self.brief.places, self._exhibits()
        data = [places.metadata, places.bib, *map(Path, self.brief.data)]
        text = [*data, *places.sections, places.csl, places.ledger, places.passages, *exhibits]
        self.steps.run(MANUSCRIPT, lambda: _assemble(places, exhibits), text)
        self.steps.run(DESCRIPTION, lambda: _describe(places), data)
        drawings = [path.with_suffix(".svg") for path in exhibits] + [
            Path(name) for name in self.brief.pictures
        ]
        design = [places.page, places.css, places.tokens, *map(Path, self.brief.fonts)]
        self.steps.run(PAGE, lambda: _render(places), [MANUSCRIPT, DESCRIPTION, *drawings, *design])
        return PAGE.read_bytes()

    def _exhibits(self) -> list[Path]:
        """Make the exhibits, and return their files. Raises the Faults of all that fail."""
        outputs: list[Path] = []
        faults: list[Fault] = []
        places, lang = self.brief.places, self.brief.lang
        for label, file in places.labels.items():
            out = MADE / f"exhibits/{label}.json"
            reads = [file, places.tokens, *map(Path, [*self.brief.fonts, *self.brief.data_of(label)])]
            keep = keep_chart if label.startswith("fig-") else keep_table
            try:
                self.steps.run(out, partial(keep, file, places, lang, out), reads, lang)
            except Faults as error:
                faults += error.faults
            outputs.append(out)
        raise_faults(faults)
        return outputs

    def sheets(self) -> tuple[bytes, ...]:
        """Return the pages of the PDF as SVG, out of the manuscript that `page` has made."""
        import typst

        document = read_manuscript(MANUSCRIPT)
        tokens, source = load_tokens(self.brief.places.tokens), MADE / "brief.typ"
        inputs = template_inputs(document, tokens, attached="[]")  # attachments are on no page
        write_bytes(source, typst_source(document, self.brief.places.sheet, tokens).encode())
        fonts = str(self.brief.places.fonts)
        if fonts not in self.compilers:  # a compiler that is kept sets only changed pages anew
            self.compilers[fonts] = typst.Compiler(
                str(source), root=str(Path.cwd()), font_paths=[fonts], ignore_system_fonts=True
            )
        compiling = self.compilers[fonts].compile_with_warnings
        self.printing = partial(set_pages, compiling, inputs=inputs)
        sheets = self.printing(format="svg")
        return tuple(sheets) if isinstance(sheets, list) else (sheets,)

    def texts(self, overtaken: Callable[[], bool]) -> tuple[bytes, ...]:
        """Return the words of each sheet that `sheets` has made; none where that is `overtaken`."""
        return texts_of(bytes(self.printing(format="pdf")), overtaken)


def _assemble(places: Places, exhibits: list[Path]) -> None:
    write_text(MANUSCRIPT, dumps(assemble(load_parts(places, exhibits))) + "\n")


def _describe(places: Places) -> None:
    page, _ = describe(places.metadata, places.bib, places.data)
    write_json(DESCRIPTION, page)


def _render(places: Places) -> None:
    tokens = load_tokens(places.tokens)
    css = stylesheet(read_text(places.css), tokens, places.fonts)
    write_text(PAGE, page(read_manuscript(MANUSCRIPT), places.page, css, tokens, read_json(DESCRIPTION)))


def update(versions: Versions, overtaken: Callable[[], bool], show: Callable[..., None]) -> None:
    """Make a version and show it: warnings, page, sheets and their words, or else its faults.

    Stops early where `overtaken` says that something newer was saved.
    """
    show(state=State.WORKING)
    try:
        versions.open()
        warnings, page = versions.checked_page()
        title = load_metadata(versions.brief.places.metadata)["title"]
        faults = (*warnings, *PROGRAMS.aged())
        show(page=page, title=title, time=datetime.now().strftime("%H:%M:%S"), faults=faults)
        if not overtaken():
            show(sheets=versions.sheets(), texts=(), state=State.CURRENT)
        if not overtaken():
            show(texts=versions.texts(overtaken))
    except Faults as error:
        show(faults=error.faults, state=State.FAULTY)
    except Exception as error:  # the preview goes on after any error
        if overtaken():  # programs may have read different states of a file
            return
        if isinstance(error, OSError) and is_of_system(error):
            show(faults=(system_fault(error),), state=State.FAULTY)
            return
        traceback.print_exc()
        problem = f"unexpected {type(error).__name__}: {error}"
        fault = Fault(
            "build/preview", 1, 1, problem, "make brief may say more; the terminal has the traceback"
        )
        show(faults=(fault,), state=State.FAULTY)
