"""Import a reviewed Word file: its tracked changes and comments become edits of the sections.

Prints the edits as a patch and makes them, all or none: with --partial those that can be made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import panflute as pf

from brief.building.revisions import uncommitted
from brief.content.metadata import load_metadata
from brief.content.sections import load_sections
from brief.content.tokens import load_tokens
from brief.content.variables import read_variable
from brief.data.tables import load_package
from brief.faults import Fault, Faults, excused, raise_faults
from brief.files import write_files
from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import convert_to_bytes, dumps, seconds
from brief.places import add_places, places_of
from brief.program import parser, report, run
from brief.review.account import Account, settle_account
from brief.review.changes import Change
from brief.review.draft import Draft
from brief.review.merging import Material, plan
from brief.review.moving import torn_moves
from brief.review.patch import edited, unified
from brief.review.proof import follow, unproven
from brief.review.refusals import RefusalError
from brief.review.units import Printer
from brief.word.archive import LARGEST_FILE, read_archive
from brief.word.wordreader import read_draft, read_word
from brief.word.wordtext import WordText
from brief.writers.docx import docx_document

PARTS = Path("build/parts")
"""Where a build leaves what it makes on the way."""

ROUNDS = 8
"""How often the sections are printed, each time without what did not come out before."""


def read_reviewed(path: Path) -> WordText:
    """Return the text of a Word file from elsewhere; raises Faults where it cannot be had."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Faults([Fault(str(path), 1, 1, "the file is larger than any brief", "ask for it again")])
        raw = path.read_bytes()
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        raise Faults(
            [Fault(str(path), 1, 1, problem, "name the reviewed file: make import DOCX=…")]
        ) from None
    return read_word(read_archive(raw, str(path)))


def load_material(arguments: argparse.Namespace) -> Material:
    """Return the brief as it is, in source and in print."""
    language = load_metadata(arguments.metadata).language
    sections, faults = load_sections(arguments.sections)
    raise_faults(faults)
    tables = load_package(arguments.data)
    base = read_draft(arguments.base.read_bytes())
    codes = {read_variable(code.name) for section in sections for code in section.shortcodes} - {None}
    numbers = {code: (code.printed(tables, language), code.place(tables)) for code in codes if code}
    return Material(
        load_metadata(arguments.metadata), sections, base, Printer(language, numbers, base.references)
    )


def print_archive(contents: Mapping[Path, bytes], arguments: argparse.Namespace) -> bytes:
    """Return the Word file that sections of this content would be printed as."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, path.name) for path in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        places = replace(places_of(arguments), sections=tuple(paths))
        parts = load_parts(places, arguments.made)
        manuscript = assemble(parts)
    moment = seconds(pf.stringify(manuscript.metadata["date"]))
    document = dumps(docx_document(manuscript, load_tokens(arguments.tokens)))
    return convert_to_bytes(document, "docx", moment, ["--reference-doc", str(arguments.reference)])


def new_contents(draft: Draft, paths: list[Path]) -> dict[Path, bytes]:
    """Return what all sections are with the edits."""
    return {path: edited(path.read_bytes(), draft.edits.get(str(path), ())) for path in paths}


def settle(arguments: argparse.Namespace) -> tuple[Draft, dict[Path, bytes], Account]:
    """Return the edits, the sections with them, and what became of every mark of the file."""
    reviewed = read_reviewed(arguments.reviewed)
    draft, contents = settle_review(reviewed, load_material(arguments), arguments)
    return draft, contents, settle_account(draft, reviewed.marks, str(arguments.reviewed))


def settle_review(
    reviewed: WordText, material: Material, arguments: argparse.Namespace
) -> tuple[Draft, dict[Path, bytes]]:
    """Return the edits that a review makes, and the sections with them.

    The sections are printed, as a build would: a change that would not come out as it was made
    is refused. Raises RefusalError where that does not help.
    """
    refused: set[Change] = set()
    literal: set[Change] = set()
    for _ in range(ROUNDS):
        draft = plan(material, reviewed, str(arguments.reviewed), refused, literal)
        if torn := torn_moves(draft, material.printed):
            refused |= torn
            continue
        contents = new_contents(draft, arguments.sections)
        if not any(draft.edits.values()):
            return draft, contents
        built = read_draft(print_archive(contents, arguments))
        failed = unproven(draft, material.printed, built)
        if not failed:
            follow(draft, material.base, built)
            return draft, contents
        refused |= failed & literal
        literal |= failed
    raise RefusalError("the sections would not print what was meant", "write it by hand")


def mixed(paths: Iterable[Path]) -> Iterator[Fault]:
    """Yield a warning for each section in which the import joined edits that are not committed."""
    problem = "the import stands beside edits of yours that are not committed"
    for path in paths:
        yield Fault(str(path), 1, 1, problem, "git restore would take back both", warning=True)


def main(arguments: argparse.Namespace) -> None:
    try:
        draft, contents, account = settle(arguments)
    except RefusalError as refusal:
        raise Faults([Fault(str(arguments.reviewed), 1, 1, refusal.problem, refusal.remedy)]) from None
    old = {path: path.read_bytes() for path in contents}
    changed = {path: new for path, new in contents.items() if new != old[path]}
    for path, new in changed.items():
        sys.stdout.write(unified(str(path), old[path].decode("utf-8"), new.decode("utf-8")))
    sys.stdout.flush()
    print(account, file=sys.stderr)
    if draft.faults and not arguments.partial:
        rest = f"; PARTIAL=1 makes the {len(account.taken)} that can be" if account.taken else ""
        print(f"nothing was changed, for {len(draft.faults)} changes cannot be made{rest}", file=sys.stderr)
        raise Faults(draft.faults)
    unsaved = {path.resolve() for path in uncommitted(*map(str, changed))}
    write_files(changed)
    report([*excused(draft.faults), *mixed(path for path in changed if path.resolve() in unsaved)])


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("reviewed", type=Path, help="the Word file that came back")
    flags.add_argument("--partial", action="store_true", help="make the edits that can be made")
    add_places(flags, "metadata", "sections", "bib", "csl", "data", "ledger", "passages", "tokens")
    flags.add_argument(
        "--base", type=Path, default=PARTS / "brief.docx", help="the Word file of the brief as it is"
    )
    flags.add_argument(
        "--reference", type=Path, default=PARTS / "reference.docx", help="the reference document"
    )
    made = sorted((PARTS / "exhibits").glob("*.json"))
    flags.add_argument(
        "--made", type=Path, nargs="*", default=made, help="the exhibits as they were made, JSON"
    )
    run(main, flags.parse_args(), steps=20)
