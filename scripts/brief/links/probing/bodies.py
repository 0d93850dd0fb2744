"""The beginning of a body. Its limits keep memory and time small, whatever a server sends."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

DECODED, ON_THE_WIRE = 256 * 1024, 1024 * 1024
"""The most bytes that are read of one page: decoded, and as they are sent."""

SEARCHED_PAGE, SEARCHED_PDF = 2 * 1024 * 1024, 12 * 1024 * 1024
"""The most bytes that are read of a page or a PDF that a passage is looked for in."""

ENCODINGS = "gzip, deflate"
"""The encodings that we ask for: Python decodes them itself, with a limit on the output."""

_COMPRESSED = ("gzip", "x-gzip", "deflate")
_PLAIN = ("", "identity")


class TruncatedError(ValueError):
    """A compressed body that breaks off."""


async def beginning(
    chunks: AsyncIterator[bytes], encoding: str, most: int = DECODED, on_the_wire: int = ON_THE_WIRE
) -> tuple[bytes, bool]:
    """Return at most `most` decoded bytes of a body, and whether that is all of it.

    A body in an encoding that we did not ask for, such as Brotli, is not read and comes back
    empty. Raises TruncatedError.
    """
    encoding = encoding.strip().lower()
    if encoding not in (*_COMPRESSED, *_PLAIN):
        return b"", False
    decoder = _Decoder(encoding) if encoding in _COMPRESSED else None
    body, wire = bytearray(), 0
    async for chunk in chunks:
        wire += len(chunk)
        left = most - len(body)
        body += decoder.decode(chunk, left) if decoder else chunk[:left]
        if len(body) >= most or wire >= on_the_wire:
            return bytes(body), False
    if wire and decoder and not decoder.complete:
        raise TruncatedError("the compressed body has no end")
    return bytes(body), True


class _Decoder:
    """Decodes gzip and deflate with a limit on the output; a broken body decodes to nothing more."""

    def __init__(self, encoding: str) -> None:
        self.deflate = encoding == "deflate"
        self.inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self.broken = False

    @property
    def complete(self) -> bool:
        """Whether the end was read, or the body is broken."""
        return self.inflater.eof or self.broken

    def decode(self, chunk: bytes, most: int) -> bytes:
        """Return at most `most` decoded bytes of `chunk`; `most` must not be 0."""
        if self.complete:
            return b""
        try:
            return self.inflater.decompress(chunk, most)
        except zlib.error:
            if not self.deflate:
                self.broken = True
                return b""
            self.deflate = False  # some servers send it bare (RFC 9110, section 8.4.1.2)
            self.inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            return self.decode(chunk, most)
