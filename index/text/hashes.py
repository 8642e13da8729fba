"""Hashes of text, for what is equal and what is nearly equal; and how text is compressed."""

import hashlib
import re
import zlib

import numpy as np

from index.records import Document

_WORD = re.compile(r"\w+")
_SHINGLE = 3
_BITS = 64


def sha256(text: str) -> str:
    """Hexadecimal sha256 of the UTF-8 bytes; it identifies a version."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(document: Document) -> str:
    """sha256 over text and metadata: equal digests mean that nothing changed."""
    fields = (
        document.text,
        document.title,
        document.url,
        document.outlet,
        document.published,
        document.language,
        *document.authors,
    )
    return hashlib.sha256(repr(fields).encode()).hexdigest()


def pack(text: str) -> bytes:
    """Compress a text for the store: any valid Unicode, including NUL characters."""
    return zlib.compress(text.encode(), level=3)


def unpack(data: bytes) -> str:
    """Return the text that `pack` was given."""
    return zlib.decompress(data).decode()


def simhash(text: str) -> int:
    """Return 64 bits as a signed integer; nearly identical texts differ in few bits.

    Source: Charikar 2002, over hashed three-word shingles as Manku et al. 2007 use it for pages.
    """
    words = _WORD.findall(text.casefold())
    if not words:
        return 0
    hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), np.uint64, len(words))
    shingles = np.unique(_mixed(_joined(hashes)))
    bits = (shingles[:, None] >> np.arange(_BITS, dtype=np.uint64)) & np.uint64(1)
    majority = bits.sum(axis=0, dtype=np.int64) * 2 > len(shingles)
    return int(np.packbits(majority, bitorder="little").view(np.int64)[0])


def differing_bits(one: int, other: int) -> int:
    """Hamming distance of two simhashes."""
    return ((one ^ other) & ((1 << _BITS) - 1)).bit_count()


def _joined(
    hashes: "np.ndarray[tuple[int], np.dtype[np.uint64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Combine each run of three neighbouring words, order included."""
    if len(hashes) < _SHINGLE:
        return hashes
    first, second, third = hashes[:-2], hashes[1:-1], hashes[2:]
    return first * np.uint64(0x9E3779B97F4A7C15) ^ second * np.uint64(0xC2B2AE3D27D4EB4F) ^ third


def _mixed(
    values: "np.ndarray[tuple[int], np.dtype[np.uint64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Spread every input bit over all 64 (the finaliser of splitmix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
