"""Which source reads a file: what its bytes are, what it is declared as, what it is called."""

import re
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast

from index.errors import UnreadableFileError
from index.files.encodings import detect
from index.files.magic import binary_kind
from index.formats import FORMATS
from index.formats.contract import Source

HEAD_BYTES = 8 << 10
"""So much of a file is looked at."""

# Servers and browsers say these of anything.
_SAYS_LITTLE = {
    *("application/octet-stream", "binary/octet-stream", "application/x-download"),
    *("text/plain", "text/xml", "application/xml", "application/json", "application/unknown"),
}
# Each group is atomic (?>): a comment ends at its first "-->", whatever follows.
_PROLOGUE = rb"(?>\s+|<!--.{0,4000}?-->|<\?.{0,1000}?\?>)*+"
_DOCTYPE = rb"(?>\s+|<!--.{0,4000}?-->|<!DOCTYPE\s+(?!html)[^>]{0,500}>)*+"
_FEED = re.compile(_PROLOGUE + _DOCTYPE + rb"<(?:rss|feed|(?:\w+:)?RDF|channel)[\s>]", re.S | re.I)
_HTML = re.compile(_PROLOGUE + rb"<(?:!DOCTYPE\s+html|html)[\s>]", re.S | re.I)
_MAIL = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|From|Message-ID|MIME-Version|Date|Subject|To): [^\n]*\n"
    rb"(?:[ \t][^\n]*\n|[\w-]+:[^\n]*\n){2}",
    re.IGNORECASE,
)
_ROW = re.compile(rb"\s*\{\s*\"\w+\"\s*:")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")


def source_for(name: str, head: bytes, media_type: str | None = None) -> Source | None:
    """Build the source that reads a file of that name, first bytes and declared media type.

    The bytes win over the declared type, that over the name, and a type that says little (as
    "text/plain") over nothing but the bytes. None where it is binary or of a kind nobody reads.
    """
    kind, charset = _parsed(media_type)
    format = _by_bytes(head) or _declared(kind, name)
    if format is None and _is_text(head) and not _has_other_extension(name):
        format = _by_words(head)
    return load(format, charset) if format and (format == "pdf" or _is_text(head)) else None


def load(format: str, charset: str | None = None) -> Source:
    """Build the source of a format, told the encoding that was declared for the file."""
    return cast("Source", import_module(f"index.formats.{format}").create(charset))


def unreadable_because(name: str, head: bytes) -> str:
    """Why no source reads it, and what to do."""
    if kind := binary_kind(head):
        return f"binary: {kind}, not text; give the article as text"
    known = ", ".join(sorted(suffix for suffix in _suffixes()))
    return f"{PurePosixPath(name).suffix or 'its name'} is none of the kinds read here: {known}"


def _by_bytes(head: bytes) -> str | None:
    """PDF, HTML and feeds are found out under any name."""
    if b"%PDF-" in head[:1024] and not head[:1].isspace():
        return "pdf"
    head = _as_utf8(head)
    if _FEED.match(head):
        return "feed"
    return "html" if _HTML.match(head) else None


def _as_utf8(head: bytes) -> bytes:
    try:
        found = detect(head, whole=False, guess=False)
    except UnreadableFileError:
        return head
    return head[found.skip :].decode(found.codec, "ignore").encode("utf-8", "ignore")


def _declared(kind: str, name: str) -> str | None:
    suffix = PurePosixPath(name.lower()).suffix
    by_kind, by_suffix = _media_types().get(kind), _suffixes().get(suffix)
    return by_suffix or by_kind if kind in _SAYS_LITTLE else by_kind or by_suffix


def _by_words(head: bytes) -> str:
    if _ROW.match(_as_utf8(head)):
        return "jsonl"
    return "eml" if _MAIL.match(_as_utf8(head)) else "txt"


def _has_other_extension(name: str) -> bool:
    """A short extension of letters names a kind of file; ".2024-05-01" does not."""
    return bool(_EXTENSION.fullmatch(PurePosixPath(name).suffix))


def _is_text(head: bytes) -> bool:
    try:
        detect(head, whole=False, guess=False)
    except UnreadableFileError:
        return False
    return True


def _parsed(media_type: str | None) -> tuple[str, str | None]:
    """The type itself, and the charset it names."""
    kind, _, parameters = (media_type or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.I)
    return kind.strip().lower(), match[1] if match else None


@cache
def _suffixes() -> dict[str, str]:
    return {suffix: format for format in FORMATS for suffix in load(format).suffixes}


@cache
def _media_types() -> dict[str, str]:
    return {kind: format for format in FORMATS for kind in load(format).media_types}
