"""The versions of the brief that the preview shows: each is made as a build would make it."""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import assemble_manuscript
import compose_table
import describe_brief
import draw_chart
import render_html
from brief.building.workflow import Workflow, open_brief
from brief.checks.together import check
from brief.content.metadata import load_metadata
from brief.content.tokens import load_tokens
from brief.faults import Fault, Faults, raise_faults
from brief.files import is_of_system, system_fault, write_bytes
from brief.places import PROJECT
from brief.preview.board import State
from brief.preview.programs import Programs
from brief.preview.steps import Steps
from brief.preview.worker import Update
from brief.writers.pdf import template_inputs, typst_source, without_warnings
from brief.writers.printing import read_manuscript

MADE = Path("build/preview")
"""The folder of the outputs of the preview's programs."""

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
        self.brief: Workflow
        self.flags: dict[str, Any]

    def open(self) -> None:
        """Find the files of the brief anew; raises Faults where one is missing."""
        self.brief = brief = open_brief({})
        self.flags = {
            "metadata": Path(brief.metadata),
            "sections": _paths(brief.sections),
            "bib": Path(brief.bib),
            "data": Path(brief.descriptor),
            "ledger": Path(brief.history),
            "lang": brief.lang,
            "csl": Path(brief.style("notes.csl")),
            "css": Path(brief.style("brief.css")),
            "tokens": Path(brief.style("tokens.yaml")),
            "fonts": Path(brief.style("fonts")),
        }

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
        exhibits = self._exhibits()
        template, manuscript = Path(self.brief.style("brief.html")), MADE / "manuscript.json"
        description, out = MADE / "description.json", MADE / "brief.html"
        data = [self.flags["metadata"], self.flags["bib"], *_paths(self.brief.data)]
        text = [*data, *self.flags["sections"], self.flags["csl"], self.flags["ledger"], *exhibits]
        self._run(assemble_manuscript.main, text, exhibits=exhibits, out=manuscript)
        self._run(describe_brief.main, data, out=description, out_citation=MADE / "CITATION.cff")
        drawings = [path.with_suffix(".svg") for path in exhibits] + _paths(self.brief.pictures)
        design = [template, self.flags["css"], self.flags["tokens"], *_paths(self.brief.fonts)]
        given = {"manuscript": manuscript, "description": description, "page": template}
        self._run(render_html.main, [manuscript, description, *drawings, *design], **given, out=out)
        return out.read_bytes()

    def _exhibits(self) -> list[Path]:
        outputs: list[Path] = []
        faults: list[Fault] = []
        for label, file in self.brief.exhibit_files.items():
            out = MADE / f"exhibits/{label}.json"
            reads = _paths([file, *self.brief.fonts, *self.brief.data_of(label)])
            kind, program = ("chart", draw_chart) if label.startswith("fig-") else ("table", compose_table)
            try:
                self._run(program.main, [*reads, self.flags["tokens"]], out=out, **{kind: Path(file)})
            except Faults as error:
                faults += error.faults
            outputs.append(out)
        raise_faults(faults)
        return outputs

    def _run(self, main: Callable[[argparse.Namespace], None], reads: Iterable[Path], **given: Any) -> None:
        self.steps.run(main, reads, **self.flags, **given)

    def sheets(self) -> tuple[bytes, ...]:
        """Return the pages of the PDF as SVG, out of the manuscript that `page` has made."""
        import typst

        document = read_manuscript(MADE / "manuscript.json")
        tokens, source = load_tokens(self.flags["tokens"]), MADE / "brief.typ"
        inputs = template_inputs(document, tokens, attached="[]")  # attachments are on no page
        template = Path(self.brief.style("brief.typ"))
        write_bytes(source, typst_source(document, template, tokens).encode())
        fonts = str(self.flags["fonts"])
        if fonts not in self.compilers:  # a compiler that is kept sets only changed pages anew
            self.compilers[fonts] = typst.Compiler(
                str(source), root=str(Path.cwd()), font_paths=[fonts], ignore_system_fonts=True
            )
        compiling = self.compilers[fonts].compile_with_warnings
        sheets = without_warnings(compiling, format="svg", sys_inputs=inputs)
        return tuple(sheets) if isinstance(sheets, list) else (sheets,)


def _paths(names: Iterable[str]) -> list[Path]:
    return [Path(name) for name in names]


def update(versions: Versions, overtaken: Callable[[], bool], show: Callable[..., None]) -> None:
    """Make a version and show it: warnings, page and sheets, or else its faults.

    Stops early where `overtaken` says that something newer was saved.
    """
    show(state=State.WORKING)
    try:
        versions.open()
        warnings, page = versions.checked_page()
        title = load_metadata(versions.flags["metadata"])["title"]
        faults = (*warnings, *PROGRAMS.aged())
        show(page=page, title=title, time=datetime.now().strftime("%H:%M:%S"), faults=faults)
        if not overtaken():
            show(sheets=versions.sheets(), state=State.CURRENT)
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
