"""Values that the store gives out."""

from msgspec import Struct

from index.records import Metadata


class Collection(Struct, frozen=True):
    """A name space of articles with indexes of its own."""

    pk: int
    name: str
    created: str


class ArticleSummary(Metadata, frozen=True, kw_only=True):
    """An article in a list: everything but its text."""

    id: str
    version: str
    characters: int
    added: str
