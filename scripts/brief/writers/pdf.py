"""The manuscript as PDF, set by Typst: tagged (PDF/UA-1) and archival (PDF/A-3a)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.language import load_language
from brief.content.tokens import Tokens
from brief.limits import ForeignError
from brief.pandoc import convert, dumps, seconds
from brief.writers.mediatypes import MEDIA_TYPES
from brief.writers.printing import (
    Exhibit,
    citation,
    print_addresses,
    print_exhibits,
    set_variables,
    width_of,
)
from brief.writers.widths import CAPTION_BESIDE, Room, table_room

STANDARDS: Any = ["a-3a", "ua-1"]  # typst takes the list of the literals alone


def typst_source(document: pf.Doc, template: Path, tokens: Tokens) -> str:
    """Return the manuscript in Typst's language."""
    lang = pf.stringify(document.metadata["lang"])
    language = load_language(lang)
    numbers = count()
    document = (
        print_addresses(
            print_exhibits(document, lambda exhibit: _exhibit(exhibit, next(numbers), tokens)), _address
        )
        .walk(_mark_language)
        .walk(_source_list)
        .walk(_formula)
    )
    names = ("cite", "contents", "date", "key_messages", "license", "page")
    terms = {f"term_{name}": language[name] for name in names}
    main, _, region = lang.partition("-")
    set_variables(document, terms | {"language": main, "region": region})
    document.metadata["citation"] = pf.MetaInlines(*citation(document, language))
    return convert(dumps(document), "json", "typst-citations-smart", ["--template", str(template)])


def _exhibit(exhibit: Exhibit, number: int, tokens: Tokens) -> list[pf.Block]:
    """Call the template's `exhibit`; Pandoc's own figures would lose the alternative text."""
    image, room = exhibit.image, None
    if image:
        body = [_raw(_image(image, tokens))]
    else:
        body, room = _table(exhibit.parts["body"][0], tokens)
    place = room.place if room else CAPTION_BESIDE
    call = f'#exhibit({number}, "{exhibit.kind}", "{exhibit.label}", "{place}", '
    call += f"title: {_quote(exhibit.title)}, body: "
    parts = [_raw(call), *body, _raw(", caption: ["), pf.Plain(*exhibit.caption)]
    for name in ("note", "credits"):
        line = exhibit.line(name)
        parts += [_raw(f"], {name}: ["), pf.Plain(*line)] if line else []
    return [*parts, _raw("])")]


def _address(pieces: list[str]) -> list[pf.Inline]:
    """Return an address in boxes: a line may end between two of them and nowhere else."""
    return [pf.RawInline(f"#box({_quote(piece)})", format="typst") for piece in pieces]


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="typst")


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _image(image: pf.Image, tokens: Tokens) -> str:
    width = "100%"
    if not image.url.endswith(".svg"):
        width = f"{width_of(image, tokens.measure, tokens['page.height'] / 2)}mm"
    return f"image({_quote('/' + image.url)}, alt: {_quote(image.attributes['alt'])}, width: {width})"


def _table(table: pf.Table, tokens: Tokens) -> tuple[list[pf.Block], Room]:
    """Return a call of the template's `grid-table`, with each cell as content, and the table's room."""
    aligns = {"AlignRight": "right", "AlignCenter": "center"}
    heads = list(table.head.content)
    rows = [row for body in table.content for row in body.content]
    room = table_room(table, tokens)
    columns = ", ".join(f"{share:.4f}fr" for share in room.shares)
    align = ", ".join(aligns.get(align, "left") for align, _ in table.colspec)
    call = f"grid-table(columns: ({columns},), align: ({align},), scale: {room.scale:.3f}, head: ("
    blocks = [_raw(call), *(block for row in heads for block in _cells(row)), _raw("), rows: (")]
    for row in rows:
        blocks += [_raw("("), *_cells(row), _raw("),")]
    return [*blocks, _raw("))")], room


def _cells(row: pf.TableRow) -> list[pf.Block]:
    return [block for cell in row.content for block in (_raw("["), *cell.content, _raw("],"))]


def _mark_language(element: pf.Element, _: pf.Doc) -> pf.Element | None:
    """Give a span its language in attributes that Pandoc's Typst writer passes on."""
    if isinstance(element, pf.Span) and element.attributes.get("lang"):
        language = element.attributes["lang"].partition("-")[0]  # Typst takes no script, as in ru-Latn
        element.attributes["typst:text:lang"] = _quote(language)
        element.attributes["typst:text:region"] = "none"  # else it would keep the document's
    return None


