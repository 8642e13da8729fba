"""Every error that Dateline raises on purpose.

    DatelineError
    ├── InputError                 the input cannot be used; nothing was changed
    │   ├── UnreadableFileError    a file, page or feed without a readable article
    │   ├── InvalidFieldError      one field of a record or request; `.field` names it
    │   ├── TooLargeError          the input exceeds a documented limit
    │   └── FetchError             a URL that may not or could not be fetched
    ├── NotFoundError              no such article, version, collection, passage, job, conversation
    ├── ReachChangedError          what was read is not all for whoever asks any more
    ├── OutOfReachError            whoever asks may not reach that collection
    ├── ContradictionError         parts of a request contradict each other
    ├── CrossedTurnsError          a conversation went on while one of its turns was answered
    ├── StoreError                 the data folder cannot be read or written
    │   ├── DamagedIndexError      an index is damaged; it is being rebuilt from the database
    │   ├── UnreachableStoreError  the database's server cannot be reached at present
    │   └── EmbedderChangedError   vectors are by an embedder that no longer serves the collection
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
        """Seconds after which the server wants to be asked again, if it says so."""


class NotFoundError(DatelineError):
    """No such article, version, collection, passage, job or conversation."""


class ReachChangedError(DatelineError):
    """What was read for somebody is not all for them any more: they are to ask again."""


class OutOfReachError(DatelineError):
    """Whoever asks may not reach that collection, whether it exists or not."""


class ContradictionError(DatelineError):
    """A request whose parts contradict each other."""


class CrossedTurnsError(DatelineError):
    """A conversation went on while one of its turns was answered; nothing was recorded."""


class StoreError(DatelineError):
    """The data folder cannot be read or written."""


class UnreachableStoreError(StoreError):
    """The database's server cannot be reached at present; try again later."""


class DamagedIndexError(StoreError):
    """An index is damaged; it is being rebuilt from the database."""


class UnfinishedIndexError(DatelineError):
    """An index is being brought up to date, which takes long; try again in a few seconds."""

    wait_seconds = 5


class EmbedderChangedError(StoreError):
    """Vectors were made by an embedder that no longer serves their collection."""


class SettingsError(DatelineError):
    """An invalid setting, or a missing or damaged model."""
