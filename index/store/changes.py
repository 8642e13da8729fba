"""What happens to an article: as the change log says it, and as its writer is told."""

from enum import StrEnum


class Change(StrEnum):
    """What an entry of the change log says happened to a version's passages."""

    ADD = "add"
    REMOVE = "remove"


class Written(StrEnum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
