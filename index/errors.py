"""All errors that Dateline raises deliberately.

    DatelineError
    ├── InputError                 the input cannot be used; nothing was changed
    │   ├── UnreadableFileError    a file, page or feed without a readable article
    │   ├── InvalidFieldError      one field of a record or request; `.field` names it
    │   ├── TooLargeError          the input exceeds a documented limit
    │   └── FetchError             a URL that may not or could not be fetched
    ├── NotFoundError              no such article, version, collection, passage, job, conversation
    ├── ReachChangedError          access to what was just read has changed
    ├── OutOfReachError            the caller may not access that collection
    ├── ContradictionError         parts of a request contradict each other
    ├── CrossedTurnsError          a conversation was continued while one of its turns was answered
    ├── StoreError                 the data folder cannot be read or written
    │   ├── DamagedIndexError      an index is damaged; it is being rebuilt from the database
    │   ├── UnreachableStoreError  the database server cannot be reached
    │   └── EmbedderChangedError   the vectors' embedder no longer serves the collection
    └── SettingsError              an invalid setting, or a missing or damaged model

Each message names the file or field, the line and the value, and says what to do.
"""


class DatelineError(Exception):
    """Any error that Dateline raises on purpose."""


class InputError(DatelineError):
    """The input cannot be used; nothing was changed."""


class UnreadableFileError(InputError):
    """A file, page or feed without a readable article."""


class InvalidFieldError(InputError):
    """One field of a record or request is invalid."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class TooLargeError(InputError):
    """The input exceeds a documented limit."""


class FetchError(InputError):
    """A URL that may not or could not be fetched."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """The server's Retry-After in seconds, if given."""


class NotFoundError(DatelineError):
    """No such article, version, collection, passage, job or conversation."""


class ReachChangedError(DatelineError):
    """Access to what was just read has changed: the caller must ask again."""


class OutOfReachError(DatelineError):
    """The caller may not access that collection, whether it exists or not."""


class ContradictionError(DatelineError):
    """A request whose parts contradict each other."""


class CrossedTurnsError(DatelineError):
    """A conversation was continued while a turn was being answered; nothing was recorded."""


class StoreError(DatelineError):
    """The data folder cannot be read or written."""


class UnreachableStoreError(StoreError):
    """The database server cannot be reached; try again later."""


class DamagedIndexError(StoreError):
    """An index is damaged; it is being rebuilt from the database."""


class UnfinishedIndexError(DatelineError):
    """An index is still catching up with many changes; try again in a few seconds."""

    wait_seconds = 5


class EmbedderChangedError(StoreError):
    """Vectors were made by an embedder that no longer serves their collection."""


class SettingsError(DatelineError):
    """An invalid setting, or a missing or damaged model."""
