"""Token requests and responses, and the origins of pages."""

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
    """The origin as in the `Origin` header: lower case, without the default port.

    Raises:
        InvalidFieldError: it is not an origin, or has a path, a user or an asterisk.
    """
    origin = text.strip().lower()
    port = _DEFAULT_PORTS.get(origin.partition(":")[0], "")
    origin = origin.removesuffix(port) if port else origin
    if len(origin) > _LONGEST_ORIGIN or re.fullmatch(_ORIGIN, origin) is None:
        raise InvalidFieldError(
            field,
            f"{text[:100]!r} is not an origin; write scheme, host and port as browsers do, "
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
    """A request for a token. Omitted fields default to those of the key."""

    origin: PageOrigin | None = None
    """Required if the key has several."""
    collections: Annotated[list[CollectionName], Meta(min_length=1, max_length=20)] | None = None
    minutes: Annotated[int, Meta(ge=1, le=60, description="Lifetime in minutes.")] = 10


class TokenOut(Struct, frozen=True, kw_only=True):
    """A token and what it allows. It may appear in a page."""

    token: str
    """Sent as `Authorization: Bearer`."""
    expires: str
    """ISO 8601 in UTC; get a new token before then."""
    origin: str
    collections: list[str]
