"""What an older library needs to become one of today, inside the transaction that opens it."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from index.store.rows import decode_quotes, decode_spans
from index.store.schema import SCHEMA_VERSION, versions
from index.store.writing import store_quotations
from index.text.hashes import unpack


def migrate(connection: Connection, found: int) -> None:
    """Take a library from schema `found` to the next one, and so on to the newest."""
    for number in range(found, SCHEMA_VERSION):
        _STEPS[number](connection)


def _find_quotations_by_speaker(connection: Connection) -> None:
    """Schema 2 has the table `quotations`."""
    columns = (versions.c.pk, versions.c.text, versions.c.sentences, versions.c.quotes)
    for row in connection.execute(select(*columns).where(versions.c.current)):
        store_quotations(
            connection,
            row.pk,
            unpack(row.text),
            decode_spans(row.sentences),
            decode_quotes(row.quotes),
        )


_STEPS: dict[int, Callable[[Connection], None]] = {1: _find_quotations_by_speaker}

OLDEST = min(_STEPS)
"""The oldest schema that can be migrated."""
