"""The manuscript as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.language import Language, load_language
from brief.content.tokens import Tokens
from brief.faults import Fault, Faults
from brief.manuscript.passages import ADDRESS, PLACE
from brief.pandoc import convert, dumps
from brief.quotations.fragments import with_place
from brief.writers.fonts import font_name
from brief.writers.mediatypes import MEDIA_TYPES
from brief.writers.pagestyle import hoisted, style_hash
from brief.writers.printing import Exhibit, print_addresses, print_exhibits, replaced, set_variables

STYLE, POLICY, DESCRIPTION = "/* style */", "<!-- policy -->", "<!-- description -->"
"""The marks in the template: for the stylesheet, the Content-Security-Policy and the description."""

VOID = re.compile(r"<((?:br|col|hr|img|wbr)\b[^<>]*?)\s*/>")
"""An element without content that Pandoc closes with a slash, for which HTML has no use."""

ALLOWED = (
    "default-src 'none'; style-src {}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""The policy: the page shows only what is inside of it."""

FACES = {"Regular": ("normal", 400), "Italic": ("italic", 400), "Bold": ("normal", 700)}
"""Style and weight in CSS of the cuts of fonts."""


def stylesheet(css: str, tokens: Tokens, fonts: Path) -> str:
    """Return the style sheet of the page, with its fonts, and with the tokens as custom properties."""
    faces = [_font_face(path) for path in sorted(fonts.glob("*.woff2"))]
    light, dark = (_properties(tokens[palette]) for palette in ("color", "dark"))
    families = "".join(f"--{name}: '{tokens[f'font.{name}']}';" for name in ("serif", "sans"))
    scheme = f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    return "\n".join([*faces, f":root {{ {light} {families} }}", f"@media screen {{ {scheme} }}", css])


def _properties(palette: dict[str, Any]) -> str:
    plain = {name: value for name, value in palette.items() if isinstance(value, str)}
    plain |= {f"series-{index}": value for index, value in enumerate(palette["series"], start=1)}
    return " ".join(f"--{name}: {value};" for name, value in plain.items())


def _font_face(path: Path) -> str:
    family, cut = font_name(path)
    style, weight = FACES[cut]
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return (
        f"@font-face {{ font-family: '{family}'; font-style: {style}; font-weight: {weight};"
        f" src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
    )


def page(
    document: pf.Doc, template: Path, css: str, tokens: Tokens, description: Mapping[str, Any] | None
) -> str:
    """Return the whole page; `description` is the output of describe_brief, None for other pages.

    Raises Faults where the template lacks one of its marks.
    """
    language = load_language(pf.stringify(document.metadata["lang"]))
    document = print_exhibits(document, lambda exhibit: _exhibit(exhibit, language, tokens))
    document = print_addresses(document.walk(_lead_to_place), _address)
    names = ("contents", "key_messages", "skip", "notes")
    set_variables(document, {f"term_{name}": language[name] for name in names})
    arguments = [
        "--template",
        str(template),
        "--toc",
        "--toc-depth=3",
        "--shift-heading-level-by=1",
        "--mathml",
    ]
    text = _notes(convert(dumps(document), "json", "html5", [*arguments, "--section-divs"]), language)
    text, rules = hoisted(VOID.sub(r"<\1>", text))
    css = f"\n{css}\n{rules}\n"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED.format(style_hash(css))}">'
    about = _about(description) if description else ""
    return _with_head(text, template, {POLICY: policy, DESCRIPTION: about, f"\n{STYLE}\n": css})


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


def _notes(text: str, language: Language) -> str:
    """Return the page with a heading above its notes, and a label for screen readers on each link back.

    Raises ValueError where Pandoc has written the notes in another way than this expects.
    """
    before, notes, after = text.partition('role="doc-endnotes">')
    if not notes:
        return text
    rule, link = "\n<hr />\n", 'role="doc-backlink">'
    if not after.startswith(rule) or after.count(link) != after.count('class="footnote-back"'):
        raise ValueError("Pandoc has written the notes of the page in an unknown way")
    heading = f'\n<h2 id="notes">{html.escape(language["notes"])}</h2>\n'
    label = f'role="doc-backlink" aria-label="{html.escape(language["back"])}">'
    return before + notes + heading + after.removeprefix(rule).replace(link, label)


def _exhibit(exhibit: Exhibit, language: Language, tokens: Tokens) -> list[pf.Block]:
    label = html.escape(exhibit.title or pf.stringify(pf.Para(*exhibit.caption)))
    identifier = f'id="{exhibit.label}" ' if exhibit.label else ""
    title = [pf.Span(*exhibit.name, classes=["label"]), *exhibit.gap] if exhibit.name else []
    pictures = [replaced(line, pf.Image, lambda image: _inline(image, tokens)) for line in exhibit.pictures]
    body = [pf.Plain(*line) for line in pictures] or exhibit.parts["body"]
    blocks = [_raw(f'<figure {identifier}class="exhibit {exhibit.kind}">'), _raw("<figcaption>")]
    blocks += [pf.Plain(*title, *exhibit.caption), _raw("</figcaption>")]
    blocks += [
        _raw(f'<div class="body" role="region" tabindex="0" aria-label="{label}">'),
        *body,
        _raw("</div>"),
    ]
    for part in ("note", "credits"):
        line = exhibit.line(part)
        blocks += [_raw(f'<p class="{part}">'), pf.Plain(*line), _raw("</p>")] if line else []
    if "numbers" in exhibit.parts:
        summary = html.escape(language["numbers"])
        blocks += [
            _raw(f"<details><summary>{summary}</summary>"),
            *exhibit.parts["numbers"],
            _raw("</details>"),
        ]
    return [*blocks, _raw("</figure>")]


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="html")


def _inline(image: pf.Image, tokens: Tokens) -> pf.RawInline:
    return pf.RawInline(_drawn(image, tokens), format="html")


def _drawn(image: pf.Image, tokens: Tokens) -> str:
    """Return a chart as SVG in the colors of the page, or a picture with its data inside."""
    alt = html.escape(image.attributes["alt"], quote=True)
    path = Path(image.url)
    if path.suffix != ".svg":
        kind = MEDIA_TYPES[path.suffix.lower()]
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        return f'<img src="data:{kind};base64,{data}" alt="{alt}" />'
    drawing = path.read_text(encoding="utf-8")
    for name, value in tokens["color"].items():
        for index, color in enumerate([value] if isinstance(value, str) else value, start=1):
            variable = f"var(--{name})" if isinstance(value, str) else f"var(--{name}-{index})"
            drawing = drawing.replace(f": {color}", f": {variable}")
    drawing = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", drawing, count=2)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)
