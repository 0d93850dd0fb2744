"""make redline: accepted, the changes give today's brief, rejected the old one; the page says them all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import panflute as pf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.changes.manuscripts import merge_manuscripts
from brief.changes.page import Span
from brief.changes.word import Stamp
from brief.pandoc import convert_to_bytes, dumps, loads
from brief.revisions import authors_since, export, find_revision
from brief.settings import PROJECT, load_settings
from brief.tokens import load_tokens
from brief.workflow import Workflow
from conftest import Folder, copy_of, missing
from random_edits import EDITS, edited
from reading.changes import lines, read_word, tracked
from redline_brief import PARTS, build_both, merged, redline_docx, redline_html
from render_docx import docx_document

STAMP = Stamp("Ada Author", "2026-11-24T10:00:00Z")
SPAN = Span("abc1234", "2026-11-23", "Ada Author")


@dataclass(frozen=True)
class Redline:
    """What came of two states of a brief: the Word files of both, and what shows the changes."""

    folder: Folder
    old: bytes
    new: bytes
    docx: bytes
    html: str


def git(folder: Path, *arguments: str) -> None:
    """Run git as someone who has a name."""
    names = ("-c", "user.name=Ada Author", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return the small brief in a repository, edited since its only commit in every way there is."""
    folder = copy_of("small", tmp_path_factory.mktemp("redline") / "small")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "one"), ("config", "user.name", "Bo Editor")):
        git(folder.path, *arguments)
    folder.replace("report/brief.yaml", "Energie am", "Strom am")
    folder.replace("report/brief.yaml", "  - \"Gebaut ist davon noch nichts genannt.\"\n", "")
    folder.replace("data/energie.csv", "see,,500,", "see,,550,")
    folder.replace("data/zusagen.csv", "sicherheit,8,Mio. USD,Hilfe für die Sicherheit", "sicherheit,9,Mio. USD,Hilfe für Sicherheit")
    folder.replace("report/01-lage.md", "## Folgen {#sec-folgen}", "## Die Folgen {#sec-folgen}")
    folder.replace("report/01-lage.md", "Eine Anmerkung ohne", "Eine neue Anmerkung ohne")
    folder.replace("report/01-lage.md", "Der See, ein", "Der große See, ein")
    folder.replace("report/02-schluss.md", "Zurück zu @sec-lage.[^anm]\n\n", "")
    folder.replace("report/02-schluss.md", "\n\n[^anm]: Eine zweite Anmerkung mit demselben Namen in einer anderen Datei.", "\n\nAm Ende noch ein Absatz.")
    (folder.path / "report/03-neu.md").write_text("# Neu {#sec-neu}\n\nEin neuer Abschnitt.\n\n- eins\n- zwei\n")
    return folder
