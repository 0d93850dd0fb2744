"""The manuscript as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import html
import json
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.language import Language, load_language
from brief.content.tokens import Tokens
from brief.pandoc import convert, dumps
from brief.writers.fonts import font_name
from brief.writers.pagestyle import hoisted, style_hash
from brief.writers.printing import Exhibit, print_addresses, print_exhibits, printed, set_variables

STYLE, POLICY, DESCRIPTION = "/* style */", "<!-- policy -->", "<!-- description -->"
"""Where the template wants the stylesheet, its Content-Security-Policy, and what machines read."""

VOID = re.compile(r"<((?:br|col|hr|img|wbr)\b[^<>]*?)\s*/>")
"""Elements without an end, as Pandoc closes them: HTML has no use for the slash."""

ALLOWED = (
    "default-src 'none'; style-src {}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""The policy: what is inside the page, and nothing from anywhere else."""

FACES = {"Regular": ("normal", 400), "Italic": ("italic", 400), "Bold": ("normal", 700)}
"""The cuts of the fonts by the end of their files' names: style and weight in CSS."""


def stylesheet(css: str, tokens: Tokens, fonts: Path) -> str:
    """Return the style of the page: its fonts inside, and the tokens as custom properties."""
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
    """Return the whole page; `description` is what describe_brief wrote, if it speaks of this page."""
    language = load_language(pf.stringify(document.metadata["lang"]))
    document = print_exhibits(document, lambda exhibit: _exhibit(exhibit, language, tokens))
    document = print_addresses(document, _address)
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
    told = _told(description) if description else ""
    for mark, content in ((POLICY, policy), (DESCRIPTION, told), (f"\n{STYLE}\n", css)):
        text = text.replace(mark, content, 1)
    return text


def _address(pieces: list[str]) -> list[pf.Inline]:
    """Return an address in pieces: a line may end between two of them and nowhere else."""
    inlines: list[pf.Inline] = []
    for piece in pieces:
        inlines += [pf.RawInline("<wbr>", format="html")] if inlines else []
        inlines.append(pf.Span(pf.Str(piece), classes=["piece"]))
    return inlines


def _told(description: Mapping[str, Any]) -> str:
    """Return what the page says of itself to machines."""
    graph = json.dumps(description["schema_org"], ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'{description["tags"]}\n<script type="application/ld+json">\n{graph}\n</script>'


def _notes(text: str, language: Language) -> str:
    """Give the notes a heading, and each link back a name that can be heard."""
    heading = f'<h2 id="notes">{html.escape(language["notes"])}</h2>'
    text = text.replace("<hr />\n<ol>", f"{heading}\n<ol>", 1)
    back = html.escape(language["back"])
    return text.replace(
        'class="footnote-back" role="doc-backlink">',
        f'class="footnote-back" role="doc-backlink" aria-label="{back}">',
    )


def _exhibit(exhibit: Exhibit, language: Language, tokens: Tokens) -> list[pf.Block]:
    label = html.escape(exhibit.title or pf.stringify(pf.Para(*exhibit.caption)))
    identifier = f'id="{exhibit.label}" ' if exhibit.label else ""
    title = [pf.Span(*exhibit.name, classes=["label"]), *exhibit.gap] if exhibit.name else []
    pictures = [printed(one, pf.Image, lambda image: _inline(image, tokens)) for one in exhibit.pictures]
    body = [pf.Plain(*one) for one in pictures] or exhibit.parts["body"]
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
        kind = mimetypes.guess_type(path.name)[0]
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        return f'<img src="data:{kind};base64,{data}" alt="{alt}" />'
    drawing = path.read_text(encoding="utf-8")
    for name, value in tokens["color"].items():
        for index, color in enumerate([value] if isinstance(value, str) else value, start=1):
            variable = f"var(--{name})" if isinstance(value, str) else f"var(--{name}-{index})"
            drawing = drawing.replace(f": {color}", f": {variable}")
    drawing = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", drawing, count=2)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)
