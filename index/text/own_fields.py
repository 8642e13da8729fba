"""Custom fields: which are kept, and how their values compare.

    {"section": "Politics", "priority": 3, "reviewed": "2026-12-01", "tags": ["a", "b"]}

A value is text, a number, true or false, or a list of texts; text in ISO 8601 is a date.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import islice
from typing import TypeAlias, cast

from msgspec import Struct

from index.errors import InvalidFieldError
from index.records import MetaValue
from index.text.dates.parsing import first_instant

MOST_FIELDS = 32
MOST_TEXTS = 50
"""Texts in one list."""
LONGEST_TEXT = 500
LARGEST_NUMBER = 2**53
"""Beyond it not every whole number is a float."""
RESERVED = frozenset(("and", "or", "not"))
"""Words of the filter language, which cannot be field names."""

_NAME = re.compile(r"[^\W\d_][\w.-]{0,63}")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")

_SHOWN = 40

Scalar: TypeAlias = str | int | float | bool


class FieldKind(StrEnum):
    """The type of a value, for comparisons."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


class FieldValue(Struct, frozen=True):
    """A value for comparison."""

    kind: FieldKind
    value: str
    """The value as written."""
    key: str
    """The same for equal values; case does not count."""
    number: float | None = None
    """The number itself, or the date's first second since 1970 in UTC."""


def keep(given: object) -> tuple[dict[str, MetaValue], tuple[str, ...]]:
    """The valid fields, sorted by name, and a note for each invalid one.

    Args:
        given: the value of `meta`, of any type; null and blank values mean unknown.
    """
    if given is None:
        return {}, ()
    if not isinstance(given, Mapping):
        return {}, (f"meta: {shown(given)} is not an object; dropped",)
    fields = cast("Mapping[object, object]", given)
    kept: dict[str, MetaValue] = {}
    notes: list[str] = []
    for name, value in islice(fields.items(), MOST_FIELDS):
        try:
            if not _is_blank(value):
                kept[checked_name(name)] = _checked(value)
        except ValueError as exc:
            notes.append(f"meta.{_cut(str(name))}: {exc}; dropped")
    if len(fields) > MOST_FIELDS:
        notes.append(f"meta: has {len(fields):,} fields; only the first {MOST_FIELDS} were read")
    return dict(sorted(kept.items())), tuple(notes)


def checked_name(name: object) -> str:
    """Return a field's name if it is valid.

    Raises:
        ValueError: it is not; the message says what names look like.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(
            "a name starts with a letter and has at most 64 letters, digits, _, - and ."
        )
    if name in RESERVED:
        raise ValueError(f"{name!r} is a word of the filter language; choose another name")
    return name


def checked_scalar(value: object) -> Scalar:
    """Return a single value, text without surrounding blanks.

    Raises:
        ValueError: it is invalid; the message says why.
    """
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        # Of integers too large for a float, and of NaN, this asks nothing that fails.
        if abs(value) <= LARGEST_NUMBER:
            return value
        raise ValueError(f"{shown(value)} is not a number between -2^53 and 2^53")
    raise ValueError(
        f"{shown(value)} is {_kind(value)}; use text, a number, true or false, or a list of texts"
    )


def field_values(value: MetaValue) -> list[FieldValue]:
    """The values of a field as they are compared: several for a list."""
    return [field_value(one) for one in (value if isinstance(value, tuple) else (value,))]


def field_value(value: Scalar) -> FieldValue:
    """A single value for comparison."""
    if isinstance(value, bool):
        return FieldValue(FieldKind.BOOLEAN, str(value).lower(), str(value).lower())
    if isinstance(value, int | float):
        number = float(value) + 0.0  # makes -0.0 the same as 0.0
        return FieldValue(FieldKind.NUMBER, str(value), repr(number), number)
    try:
        return FieldValue(FieldKind.DATE, value, value, float(first_instant(value)))
    except InvalidFieldError:
        return FieldValue(FieldKind.TEXT, value, value.casefold())


def parsed(words: str) -> Scalar:
    """The value of a CSV cell or command-line argument.

    "3" and "2.5" are numbers, "true" and "false" are booleans; "007" is text.
    """
    if words in ("true", "false"):
        return words == "true"
    if _NUMBER.fullmatch(words):
        return float(words) if "." in words else int(words)
    return words


def shown(value: object) -> str:
    """A value as JSON for a message, shortened if it is long."""
    try:
        return _cut(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        # Python writes no integer of more than 4,300 digits.
        return "a huge number" if isinstance(value, int) else _cut(str(value))


def _checked(value: object) -> MetaValue:
    if not isinstance(value, list | tuple):
        return checked_scalar(value)
    texts = cast("list[object]", value)
    if len(texts) > MOST_TEXTS:
        raise ValueError(f"the list has {len(texts):,} texts; the limit is {MOST_TEXTS}")
    return tuple(dict.fromkeys(_checked_text(text) for text in texts if not _is_blank(text)))


def _checked_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"the list contains {shown(value)}; use only texts")  # noqa: TRY004
    text = " ".join(value.split())
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"text of {len(text):,} characters; the limit is {LONGEST_TEXT}")
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("contains a NUL character or a lone surrogate")
    return text


def _is_blank(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_blank(one) for one in cast("list[object]", value))
    return value is None or (isinstance(value, str) and not value.strip())


def _cut(words: str) -> str:
    start = words[:_SHOWN].encode("utf-8", "backslashreplace").decode()
    return start if len(words) <= _SHOWN else f"{start}..."


def _kind(value: object) -> str:
    if value is None:
        return "a missing value"
    return "an object" if isinstance(value, Mapping) else "a list"
