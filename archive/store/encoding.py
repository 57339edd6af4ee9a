"""Undoes a content encoding that a server applied although `identity` was asked for."""

import gzip
import zlib

import brotli

LIMIT = 64 << 20
"""Bytes a decoded body may have; a bomb stays encoded."""


def decoded(body: bytes, content_encoding: str) -> bytes:
    """The body with gzip, deflate or br undone; as it came where the encoding is another or does not fit the bytes."""
    coding = content_encoding.strip().lower()
    try:
        if coding in ("gzip", "x-gzip"):
            return _inflated(body, 31)
        if coding == "deflate":
            return _inflated(body, 15 if body[:1] == b"\x78" else -15)
        if coding == "br":
            plain: bytes = brotli.decompress(body)
            return plain if len(plain) <= LIMIT else body
    except (zlib.error, gzip.BadGzipFile, brotli.error):
        pass
    return body


def _inflated(body: bytes, bits: int) -> bytes:
    plain = zlib.decompressobj(bits).decompress(body, LIMIT + 1)
    return plain if len(plain) <= LIMIT else body
