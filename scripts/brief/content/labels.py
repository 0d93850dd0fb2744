"""The prefixes of labels, as Quarto has them, and what each stands for."""

from __future__ import annotations

EXHIBIT_FOLDERS = {"fig-": "charts", "tbl-": "tables"}
"""The folder in scripts/ that the files of a kind of exhibit are in."""

EXHIBIT_PREFIXES = tuple(EXHIBIT_FOLDERS)

LABEL_KINDS = {"fig-": "figure", "tbl-": "table", "sec-": "section"}
"""What a label names; a language's terms go by the same words."""

LABEL_PREFIXES = tuple(LABEL_KINDS)
