"""Values that the store returns."""

from msgspec import Struct

from index.records import Metadata


class Collection(Struct, frozen=True):
    """A set of articles with its own ids and indexes."""

    pk: int
    name: str
    created: str


class ArticleSummary(Metadata, frozen=True, kw_only=True):
    """An article in a list: its metadata without its text."""

    id: str
    version: str
    characters: int
    added: str


class VersionSummary(Struct, frozen=True, kw_only=True):
    """One version of an article, newest first in a list."""

    version: str
    added: str
    superseded: bool
