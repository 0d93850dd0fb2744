"""The pictures of two builds: a picture that is the same in both has the same path in both."""

from __future__ import annotations

import shutil
from pathlib import Path

import panflute as pf

from brief.exhibits import phone_twin

BEFORE = "-before"
"""What is put to the name of a picture as it was, so that it can stand beside what it became."""


def settle_pictures(old: pf.Doc, before: Path, new: pf.Doc, after: Path) -> None:
    """Name the pictures of two manuscripts by whole paths into the folders that they were built in."""

    def settle_old(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Image):
            then, now = before / element.url, after / element.url
            same = now.is_file() and then.read_bytes() == now.read_bytes()
            element.url = str(now if same else _set_apart(then))

    def settle_new(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Image):
            element.url = str(after / element.url)

    old.walk(settle_old)
    new.walk(settle_new)


def _set_apart(picture: Path) -> Path:
    """Return a copy of a picture under a name of its own, and of the twins of a drawing."""
    apart = picture.with_stem(picture.stem + BEFORE)
    shutil.copy(picture, apart)
    if picture.suffix == ".svg":
        shutil.copy(picture.with_suffix(".png"), apart.with_suffix(".png"))
        shutil.copy(phone_twin(picture), phone_twin(apart))
    return apart
