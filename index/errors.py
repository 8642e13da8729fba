"""Every error Dateline raises on purpose.

    DatelineError
    ├── InputError                 what was given cannot be used; nothing was changed
    │   ├── UnreadableFileError    a file, page or feed that holds no article we can read
    │   ├── InvalidFieldError      one field of a record or request; `.field` names it
    │   ├── TooLargeError          beyond a documented bound
    │   └── FetchError             a URL that may not be, or could not be, fetched
    ├── NotFoundError              no such article, version, collection, passage or job
    ├── StoreError                 the data folder cannot be read or written
    │   └── DamagedIndexError      a snapshot that does not match the truth (it is rebuilt)
    └── SettingsError              an unknown or impossible setting, model or file of ours

Each message names the thing, the place and the value, and says what to do.
"""


class DatelineError(Exception):
    """Anything Dateline raises on purpose."""


class InputError(DatelineError):
    """What was given cannot be used; nothing was changed."""


class UnreadableFileError(InputError):
    """A file, page or feed that holds no article we can read."""


class InvalidFieldError(InputError):
    """One field of a record or request is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class TooLargeError(InputError):
    """Something is beyond a documented bound."""


class FetchError(InputError):
    """A URL that may not be, or could not be, fetched."""


class NotFoundError(DatelineError):
    """No such article, version, collection, passage or job."""


class StoreError(DatelineError):
    """The data folder cannot be read or written."""


class DamagedIndexError(StoreError):
    """A snapshot that does not match the truth."""


class SettingsError(DatelineError):
    """An unknown or impossible setting, model or file of ours."""