def _formula(element: pf.Element, _: pf.Doc) -> list[pf.Inline] | None:
    """Give a formula its source as alternative text, which PDF/UA asks for."""
    if isinstance(element, pf.Math):
        opening = pf.RawInline(f"#formula({_quote(element.text)})[", format="typst")
        return [opening, element, pf.RawInline("]", format="typst")]
    return None


def _source_list(element: pf.Element, _: pf.Doc) -> list[pf.Block] | None:
    """Call the template's `source-list` around the list of sources."""
    if isinstance(element, pf.Div) and element.identifier == "refs":
        entries = (block for entry in element.content for block in (_raw("["), entry, _raw("],")))
        return [_raw("#source-list("), *entries, _raw(")")]
    return None


def attachments(paths: Iterable[Path], inputs: Path) -> str:
    """Return the list of files that the template attaches, as JSON, each with its relationship."""
    files = [(path, "data" if path.suffix == ".csv" else "source", path.as_posix()) for path in paths]
    files.append((inputs, "supplement", "The inputs of this brief, each with its SHA-256"))
    return json.dumps(
        [
            {
                "name": path.name if path == inputs else path.as_posix(),
                "path": path.as_posix(),
                "relationship": relationship,
                "mime": MEDIA_TYPES[path.suffix],
                "description": description,
            }
            for path, relationship, description in files
        ]
    )


def template_inputs(document: pf.Doc, tokens: Tokens, attached: str) -> dict[str, str]:
    """Return the inputs that the template reads; `attached` is what `attachments` returns."""
    metadata = document.metadata
    return {
        "tokens": json.dumps(tokens.values),
        "date": pf.stringify(metadata["date"]),
        "attached": attached,
        "title": pf.stringify(metadata["title"]),
        "authors": json.dumps([pf.stringify(author["name"]) for author in metadata["authors"].content]),
        "keywords": json.dumps([pf.stringify(word) for word in metadata["keywords"].content]),
    }


def compile_pdf(source: str, fonts: Path, inputs: dict[str, str]) -> bytes:
    """Return the PDF of a text in Typst's language; `inputs` are the template's.

    Raises ForeignError as `set_pages` does.
    """
    import typst

    return bytes(
        set_pages(
            typst.compile_with_warnings,
            source.encode(),
            inputs=inputs,
            root=str(Path.cwd()),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            timestamp=seconds(inputs["date"]),
            pdf_standards=STANDARDS,
        )
    )


MOST_PASSES = 8


def set_pages(compiling: Callable[..., tuple[Any, list[Any]]], *arguments: Any, **options: Any) -> Any:
    """Return the pages that Typst sets: again and again, until notes and exhibits stand well.

    Exhibits only leave the flow of the text after the first pass, and notes only go to the foot, so
    that it comes to an end. `inputs` are the template's. Raises ForeignError as `without_warnings` does.
    """
    inputs = options.pop("inputs")
    settled: dict[str, list[int]] = {}
    for _ in range(MOST_PASSES):
        given = {"settled": json.dumps(settled)} if settled else {}
        try:
            return without_warnings(compiling, *arguments, sys_inputs=inputs | given, **options)
        except ForeignError as error:
            wanted = re.search(r"unsettled (\{.*\})", str(error).replace('\\"', '"'))
            if not wanted and "did not converge" not in str(error):
                raise
        if not wanted:
            break
        now = json.loads(wanted[1])
        stay = [number for number in now["flow"] if not settled or number in settled["flow"]]
        settled = {"flow": stay, "foot": now["foot"]}
    return without_warnings(compiling, *arguments, sys_inputs=inputs | {"plain": "yes"}, **options)


def without_warnings(compiling: Callable[..., tuple[Any, list[Any]]], *arguments: Any, **options: Any) -> Any:
    """Return the output of Typst. Raises ForeignError with its warnings or its refusal."""
    import typst

    try:
        output, warnings = compiling(*arguments, **options)
    except typst.TypstError as error:
        raise ForeignError(_report(error)) from None
    if warnings:
        raise ForeignError(*map(_report, warnings))
    return output


def _report(error: Any) -> tuple[str, int]:
    """Return the message of Typst, and the line of its source that it names."""
    line = re.search(r"\.typ:(\d+):", getattr(error, "diagnostic", ""))
    return error.message, int(line[1]) if line else 1
