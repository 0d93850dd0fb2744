"""Edited sections printed as a Word file, by the functions of the build."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import panflute as pf

from brief.content.tokens import load_tokens
from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import convert_to_bytes, dumps, seconds
from brief.places import Places
from brief.writers.docx import docx_document


@dataclass(frozen=True)
class Build:
    """All that a build prints beside the sections: where the brief is, and what its build has made."""

    places: Places
    exhibits: Sequence[Path]
    """The exhibits as they were made, JSON."""

    reference: Path
    """The reference document."""

    def manuscript(self, contents: Mapping[Path, bytes]) -> pf.Doc:
        """Return the manuscript of sections with these contents, by their files."""
        with tempfile.TemporaryDirectory() as folder:
            paths = tuple(Path(folder, path.name) for path in contents)
            for path, content in zip(paths, contents.values(), strict=True):
                path.write_bytes(content)
            return assemble(load_parts(replace(self.places, sections=paths), self.exhibits))

    def word_file(self, contents: Mapping[Path, bytes]) -> bytes:
        """Return the Word file of sections with these contents, by their files."""
        manuscript = self.manuscript(contents)
        moment = seconds(pf.stringify(manuscript.metadata["date"]))
        document = dumps(docx_document(manuscript, load_tokens(self.places.tokens)))
        return convert_to_bytes(document, "docx", moment, ["--reference-doc", str(self.reference)])
