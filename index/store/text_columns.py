"""Text columns, which PostgreSQL and SQLite compare and limit differently.

PostgreSQL columns compare text by code points, as SQLite does, in any locale. Text must not contain
NUL characters, and index entries are limited to 2,704 bytes.
"""

import hashlib
from typing import Any

from sqlalchemy import String, TypeDecorator

_LONGEST_KEY_BYTES = 1_500
_KEPT_CHARACTERS = 200


class _EscapedText(TypeDecorator[str]):
    """Any text without lone surrogates, round-tripping with the same order."""

    impl = String(collation="C")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """The text without NUL: that becomes two characters, and so does the one that marks it."""
        if value is None or value.isprintable():
            return value
        return value.replace("\1", "\1\2").replace("\0", "\1\1")

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """The original text."""
        if value is None or "\1" not in value:
            return value
        return value.replace("\1\1", "\0").replace("\1\2", "\1")


class _EscapedKey(_EscapedText):
    """Lookup text; if too long for an index, its beginning and a hash."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The stored form."""
        return super().process_bind_param(as_key(value), dialect)


TEXT = String().with_variant(_EscapedText(), "postgresql")
"""Text that round-trips unchanged."""
KEY_TEXT = String().with_variant(_EscapedKey(), "postgresql")
"""Text that is looked up and may be of any length."""


def as_key(value: str | None) -> str | None:
    """The stored form of lookup text."""
    if value is None or len(value.encode()) <= _LONGEST_KEY_BYTES:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()
    return f"{value[:_KEPT_CHARACTERS]} sha256:{digest}"
