"""Tokens for pages, as they are asked for and given out, and the origins that they are for."""

import re
from typing import Annotated

from msgspec import Meta, Struct

from index.errors import InvalidFieldError
from service.wire.fields import CollectionName

_ORIGIN = (
    r"^https?://(?:[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$"
)
_LONGEST_ORIGIN = 300
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def origin_of(text: str, field: str = "origin") -> str:
    """The origin as it stands in the header `Origin`: lower case, without the default port.

    Raises:
        InvalidFieldError: it is none; a path, a user or a star is none either.
    """
    origin = text.strip().lower()
    port = _DEFAULT_PORTS.get(origin.partition(":")[0], "")
    origin = origin.removesuffix(port) if port else origin
    if len(origin) > _LONGEST_ORIGIN or re.fullmatch(_ORIGIN, origin) is None:
        raise InvalidFieldError(
            field,
            f"{text[:100]!r} is no origin; write scheme, host and port as browsers send them, "
            "such as https://news.example (names in ASCII, no path)",
        )
    return origin


PageOrigin = Annotated[
    str,
    Meta(
        max_length=_LONGEST_ORIGIN,
        description="The origin of the page, as browsers send it: https://news.example.",
        extra_json_schema={"pattern": _ORIGIN},
    ),
]


class TokenRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token for a page. What is left out is as the key has it."""

    origin: PageOrigin | None = None
    """Must be given if the key has several."""
    collections: Annotated[list[CollectionName], Meta(min_length=1, max_length=20)] | None = None
    minutes: Annotated[int, Meta(ge=1, le=60, description="How long it is to live.")] = 10


class TokenOut(Struct, frozen=True, kw_only=True):
    """A token, and what it allows: it may stand in a page."""

    token: str
    """Sent as `Authorization: Bearer`."""
    expires: str
    """ISO 8601 in UTC; get another before."""
    origin: str
    collections: list[str]
