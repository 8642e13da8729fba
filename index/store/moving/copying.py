"""Compares a table's rows in two databases and copies the differences."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, insert, select
from sqlalchemy import update as update_rows

from index.errors import StoreError
from index.store.moving.capture import OWN_FACTS, Key, unit
from index.store.schema import facts
from index.store.text_columns import KEY_TEXT, as_key

AT_ONCE = 1_000
_MODULUS = 1 << 256

Row = dict[str, Any]
Values = tuple[Any, ...]


class Sum(Struct, frozen=True):
    """An order-independent checksum of a table's rows."""

    rows: int
    hashes: int


def next_keys(connection: Connection, table: Table, after: Key | None, limit: int) -> list[Key]:
    """The next units of a table, in order."""
    column = unit(table)
    statement = select(column).distinct().order_by(column).limit(limit)
    if after is not None:
        statement = statement.where(column > after)
    return list(connection.execute(statement).scalars())


def copy(old: Connection, new: Connection, table: Table, keys: Sequence[Key]) -> None:
    """Insert or change the rows of these units that are missing or differ."""
    for chunk in _chunks(keys):
        there = _rows(new, table, chunk)
        added: list[Row] = []
        changed: list[Row] = []
        for place, row in _rows(old, table, chunk).items():
            known = there.get(place)
            if known is None:
                added.append(row)
            elif _values(table, known) != _values(table, row):
                changed.append(row | _named(table, known))
        if added:
            new.execute(insert(table), added)
        if changed:
            new.execute(update_rows(table).where(_is_named(table)), changed)


def erase(old: Connection, new: Connection, table: Table, keys: Sequence[Key]) -> None:
    """Delete the rows of removed units."""
    for chunk in _chunks(keys):
        here, there = _rows(old, table, chunk), _rows(new, table, chunk)
        gone = [_named(table, row) for place, row in there.items() if place not in here]
        if gone:
            new.execute(delete(table).where(_is_named(table)), gone)


def check(old: Connection, new: Connection, table: Table, keys: Sequence[Key]) -> None:
    """Compare the rows of these units.

    Raises:
        StoreError: they differ.
    """
    for chunk in _chunks(keys):
        both = [
            {place: _values(table, row) for place, row in _rows(one, table, chunk).items()}
            for one in (old, new)
        ]
        if both[0] != both[1]:
            raise StoreError(f"table {table.name}: the copy differs; start the move again")


def summed(connection: Connection, table: Table) -> Sum:
    """Count and hash every row."""
    statement = _select(table).execution_options(yield_per=AT_ONCE)
    rows = hashes = 0
    for row in connection.execute(statement).mappings():
        digest = hashlib.sha256(repr(_values(table, row)).encode()).digest()
        rows, hashes = rows + 1, (hashes + int.from_bytes(digest)) % _MODULUS
    return Sum(rows, hashes)


def own_excluded(table: Table) -> list[ColumnElement[bool]]:
    """The condition that excludes facts about a single database."""
    return [facts.c.name.not_in(OWN_FACTS)] if table is facts else []


def _rows(connection: Connection, table: Table, keys: Sequence[Key]) -> dict[Values, Row]:
    statement = _select(table).where(unit(table).in_(keys))
    found = [dict(row) for row in connection.execute(statement).mappings()]
    columns = table.primary_key.columns
    return {tuple(_key(table, row, column.name) for column in columns): row for row in found}


def _select(table: Table) -> Any:
    return select(table).where(*own_excluded(table))


def _key(table: Table, row: Any, name: str) -> Any:
    """A value as PostgreSQL holds it."""
    return as_key(row[name]) if table.c[name].type is KEY_TEXT else row[name]


def _values(table: Table, row: Any) -> Values:
    return tuple(_key(table, row, column.name) for column in table.columns)


def _named(table: Table, row: Row) -> Row:
    return {f"at_{column.name}": row[column.name] for column in table.primary_key.columns}


def _is_named(table: Table) -> ColumnElement[bool]:
    columns = table.primary_key.columns
    return and_(*(column == bindparam(f"at_{column.name}") for column in columns))


def _chunks(keys: Sequence[Key]) -> Iterator[list[Key]]:
    found = iter(keys)
    while chunk := list(islice(found, AT_ONCE)):
        yield chunk
