"""The flags of the programs that hold quotations against pages."""

from __future__ import annotations

import argparse

from brief.places import add_places, places_here
from brief.quotations.wanted import language_of


def add_quotations(flags: argparse.ArgumentParser) -> None:
    """Add the flags that name the passages in the original, and the language of the brief."""
    add_places(flags, "passages")
    flags.add_argument("--lang", help="the language of the brief; else as report/brief.yaml says")


def language(arguments: argparse.Namespace) -> str:
    """Return the language that the flag or brief.yaml names."""
    return arguments.lang or language_of(places_here().metadata)
