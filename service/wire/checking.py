"""Requests made of loose fields, such as the options of a command."""

from typing import Any, TypeVar

import msgspec

from index.errors import InvalidFieldError
from prompts import languages, matching_language
from service.wire.fields import MAX_QUESTION, NOT_BLANK

_BLANK = f"Expected `str` matching regex {NOT_BLANK!r}"
_EMPTY = f"is empty; ask with 1 to {MAX_QUESTION:,} characters"
T = TypeVar("T")


def checked(type_: type[T], fields: dict[str, Any], *, strict: bool = True) -> T:
    """A request made of loose fields, such as the options of a command or of a URL.

    If it is not strict, numbers may come as text.

    Raises:
        InvalidFieldError: a field is invalid; the error names it.
    """
    try:
        return msgspec.convert(fields, type_, strict=strict)
    except msgspec.ValidationError as exc:
        message, _, place = str(exc).partition(" - at ")
        field = place.strip("`").removeprefix("$.") or "request"
        raise InvalidFieldError(field, in_words(message)) from exc


def in_words(message: str) -> str:
    """What msgspec finds wrong, without the pattern of texts that are not blank."""
    return _EMPTY if message == _BLANK else message


def known_language(given: str | None) -> str | None:
    """The language that a request asks for, or None for None.

    Raises:
        InvalidFieldError: Dateline does not speak it; the message names those that it does.
    """
    if given is None or matching_language(given) is not None:
        return given
    raise InvalidFieldError(
        "language", f"{given!r} is unknown; use one of {', '.join(languages())}"
    )
