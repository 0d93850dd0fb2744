"""The prefixes of labels, which are Quarto's, and their meanings."""

from __future__ import annotations

EXHIBIT_FOLDERS = {"fig-": "charts", "tbl-": "tables"}
"""The folders in scripts/ of the files of each kind of exhibit."""

EXHIBIT_PREFIXES = tuple(EXHIBIT_FOLDERS)

LABEL_KINDS = {"fig-": "figure", "tbl-": "table", "sec-": "section"}
"""The things that labels name; the terms of a language have the same keys."""

LABEL_PREFIXES = tuple(LABEL_KINDS)
