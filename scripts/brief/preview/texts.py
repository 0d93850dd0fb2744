"""The words of the sheets with their places: browsers lay them over the drawings, which hold no text."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NEAR = 0.25
"""Sizes of the type within which a word begins where the last one ends: both are one."""

LINE = 0.8
"""Sizes of the type by which the next line lies lower, at least; the mark of a note is less high."""

IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Word:
    """A word, or a part of one, on a sheet.

    `x` and `y` say in points where it begins, from the upper left corner; `angle` is in degrees,
    clockwise. A blank at the end of `text` parts it from the next.
    """

    x: float
    y: float
    width: float
    size: float
    angle: float
    text: str


@dataclass(frozen=True)
class _Font:
    """What each code of a font stands for, and how wide it is in thousandths of the size."""

    letters: dict[int, str]
    widths: dict[int, float]


def texts_of(pdf: bytes, overtaken: Callable[[], bool]) -> tuple[bytes, ...]:
    """Return the size of each page of a PDF that Typst has set, and its words, as JSON.

    Returns an empty tuple where `overtaken` says meanwhile that nobody waits for them.
    """
    import pikepdf

    texts: list[bytes] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            if overtaken():
                return ()
            reader = _Reader(page)
            for operands, operator in pikepdf.parse_content_stream(page):
                reader.read(str(operator), operands)
            words = [[*_rounded(word), word.text] for word in joined(reader.words)]
            fields = {"size": [float(length) for length in page.mediabox[2:]], "words": words}
            texts.append(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())
    return tuple(texts)


def _rounded(word: Word) -> list[float]:
    return [round(value, 2) for value in (word.x, word.y, word.width, word.size, word.angle)]


def joined(pieces: list[Word]) -> list[Word]:
    """Return words out of pieces of text: letters set one by one are joined, and lines end with a blank."""
    words: list[Word] = []
    for piece in pieces:
        last = words[-1] if words else None
        if last is None or last.text.endswith((" ", SOFT_HYPHEN)):
            words += [piece] if piece.text.strip() else []
            continue
        right, down = _distance(last, piece)
        if piece.text == " " or right > NEAR * last.size or right < -last.size or down > LINE * last.size:
            words[-1] = replace(last, text=f"{last.text} ")
            words += [piece] if piece.text.strip() else []
        elif (piece.size, piece.angle) == (last.size, last.angle) and down < 0.01:
            words[-1] = replace(last, text=last.text + piece.text, width=last.width + right + piece.width)
        else:
            words.append(piece)
    return words


def _distance(word: Word, after: Word) -> tuple[float, float]:
    """Return how far a word begins from the end of another: along its line, and across it."""
    turn = math.radians(word.angle)
    x, y = after.x - word.x, after.y - word.y
    right = x * math.cos(turn) + y * math.sin(turn) - word.width
    return right, abs(y * math.cos(turn) - x * math.sin(turn))


class _Reader:
    """Collects the pieces of text that the stream of a page draws."""

    def __init__(self, page: Any) -> None:
        self.words: list[Word] = []
        self._fonts = {name: _font(font) for name, font in page.resources.get("/Font", {}).items()}
        self._height = float(page.mediabox[3])
        self._matrix = self._text_matrix = _matrix(IDENTITY)
        self._saved: list[Any] = []
        self._replaced: list[str | None] = []
        self._font, self._size = _Font({}, {}), 0.0

    def read(self, operator: str, operands: Any) -> None:
        """Follow one instruction of the stream."""
        match operator:
            case "BDC" | "BMC":
                self._replaced.append(_replacement(operands))
            case "EMC":
                self._replaced.pop()
            case "Tf":
                self._font, self._size = self._fonts[str(operands[0])], float(operands[1])
            case "Tj":
                self._write(operands)
            case "TJ":
                self._write(operands[0])
            case _:
                self._move(operator, operands)

    def _move(self, operator: str, operands: Any) -> None:
        match operator:
            case "q":
                self._saved.append(self._matrix)
            case "Q":
                self._matrix = self._saved.pop()
            case "cm":
                self._matrix = _matrix(operands) @ self._matrix
            case "Tm":
                self._text_matrix = _matrix(operands)

    def _write(self, strings: Any) -> None:
        instead = next((text for text in self._replaced if text is not None), None)
        matrix = self._text_matrix @ self._matrix
        for start, width, text in _pieces(strings, self._font, self._size, instead):
            self.words.append(_placed(matrix, self._height, start, width, self._size, text))


def _matrix(values: Any) -> Any:
    import pikepdf

    return pikepdf.Matrix(*map(float, values))


def _replacement(operands: list[Any]) -> str | None:
    """Return the text that stands for marked content, None where that is its own."""
    if len(operands) < 2 or "/ActualText" not in operands[1]:
        return None
    return str(operands[1].ActualText)


Piece = tuple[float, float, str]


def _pieces(strings: Any, font: _Font, size: float, instead: str | None) -> Iterator[Piece]:
    """Yield words of one stretch of text: where each begins, its width, and its text."""
    import pikepdf

    at, begun, text = 0.0, 0.0, ""
    for string in strings:
        if not isinstance(string, pikepdf.String):
            at -= float(string) * size / 1000
            continue
        codes = bytes(string)
        for code in (int.from_bytes(codes[index : index + 2], "big") for index in range(0, len(codes), 2)):
            letter = font.letters.get(code, "\N{REPLACEMENT CHARACTER}")
            if letter == " " and instead is None:
                yield begun if text else at, at - begun if text else 0.0, f"{text} "
                text = ""
            elif not text:
                begun, text = at, letter
            else:
                text += letter
            at += font.widths.get(code, 0.0) * size / 1000
    if text:
        yield begun, at - begun, text if instead is None else instead


def _placed(matrix: Any, height: float, start: float, width: float, size: float, text: str) -> Word:
    """Return a word where the matrix of its stretch puts it."""
    scale = math.hypot(matrix.a, matrix.b)
    angle = 0.0 - math.degrees(math.atan2(matrix.b, matrix.a))
    x, y = matrix.a * start + matrix.e, matrix.b * start + matrix.f
    return Word(x, height - y, width * scale, size * math.hypot(matrix.c, matrix.d), angle, text)


def _font(font: Any) -> _Font:
    """Return the letters of a font, after its ToUnicode map, and their widths."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = _letter(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = _letter(f"{int(text, 16) + step:0{len(text)}x}")
    return _Font(letters, dict(_widths(font.DescendantFonts[0].W)))


def _letter(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")


def _widths(pairs: Any) -> Iterator[tuple[int, float]]:
    """Yield each code with its width: the list says `code [widths]` or `first last width`."""
    import pikepdf

    values = list(pairs)
    while values:
        first, second = int(values.pop(0)), values.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from enumerate(map(float, second), first)
        else:
            width = float(values.pop(0))
            yield from ((code, width) for code in range(first, int(second) + 1))
