"""Word files as what they are, ZIP archives of XML: the same bytes for the same content."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from brief.word.packing import packed
from brief.writers.fonts import font_name

FIRST = "[Content_Types].xml"  # readers that look only at the start expect it there


def read_parts(archive: bytes) -> dict[str, bytes]:
    """Return the files inside a DOCX by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return a DOCX of these files: sorted, at one fixed time, with one method."""
    return packed((name, parts[name]) for name in sorted(parts, key=lambda name: (name != FIRST, name)))


def same_bytes(archive: bytes) -> bytes:
    """Return the archive packed anew, without the times and the order it was made in."""
    return write_parts(read_parts(archive))


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

PICTURE = re.compile(
    r'name="Picture" ?/>(?P<frame>(?:(?!name=).)*?)<pic:cNvPr descr="(?P<path>[^"]*)"(?P<numbers>[^>]*?)'
    r'name="Picture" ?/>(?P<rest>.*?)<a:blip r:embed="(?P<relation>\w+)" ?/>',
    re.DOTALL,
)
"""How Pandoc writes a picture: the path of its file, and the relation to its data."""


def add_vectors(parts: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return the parts with pictures named, and the SVG of each chart behind its PNG: Word draws that.

    A picture has the name of its file, and an SVG when one of that name stands beside its PNG; paths
    are relative to `folder`. They are taken out of the document, where Pandoc leaves them as descriptions.
    """
    added = dict(parts)
    relations: list[str] = []

    def link(found: re.Match[str]) -> str:
        drawing = (folder / found["path"]).with_suffix(".svg")
        blip = f'<a:blip r:embed="{found["relation"]}" />'
        if drawing.is_file():
            name = f"{drawing.stem}.svg"
            added[f"word/media/{name}"] = drawing.read_bytes()
            relations.append(_relation(f"svg{len(relations)}", "image", f"media/{name}"))
            extension = f'<asvg:svgBlip xmlns:asvg="{SVG}" r:embed="svg{len(relations) - 1}" />'
            uri = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
            blip = f'{blip[:-3]}><a:extLst><a:ext uri="{uri}">{extension}</a:ext></a:extLst></a:blip>'
        named = f'name="{drawing.stem}" />'
        return f'{named}{found["frame"]}<pic:cNvPr descr=""{found["numbers"]}{named}{found["rest"]}{blip}'

    document = PICTURE.sub(link, parts["word/document.xml"].decode())
    # Where no distance is said, LibreOffice leaves an eighth of an inch around a picture.
    document = document.replace("<wp:inline>", '<wp:inline distT="0" distB="0" distL="0" distR="0">')
    added["word/document.xml"] = document.encode()
    _insert(added, "word/_rels/document.xml.rels", "</Relationships>", "".join(relations))
    _insert(added, FIRST, "</Types>", '<Default Extension="svg" ContentType="image/svg+xml" />')
    return added


def embed_fonts(parts: Mapping[str, bytes], fonts: Sequence[Path]) -> dict[str, bytes]:
    """Return the parts with fonts inside, so that the design holds where they are not installed.

    Word wants the first 32 bytes of a font mixed with a key (ECMA-376, part 4, section 2.8.1).
    """
    added = dict(parts)
    relations: list[str] = []
    entries: dict[str, list[str]] = {}
    for font in sorted(fonts):
        family, cut = font_name(font)
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, font.name)).upper()
        added[f"word/fonts/{font.stem}.odttf"] = _obfuscate(font.read_bytes(), key)
        relations.append(_relation(font.stem, "font", f"fonts/{font.stem}.odttf"))
        entry = f'<w:embed{cut} r:id="{font.stem}" w:fontKey="{{{key}}}" />'
        entries.setdefault(family, []).append(entry)
    table = "".join(
        f'<w:font w:name="{family}"><w:charset w:val="00" /><w:family w:val="auto" />'
        f'<w:pitch w:val="variable" />{"".join(sorted(cuts, key=_cut_order))}</w:font>'
        for family, cuts in entries.items()
    )
    _insert(added, "word/fontTable.xml", "</w:fonts>", table)
    added["word/_rels/fontTable.xml.rels"] = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org'
        f'/package/2006/relationships">{"".join(relations)}</Relationships>'
    ).encode()
    settings = parts["word/settings.xml"].decode()
    added["word/settings.xml"] = settings.replace(
        "<w:embedSystemFonts />", "<w:embedTrueTypeFonts />"
    ).encode()
    return added


STAMP = "text-sha256"
"""The property of a document that tells which text it was made with, however it was edited since."""


def stamp(parts: Mapping[str, bytes], fingerprint: str) -> dict[str, bytes]:
    """Return the parts with the fingerprint of their text among the properties of the document."""
    added = dict(parts)
    name = "docProps/custom.xml"
    number = added[name].count(b"<property ") + 2  # the first that may be given
    kind = 'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
    value = f'<property {kind} pid="{number}" name="{STAMP}"><vt:lpwstr>{fingerprint}</vt:lpwstr></property>'
    _insert(added, name, "</Properties>", value)
    return added


def _cut_order(entry: str) -> int:
    return next(
        i for i, cut in enumerate(("Regular", "Bold", "Italic", "BoldItalic")) if f"embed{cut} " in entry
    )


def _obfuscate(font: bytes, key: str) -> bytes:
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    return bytes(a ^ b for a, b in zip(font[:32], mask, strict=True)) + font[32:]


def _relation(identifier: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}" />'


def _insert(parts: dict[str, bytes], name: str, before: str, text: str) -> None:
    parts[name] = parts[name].decode().replace(before, text + before).encode()
