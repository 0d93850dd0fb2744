"""The beginning of a body: never more than is wanted, however it is packed and sent."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.links.probing.bodies import DECODED, ON_THE_WIRE, TruncatedError, beginning

PACK = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}


def read(data: Iterable[bytes], encoding: str, most: int = DECODED) -> tuple[bytes, bool, int]:
    """Return the beginning, whether it is all, and how many bytes were taken."""
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        for chunk in data:
            taken += len(chunk)
            yield chunk

    body, whole = asyncio.run(beginning(chunks(), encoding, most))
    return body, whole, taken


def cut(data: bytes, size: int) -> list[bytes]:
    """Return data in chunks."""
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(max_size=500), st.sampled_from(sorted(PACK)), st.integers(1, 40), st.integers(1, 600))
def test_whatever_the_chunks(data: bytes, encoding: str, size: int, most: int) -> None:
    """The beginning is that of what was packed."""
    body, whole, _ = read(cut(PACK[encoding](data), size), encoding, most)
    assert body == data[:most]
    assert whole == (len(data) < most)


@given(st.lists(st.binary(max_size=60), max_size=9), st.sampled_from([*PACK, "br", "gzip, br", "zstd"]))
def test_whatever_is_sent(chunks: list[bytes], encoding: str) -> None:
    """No body stops the run: at worst it is told that its end is missing."""
    try:
        body, _, _ = read(chunks, encoding, 50)
    except TruncatedError:
        return
    assert len(body) <= 50


def test_deflate_without_its_head() -> None:
    """Some servers send deflate without the head that it should have."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert read([packer.compress(b"words") + packer.flush()], "deflate")[:2] == (b"words", True)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_stays_small(encoding: str) -> None:
    """100 MB packed into 100 kB are not unpacked."""
    bomb = PACK[encoding](b" " * 100_000_000)
    tracemalloc.start()
    try:
        body, whole, _ = read(cut(bomb, 16_384), encoding)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (len(body), whole) == (DECODED, False)
    assert peak < 8 * DECODED


def test_what_unpacks_to_nothing_ends_too() -> None:
    """A body that never yields anything is left after 1 MiB on the wire."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    nothing = packer.flush(zlib.Z_FULL_FLUSH)
    body, whole, taken = read((nothing * 4096 for _ in range(10_000)), "deflate")
    assert (body, whole) == (b"", False)
    assert ON_THE_WIRE <= taken < 2 * ON_THE_WIRE


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_what_was_not_asked_for_is_not_read(encoding: str) -> None:
    """A body that we cannot undo with a bound comes back empty, unread."""
    assert read([b"x" * 1000] * 9, encoding) == (b"", False, 0)
