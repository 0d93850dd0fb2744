"""What the page offers below its title: the other formats, the data, how to cite the brief, its license."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import panflute as pf

from brief.content.language import Language


def offers(description: Mapping[str, Any], cited: list[pf.Inline], language: Language) -> list[pf.Block]:
    """Return the line; `description` is what describe_brief wrote, `cited` is how the brief is cited.

    It leads to files beside the page, under the names that a build gives them.
    """
    data = f"{html.escape(language['data'])} (ZIP)"
    names = {"brief.pdf": "PDF", "brief.docx": "Word", "brief.crate.zip": data}
    items = [f'<a href="{file}">{name}</a>' for file, name in names.items()]
    before, after = _citing(description, language)
    blocks = [
        _raw("\n".join(['<ul class="offers">', *(f"<li>{item}</li>" for item in items), f"<li>{before}<p>"]))
    ]
    blocks += [pf.Plain(*cited), _raw(f"</p>{after}</li>")]
    if description["license"]:
        url = html.escape(description["schema_org"]["license"], quote=True)
        words = f"{language['license']}: {description['license']}"
        blocks.append(_raw(f'<li><a rel="license" href="{url}">{html.escape(words)}</a></li>'))
    return [*blocks, _raw("</ul>")]


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="html")


def _citing(description: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """Return what stands around the line by which the brief is cited, to unfold.

    The button works with the page's script alone.
    """
    entry = description["bibtex"]
    file = f"data:application/x-bibtex;charset=utf-8,{quote(entry)}"
    cite, copy, copied = (html.escape(language[term], quote=True) for term in ("cite", "copy", "copied"))
    button = f'<button type="button" class="copy" hidden data-copied="{copied}">{copy}</button>'
    download = f'<a download="brief.bib" href="{file}">BibTeX (.bib)</a>'
    return f'<details class="cite"><summary>{cite}</summary>\n<div>', "\n".join(
        [
            f"<pre><code>{html.escape(entry)}</code></pre>",
            f'<p>{button} {download} <span role="status"></span></p></div></details>',
        ]
    )
