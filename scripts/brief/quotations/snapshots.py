"""What a page said when it was cited: bib/snapshots/KEY.txt.gz, written once, never printed or published.

The file has the address, the day, a hash and an empty line, then the text, normalised, with a line
for each block of the page. Its bytes depend on these alone.
"""

from __future__ import annotations

import difflib
import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from brief.content.bibliography import Source
from brief.files import write_bytes
from brief.links.collect import address_of_text
from brief.quotations.normalising import normalised

FOLDER = Path("bib/snapshots")

LONGEST = 400_000
"""The most characters of a text that are kept; of a longer one, nothing is."""

_COMPARED, _SHOWN, _WIDTH = 600, 60, 300
"""How many lines of two texts are compared, how many changes are shown, and how long each may be."""


@dataclass(frozen=True)
class Snapshot:
    """The text of a page, one line a block, with its address and the day on which it was read (ISO)."""

    url: str
    day: str
    text: str


def snapshot_paths(sources: Iterable[Source], folder: Path) -> Mapping[str, Path]:
    """Return the file of each address at which a source is read."""
    addresses = ((address_of_text(source), source.key) for source in sources)
    return {address: snapshot_path(folder, key) for address, key in addresses if address}


def snapshot_path(folder: Path, key: str) -> Path:
    """Return the file of a source; a key may hold a slash."""
    return folder / f"{quote(key, safe='')}.txt.gz"


def snapshot_text(pages: Iterable[str]) -> str:
    """Return the text of a page, or of the pages of a PDF, as a snapshot keeps it."""
    lines = (normalised(line) for page in pages for line in page.splitlines())
    return "\n".join(filter(None, lines))


def save_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot, unless there is one, or its text is empty or too long."""
    if path.exists() or not snapshot.text or len(snapshot.text) > LONGEST:
        return
    digest = hashlib.sha256(snapshot.text.encode("utf-8")).hexdigest()
    head = f"url: {snapshot.url}\nday: {snapshot.day}\nsha256: {digest}\n\n"
    write_bytes(path, gzip.compress((head + snapshot.text + "\n").encode("utf-8"), 9, mtime=0))


def load_snapshot(path: Path) -> Snapshot | None:
    """Return a snapshot; None for a file that is missing, or is no snapshot any more."""
    try:
        with gzip.open(path) as stream:
            content = stream.read(8 * LONGEST).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError):
        return None
    head, _, text = content.partition("\n\n")
    fields = dict(line.partition(": ")[::2] for line in head.splitlines())
    text = text.removesuffix("\n")
    if fields.get("sha256") != hashlib.sha256(text.encode("utf-8")).hexdigest():
        return None
    return Snapshot(fields.get("url", ""), fields.get("day", ""), text)


def changes(old: str, new: str) -> tuple[str, ...]:
    """Return the lines that went, each behind `- `, and those that came, behind `+ `."""
    ours, theirs = (text.splitlines()[:_COMPARED] for text in (old, new))
    lines = difflib.unified_diff(ours, theirs, n=0, lineterm="")
    changed = (line for line in islice(lines, 2, None) if not line.startswith("@@"))
    return tuple(f"{line[0]} {line[1 : _WIDTH + 1]}" for line in islice(changed, _SHOWN))
