"""The beginning of a body, within bounds: whatever a server sends, memory and time stay small."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

DECODED, ON_THE_WIRE = 256 * 1024, 1024 * 1024
"""How many bytes of one page are read at most: decoded, and as they are sent."""

ENCODINGS = "gzip, deflate"
"""What we ask for: what Python can undo by itself, with a bound."""


async def beginning(chunks: AsyncIterator[bytes], encoding: str, most: int = DECODED) -> tuple[bytes, bool]:
    """Return at most `most` decoded bytes of a body, and whether that is all of it.

    A body in an encoding that we did not ask for is not decoded: it comes back empty.
    """
    decoder = _Decoder(encoding)
    body, wire = bytearray(), 0
    async for chunk in chunks:
        wire += len(chunk)
        body += decoder.decode(chunk, most - len(body))
        if len(body) >= most or wire >= ON_THE_WIRE:
            return bytes(body[:most]), False
    return bytes(body), True


class _Decoder:
    """Undoes gzip and deflate with a bound on what comes out; what is broken is left as it is."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding.strip().lower()
        self.inflater = zlib.decompressobj(zlib.MAX_WBITS | 32) if self._packed else None

    @property
    def _packed(self) -> bool:
        return self.encoding in ("gzip", "x-gzip", "deflate")

    def decode(self, chunk: bytes, most: int) -> bytes:
        """Return what `chunk` decodes to, `most` bytes at most."""
        if self.inflater is None:
            return chunk[:most] if self.encoding in ("", "identity") else b""
        try:
            return self.inflater.decompress(chunk, max(most, 1))
        except zlib.error:
            if self.encoding == "deflate":  # some servers send it bare (RFC 9110, section 8.4.1.2)
                self.encoding, self.inflater = "bare", zlib.decompressobj(-zlib.MAX_WBITS)
                return self.decode(chunk, most)
            return b""
