"""Collections, and the jobs that work on them."""

from msgspec import Struct

from index.store.own_fields import FieldSummary


class CollectionOut(Struct, frozen=True, kw_only=True):
    """A collection and its size."""

    name: str
    articles: int
    passages: int
    created: str


class CollectionDetails(CollectionOut, frozen=True, kw_only=True):
    """A collection, its size, and the custom fields of its articles."""

    newest: str | None
    """Publication date of the newest article."""
    fields: list[FieldSummary]


class JobDocument(Struct, frozen=True, kw_only=True):
    """The outcome of one document of a job."""

    number: int
    origin: str
    status: str
    article_id: str | None = None
    reason: str | None = None


class JobOut(Struct, frozen=True, kw_only=True):
    """A job and its progress."""

    id: str
    collection: str
    status: str
    created: str
    finished: str | None
    counts: dict[str, int]
    documents: list[JobDocument]
    unlisted: int = 0
    """Rejected documents beyond the first 1,000: counted, but not listed in `documents`."""
    error: str | None = None
    next: int | None = None
