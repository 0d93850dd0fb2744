"""The manuscript as one HTML file that asks the network for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.language import load_language
from brief.content.tokens import Tokens
from brief.faults import Fault, Faults
from brief.manuscript.passages import ADDRESS, PLACE
from brief.pandoc import convert, dumps
from brief.quotations.fragments import with_place
from brief.writers.fonts import font_face
from brief.writers.pageexhibits import PageExhibits, fit_tables
from brief.writers.pagenotes import with_list, with_openers, with_side_notes
from brief.writers.pageoffers import offers
from brief.writers.pagestyle import hoisted, source_hash
from brief.writers.printing import citation, print_addresses, print_exhibits, set_variables

STYLE, POLICY, DESCRIPTION = "/* style */", "<!-- policy -->", "<!-- description -->"
"""The marks in the template: for the stylesheet, the Content-Security-Policy and the description."""

VOID = re.compile(r"<((?:br|col|hr|img|wbr)\b[^<>]*?)\s*/>")
"""An element without content that Pandoc closes with a slash, for which HTML has no use."""

ARGUMENTS = ("--toc", "--toc-depth=3", "--shift-heading-level-by=1", "--mathml", "--section-divs")
"""What Pandoc is told of the page, besides its template."""

ALLOWED = (
    "default-src 'none'; style-src {style}; script-src {script};"
    " font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""The policy: the page shows only what is inside of it, and runs only the script of its template."""

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def stylesheet(css: str, tokens: Tokens, fonts: Path) -> str:
    """Return the style sheet of the page, with its fonts, and with the tokens as custom properties."""
    faces = [font_face(path) for path in sorted(fonts.glob("*.woff2"))]
    light, dark = (_properties(tokens[palette]) for palette in ("color", "dark"))
    families = "".join(f"--{name}: '{tokens[f'font.{name}']}';" for name in tokens["font"])
    scheme = f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    return "\n".join([*faces, f":root {{ {light} {families} }}", f"@media screen {{ {scheme} }}", css])


def _properties(palette: dict[str, Any]) -> str:
    plain = {name: value for name, value in palette.items() if isinstance(value, str)}
    plain |= {f"series-{index}": value for index, value in enumerate(palette["series"], start=1)}
    return " ".join(f"--{name}: {value};" for name, value in plain.items())


def page(
    document: pf.Doc, template: Path, css: str, tokens: Tokens, description: Mapping[str, Any] | None
) -> str:
    """Return the whole page; `description` is the output of describe_brief, None for other pages.

    Raises Faults where the template lacks one of its marks.
    """
    language = load_language(pf.stringify(document.metadata["lang"]))
    exhibits = PageExhibits(language, tokens, downloads=description is not None)
    document = print_exhibits(fit_tables(document, language["table"]), exhibits.print)
    document = with_side_notes(print_addresses(document.walk(_lead_to_place), _address), language)
    _anchor(document.content)
    names = ("contents", "key_messages", "skip", "notes")
    set_variables(document, {f"term_{name}": language[name] for name in names})
    if description:
        cited = citation(document, language)
        document.metadata["offers"] = pf.MetaBlocks(*offers(description, cited, language))
    text = convert(dumps(document), "json", "html5", ["--template", str(template), *ARGUMENTS])
    text = with_openers(with_list(text, language))
    text, rules = hoisted(VOID.sub(r"<\1>", text))
    css = f"\n{css}\n{rules}\n"
    about = _about(description) if description else ""
    return _with_head(text, template, {POLICY: _policy(text, css), DESCRIPTION: about, f"\n{STYLE}\n": css})


def _policy(text: str, css: str) -> str:
    """Return the Content-Security-Policy, which lets in what the page holds."""
    scripts = " ".join(source_hash(script) for script in SCRIPT.findall(text)) or "'none'"
    allowed = ALLOWED.format(style=source_hash(css), script=scripts)
    return f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'


def _with_head(text: str, template: Path, contents: Mapping[str, str]) -> str:
    """Return the page with contents in place of the marks of its template."""
    for mark, content in contents.items():
        if mark not in text:
            problem = f"the template has no line {mark.strip()}"
            raise Faults([Fault(str(template), 1, 1, problem, "put it back into its head")])
        text = text.replace(mark, content, 1)
    return text


def _address(pieces: list[str]) -> list[pf.Inline]:
    """Return an address in pieces: a line may end between two of them and nowhere else."""
    inlines: list[pf.Inline] = []
    for piece in pieces:
        inlines += [pf.RawInline("<wbr>", format="html")] if inlines else []
        inlines.append(pf.Span(pf.Str(piece), classes=["piece"]))
    return inlines


def _anchor(blocks: Iterable[pf.Block]) -> None:
    """Make headings lead to themselves, so that readers can point others to them."""
    for block in blocks:
        if isinstance(block, pf.Div):
            _anchor(block.content)
        if isinstance(block, pf.Header) and block.identifier and not _holds_controls(block):
            block.content = [pf.Link(*block.content, url=f"#{block.identifier}", classes=["anchor"])]


def _holds_controls(heading: pf.Header) -> bool:
    controls: list[pf.Element] = []
    heading.walk(lambda one, _: controls.append(one) if isinstance(one, pf.Link | pf.Note) else None)
    return bool(controls)


def _lead_to_place(element: pf.Element, _: pf.Doc) -> pf.Element | None:
    """Have the note of a quotation lead to the passage itself."""
    if not isinstance(element, pf.Link | pf.Span) or PLACE not in element.attributes:
        return None
    place = element.attributes.pop(PLACE)
    if isinstance(element, pf.Span):
        return pf.Link(*element.content, url=with_place(element.attributes[ADDRESS], place))
    element.url = with_place(element.url, place)
    return None


def _about(description: Mapping[str, Any]) -> str:
    """Return the description of the page for machines: its tags and its graph of schema.org."""
    graph = json.dumps(description["schema_org"], ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'{description["tags"]}\n<script type="application/ld+json">\n{graph}\n</script>'


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="html")
