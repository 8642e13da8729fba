"""The outcome of adding a document."""

from enum import StrEnum

from msgspec import Struct

from index.records import Document, Rejected
from index.store.values import Stored


class Status(StrEnum):
    """The outcome for one document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    EMBARGOED = "embargoed"
    """Stored, and nowhere to be found until its time comes."""


class Outcome(Struct, frozen=True, kw_only=True):
    """The outcome for one document, and where the document came from."""

    origin: str
    status: Status
    article_id: str | None = None
    reason: str | None = None
    """Why it was rejected, stored under another id, or remains superseded."""
    characters: int = 0


def accepted(
    document: Document, status: Status, article_id: str, reason: str | None = None
) -> Outcome:
    """What became of a document that is an article now, or was one."""
    return Outcome(
        origin=document.origin,
        status=status,
        article_id=article_id,
        reason=reason,
        characters=len(document.text),
    )


def written(document: Document, stored: Stored) -> Outcome:
    """What became of a document that was given to the library."""
    return accepted(document, Status(stored.written.value), stored.id, stored.reason)


def rejected(item: Document | Rejected, reason: str) -> Outcome:
    """What became of a document that is no article."""
    return Outcome(origin=item.origin, status=Status.REJECTED, reason=reason)
