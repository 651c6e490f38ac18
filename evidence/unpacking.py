"""A body as it was before it was packed for the way, bounded in size."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from evidence.refusing import NotFetched

ENCODINGS = "gzip, deflate"
EITHER, RAW = 47, -15  # zlib's window bits: gzip or zlib by their heads, and deflate without one
GZIP = b"\x1f\x8b"
HEADS = (b"\x1f", b"\x78")


def body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Join and unpack the chunks of a body of at most `limit` bytes. Raises NotFetched where it is more or broken."""
    if encoding in ("", "identity"):
        return _joined(chunks, limit)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise NotFetched(f"trang nén theo kiểu “{encoding[:20]}” không đọc được")
    return _unpacked(chunks, limit)


def _joined(chunks: Iterable[bytes], limit: int) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > limit:
            raise too_large(limit)
    return bytes(found)


def _unpacked(chunks: Iterable[bytes], limit: int) -> bytes:
    found = bytearray()
    packed = None
    try:
        for chunk in filter(None, chunks):
            packed = packed or zlib.decompressobj(EITHER if chunk[:1] in HEADS else RAW)
            rest = chunk
            while rest:
                # One byte more than allowed is enough to know: a bomb is never unpacked.
                found += packed.decompress(rest, limit + 1 - len(found))
                if len(found) > limit:
                    raise too_large(limit)
                rest = packed.unconsumed_tail
                if packed.unused_data.startswith(GZIP):
                    rest, packed = packed.unused_data, zlib.decompressobj(EITHER)
    except zlib.error as error:
        raise NotFetched("nội dung nén bị hỏng") from error
    if packed is not None and not packed.eof:
        raise NotFetched("nội dung nén bị cắt cụt")
    return bytes(found)


def too_large(limit: int) -> NotFetched:
    """Say that a page is larger than allowed."""
    return NotFetched(f"trang lớn hơn {limit / 1_000_000:.10g} MB".replace(".", ","))
