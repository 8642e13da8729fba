"""Detects a file's format by its bytes, declared media type and name.

Every module of `index/formats/` that has a `create` is a format.
"""

import re
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules
from typing import Any, cast

from index.errors import UnreadableFileError
from index.files.encodings import detect
from index.files.magic import binary_kind, what_to_do
from index.formats.contract import Format

_PACKAGE = "index.formats"
HEAD_BYTES = 8 << 10
"""How much of a file is looked at."""

# Servers and browsers declare these for almost anything.
_VAGUE_TYPES = {
    *("application/octet-stream", "binary/octet-stream", "application/x-download"),
    *("text/plain", "text/xml", "application/xml", "application/json", "application/unknown"),
}
_MAIL = re.compile(
    rb"(?:Received|Return-Path|Delivered-To|From|Message-ID|MIME-Version|Date|Subject|To): [^\n]*\n"
    rb"(?:[ \t][^\n]*\n|[\w-]+:[^\n]*\n){2}",
    re.IGNORECASE,
)
_ROW = re.compile(rb"\s*\{\s*\"\w+\"\s*:")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}")


def format_for(name: str, head: bytes, media_type: str | None = None) -> Format | None:
    """Build the format that reads a file of that name, first bytes and declared media type.

    Certain bytes win over the declared type, and that over the name; a vague type ("text/plain")
    counts only if the name says nothing. Returns None for binary files and unknown kinds.
    """
    kind, charset = _parsed(media_type)
    found = _by_bytes(head) or _declared(kind, name)
    if found is None and _is_text(head) and not _has_other_extension(name):
        found = _by_first_words(head)
    if found is None or (all_formats()[found].is_text and not _is_text(head)):
        return None
    return load(found, charset)


def why_unreadable(name: str, head: bytes) -> str:
    """Why no format reads a file, and what to do."""
    if kind := binary_kind(head):
        return what_to_do(kind)
    known = ", ".join(sorted(_suffixes()))
    kind = PurePosixPath(name).suffix or "a file with this name"
    return (
        f"{kind} is not a supported format; supported are {known}, and all of these in .gz or .zip"
    )


@cache
def format_names() -> tuple[str, ...]:
    """The names of all formats in alphabetical order."""
    modules = iter_modules(import_module(_PACKAGE).__path__)
    names = sorted(module.name for module in modules if not module.ispkg)
    return tuple(name for name in names if hasattr(_module(name), "create"))


@cache
def all_formats() -> dict[str, Format]:
    """Every format by name, for what does not depend on a file's declared charset."""
    return {name: load(name) for name in format_names()}


def load(name: str, charset: str | None = None) -> Format:
    """Build the format of that name for a file whose declared encoding is `charset`."""
    return cast("Format", _module(name).create(charset))


def _by_bytes(head: bytes) -> str | None:
    """PDF, HTML and feeds, for example, are recognised under any name."""
    head = _as_utf8(head)
    return next((name for name, one in all_formats().items() if one.recognises(head)), None)


def _as_utf8(head: bytes) -> bytes:
    try:
        found = detect(head, whole=False, guess=False)
    except UnreadableFileError:
        return head
    return head[found.skip :].decode(found.codec, "ignore").encode("utf-8", "ignore")


def _declared(kind: str, name: str) -> str | None:
    suffix = PurePosixPath(name.lower()).suffix
    by_kind, by_suffix = _media_types().get(kind), _suffixes().get(suffix)
    return by_suffix or by_kind if kind in _VAGUE_TYPES else by_kind or by_suffix


def _by_first_words(head: bytes) -> str:
    """The most likely format of text that has neither a known name nor a declared type."""
    if _ROW.match(_as_utf8(head)):
        return "jsonl"
    return "eml" if _MAIL.match(_as_utf8(head)) else "txt"


def _has_other_extension(name: str) -> bool:
    """Whether the name ends in a short extension of letters; ".2024-05-01" is not one."""
    return bool(_EXTENSION.fullmatch(PurePosixPath(name).suffix))


def _is_text(head: bytes) -> bool:
    try:
        detect(head, whole=False, guess=False)
    except UnreadableFileError:
        return False
    return True


def _parsed(media_type: str | None) -> tuple[str, str | None]:
    """Split a media type into the type itself and its charset."""
    kind, _, parameters = (media_type or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.I)
    return kind.strip().lower(), match[1] if match else None


@cache
def _suffixes() -> dict[str, str]:
    return {suffix: name for name, one in all_formats().items() for suffix in one.suffixes}


@cache
def _media_types() -> dict[str, str]:
    return {kind: name for name, one in all_formats().items() for kind in one.media_types}


def _module(name: str) -> Any:
    return import_module(f"{_PACKAGE}.{name}")
