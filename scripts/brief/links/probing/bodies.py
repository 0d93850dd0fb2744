"""The beginning of a body, within bounds: whatever a server sends, memory and time stay small."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

DECODED, ON_THE_WIRE = 256 * 1024, 1024 * 1024
"""How many bytes of one page are read at most: decoded, and as they are sent."""

ENCODINGS = "gzip, deflate"
"""What we ask for: what Python can undo by itself, with a bound on what comes out."""

_PACKED = ("gzip", "x-gzip", "deflate")
_PLAIN = ("", "identity")


class TruncatedError(ValueError):
    """A packed body that ends before its end."""


async def beginning(chunks: AsyncIterator[bytes], encoding: str, most: int = DECODED) -> tuple[bytes, bool]:
    """Return at most `most` decoded bytes of a body, and whether that is all of it.

    A body in an encoding that we did not ask for, as Brotli or two in a row, is neither
    decoded nor read: it comes back empty. Raises TruncatedError.
    """
    encoding = encoding.strip().lower()
    if encoding not in (*_PACKED, *_PLAIN):
        return b"", False
    unpacker = _Unpacker(encoding) if encoding in _PACKED else None
    body, wire = bytearray(), 0
    async for chunk in chunks:
        wire += len(chunk)
        left = most - len(body)
        body += unpacker.unpack(chunk, left) if unpacker else chunk[:left]
        if len(body) >= most or wire >= ON_THE_WIRE:
            return bytes(body), False
    if wire and unpacker and not unpacker.complete:
        raise TruncatedError("the packed body has no end")
    return bytes(body), True


class _Unpacker:
    """Undoes gzip and deflate with a bound on what comes out; what is none is left away."""

    def __init__(self, encoding: str) -> None:
        self.deflate = encoding == "deflate"
        self.inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self.broken = False

    @property
    def complete(self) -> bool:
        """Whether the end was seen, or never will be."""
        return self.inflater.eof or self.broken

    def unpack(self, chunk: bytes, most: int) -> bytes:
        """Return what `chunk` unpacks to: `most` bytes at most, which must not be 0."""
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
            return self.unpack(chunk, most)
