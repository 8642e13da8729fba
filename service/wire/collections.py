"""Collections and their size."""

from msgspec import Struct

from index.store.own_fields import FieldSummary


class CollectionOut(Struct, frozen=True, kw_only=True):
    """A collection and its size."""

    name: str
    articles: int
    passages: int
    created: str


class CollectionDetails(CollectionOut, frozen=True, kw_only=True):
    """A collection, its size, and the fields of their own that its articles have."""

    newest: str | None
    """When its newest article was published, as it says."""
    fields: list[FieldSummary]
