"""ZIP archives of files in memory; what was deflated once in a process is not deflated again.

In a series, fonts and programs are the same in the archives of all briefs. `zipfile` takes no
content that is deflated already; the archives here have the bytes of its own.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

DATE = 1 << 5 | 1
"""The first of January 1980, the earliest day that an archive can hold."""

VERSION, UNIX, DEFLATED, UTF8 = 20, 3, 8, 0x800
MODE = 0o644 << 16
"""The rights of every file."""


@lru_cache(maxsize=1024)
def deflated(content: bytes) -> tuple[int, bytes]:
    """Return the CRC-32 of some bytes, and the bytes deflated, without a header."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.crc32(content), compressor.compress(content) + compressor.flush()


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of files, in their order and all of one time."""
    archive, directory = bytearray(), bytearray()
    count = 0
    for name, content in files:
        checksum, small = deflated(content)
        encoded = name.encode()
        flags = 0 if name.isascii() else UTF8
        sizes = (checksum, len(small), len(content), len(encoded), 0)
        common = struct.pack("<4H3I2H", flags, DEFLATED, 0, DATE, *sizes)
        start = len(archive)
        archive += b"PK\x03\x04" + struct.pack("<H", VERSION) + common + encoded + small
        directory += b"PK\x01\x02" + struct.pack("<2B", VERSION, UNIX) + struct.pack("<H", VERSION) + common
        directory += struct.pack("<3H2I", 0, 0, 0, MODE, start) + encoded
        count += 1
    start = len(archive)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return bytes(archive + directory + end)
