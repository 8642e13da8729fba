"""Values returned by the store, and the outcomes for an article."""

from enum import StrEnum

from msgspec import Struct

from index.records import Metadata


class Collection(Struct, frozen=True):
    """A set of articles with its own ids and indexes."""

    pk: int
    name: str
    created: str
    of: int | None = None
    """For a view: the key of the underlying collection."""

    @property
    def home(self) -> int:
        """The collection that stores conversations, feedback and the embedder."""
        return self.pk if self.of is None else self.of

    @property
    def whole(self) -> "Collection":
        """The collection with all its articles."""
        return self if self.of is None else Collection(self.of, self.name, self.created)


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


class Change(StrEnum):
    """A change log entry about a version's passages."""

    ADD = "add"
    REMOVE = "remove"


class Written(StrEnum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Stored(Struct, frozen=True):
    """The id an article is stored under, and the reason if unexpected."""

    id: str
    written: Written
    reason: str | None = None
