"""What the page offers below its title: the other formats, the data, how to cite the brief, its license."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from brief.content.language import Language


def offers(description: Mapping[str, Any], language: Language) -> str:
    """Return the line as HTML; `description` is what describe_brief wrote.

    It leads to files beside the page, under the names that a build gives them.
    """
    data = f"{html.escape(language['data'])} (ZIP)"
    names = {"brief.pdf": "PDF", "brief.docx": "Word", "brief.crate.zip": data}
    items = [f'<a href="{file}">{name}</a>' for file, name in names.items()]
    items.append(_citing(description, language))
    if description["license"]:
        url = html.escape(description["schema_org"]["license"], quote=True)
        words = f"{language['license']}: {description['license']}"
        items.append(f'<a rel="license" href="{url}">{html.escape(words)}</a>')
    return "\n".join(['<ul class="offers">', *(f"<li>{item}</li>" for item in items), "</ul>"])


def _citing(description: Mapping[str, Any], language: Language) -> str:
    """Return how to cite the brief, to unfold; the button works with the page's script alone."""
    entry = description["bibtex"]
    file = f"data:application/x-bibtex;charset=utf-8,{quote(entry)}"
    line, listed = (html.escape(text) for text in (description["cite_as"], entry))
    cite, copy, copied = (html.escape(language[term], quote=True) for term in ("cite", "copy", "copied"))
    button = f'<button type="button" class="copy" hidden data-copied="{copied}">{copy}</button>'
    download = f'<a download="brief.bib" href="{file}">BibTeX (.bib)</a>'
    return "\n".join(
        [
            f'<details class="cite"><summary>{cite}</summary>',
            f"<div><p>{line}</p>",
            f"<pre><code>{listed}</code></pre>",
            f'<p>{button} {download} <span role="status"></span></p></div></details>',
        ]
    )
