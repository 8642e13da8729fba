"""Tokens for pages, as they are asked for and given out."""

from typing import Annotated

from msgspec import Meta, Struct

from service.wire.fields import CollectionName
from service.wire.origins import LONGEST, PATTERN

PageOrigin = Annotated[
    str,
    Meta(
        max_length=LONGEST,
        description="The origin of the page, as browsers send it: https://news.example.",
        extra_json_schema={"pattern": PATTERN},
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
