"""What happens to an article: as the change log says it, and as its writer is told."""

from enum import StrEnum

from msgspec import Struct


class Change(StrEnum):
    """What an entry of the change log says happened to a version's passages."""

    ADD = "add"
    REMOVE = "remove"


class Written(StrEnum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Stored(Struct, frozen=True):
    """Under which id an article is stored, and why that is not what one would expect."""

    id: str
    written: Written
    reason: str | None = None
