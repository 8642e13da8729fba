"""Valid ids for articles, collections and labels: safe in any URL and terminal.

The rules apply to new names only: existing ones can be read and deleted.
"""

import re
from collections.abc import Sequence

from index.errors import InvalidFieldError

LONGEST_ID = 512
LONGEST_COLLECTION = 64
LONGEST_LABEL = 64
MOST_LABELS = 20

# Browsers take "." and ".." for steps through folders. U+FEFF counts as a space in JavaScript only.
_BAD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff"
ID_PATTERN = rf"^(?!\.\.?$)[^\s{_BAD}]([^{_BAD}]*[^\s{_BAD}])?$"
"""Of ids, as JSON Schema and Python write it."""
COLLECTION_PATTERN = r"^[_.-]*[A-Za-z0-9][A-Za-z0-9_.-]*$"
"""Of names of collections."""
LABEL_PATTERN = COLLECTION_PATTERN
"""The pattern of visibility labels."""

_ID = re.compile(ID_PATTERN)
_IMPOSSIBLE = re.compile(rf"[{_BAD}\ud800-\udfff]")
_COLLECTION = re.compile(COLLECTION_PATTERN)
_SHOWN = 60


def check_id(id: str) -> None:
    """Reject an article id that some URL or terminal could not carry.

    Raises:
        InvalidFieldError: it is empty, too long, "." or "..", begins or ends with a space, or
            contains control characters, line ends or lone surrogates.
    """
    # A pattern's "$" would allow a line end.
    if len(id) > LONGEST_ID or not _ID.fullmatch(id) or not _is_unicode(id):
        raise InvalidFieldError(
            "id",
            f"{_shown(id)} cannot be an id; use 1 to {LONGEST_ID} characters without control "
            'characters and without spaces at the ends, and neither "." nor ".."',
        )


def possible_id(id: str) -> str:
    """The id, or the nearest valid one: for ids allowed by older rules."""
    try:
        check_id(id)
    except InvalidFieldError:
        plain = " ".join(_IMPOSSIBLE.sub(" ", id).split())[:LONGEST_ID].strip()
        return f"id {plain}".strip() if plain in ("", ".", "..") else plain
    return id


def check_collection(name: str) -> None:
    """Refuse a name of a collection that would need escaping in a URL or a folder's name.

    Raises:
        InvalidFieldError: it is empty, too long, or has characters other than letters, digits, -_.
    """
    if len(name) > LONGEST_COLLECTION or not _COLLECTION.fullmatch(name):
        raise InvalidFieldError(
            "collection",
            f"invalid name {_shown(name)}; use 1 to {LONGEST_COLLECTION} letters, digits and -_.",
        )


def check_labels(labels: Sequence[str], field: str = "visible_to") -> None:
    """Reject invalid labels.

    Raises:
        InvalidFieldError: there are too many, or one is not a label.
    """
    if len(labels) > MOST_LABELS:
        raise InvalidFieldError(field, f"{len(labels):,} labels; use at most {MOST_LABELS}")
    for label in labels:
        if len(label) > LONGEST_LABEL or not _COLLECTION.fullmatch(label):
            raise InvalidFieldError(
                field,
                f"invalid label {_shown(label)}; use 1 to {LONGEST_LABEL} letters, digits and -_.",
            )


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _shown(text: str) -> str:
    """The text for a message, shortened if it is long; what cannot be printed is escaped."""
    cut = ascii(text[:_SHOWN]) if not text.isprintable() else repr(text[:_SHOWN])
    return cut if len(text) <= _SHOWN else f"{cut}..."
