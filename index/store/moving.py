"""The truth moved from one database to another, row by row, and compared.

    one view of the source, while nobody writes --> chunks of rows --> counts and hashes of both

All of it is in the target, or nothing.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Table, func, insert, select

from index.errors import InvalidFieldError, StoreError
from index.store.database import Database
from index.store.jobs.table import UNFINISHED
from index.store.schema import (
    articles,
    collections,
    counters,
    facts,
    job_files,
    jobs,
    metadata,
    views,
)
from index.store.text_columns import KEY_TEXT, as_key

_AT_ONCE = 500
_OWN_FACTS = ("schema", "library")
_MODULUS = 1 << 256


class Moved(Struct, frozen=True):
    """What was moved."""

    articles: int
    rows: int


class _Sum(Struct, frozen=True):
    """What tells the rows of one table from any others, in whatever order they come."""

    rows: int
    hashes: int


def move(source: Database, target: Database) -> Moved:
    """Copy everything into an empty library.

    Raises:
        InvalidFieldError: the target is not empty.
        StoreError: jobs are not done, one of them cannot be used, or what arrived differs.
    """
    with source.writing() as old, target.writing() as new:
        _check_done(old, source)
        _check_empty(new, target)
        rows = sum(_moved(old, new, table) for table in _tables())
        target.follow_keys(new)
        copies = articles.c.collection_pk.in_(select(views.c.collection_pk))
        count = new.execute(select(func.count()).select_from(articles).where(~copies)).scalar_one()
    return Moved(articles=int(count), rows=rows)


def _tables() -> list[Table]:
    """What is moved: the files of jobs are those of jobs that are done."""
    return [table for table in metadata.sorted_tables if table is not job_files]


def _check_done(old: Connection, source: Database) -> None:
    waiting = select(jobs.c.id).where(jobs.c.status.in_([one.value for one in UNFINISHED]))
    if old.execute(waiting.limit(1)).first() is not None:
        raise StoreError(f"{source.name}: a job is not done; wait for it, or cancel it")


def _check_empty(new: Connection, target: Database) -> None:
    if new.execute(select(collections.c.pk).limit(1)).first() is not None:
        raise InvalidFieldError(target.name, "holds a library already; name an empty one")
    for table in (facts, counters):
        new.execute(table.delete().where(table.c.name.not_in(_OWN_FACTS)))


def _moved(old: Connection, new: Connection, table: Table) -> int:
    """Copy one table; how many rows it has."""
    total = _Sum(0, 0)
    for rows in _chunks(old, table):
        new.execute(insert(table), rows)
        total = _added(total, table, rows)
    arrived = _Sum(0, 0)
    for rows in _chunks(new, table):
        arrived = _added(arrived, table, rows)
    if arrived != total:
        raise StoreError(f"table {table.name}: {total.rows} rows were copied, others arrived")
    return total.rows


def _chunks(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    statement = select(table).order_by(*table.primary_key.columns)
    if table is facts:
        statement = statement.where(facts.c.name.not_in(_OWN_FACTS))
    found = connection.execute(statement, execution_options={"yield_per": _AT_ONCE})
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _added(total: _Sum, table: Table, rows: list[dict[str, Any]]) -> _Sum:
    hashes = sum(_hash(table, row) for row in rows)
    return _Sum(total.rows + len(rows), (total.hashes + hashes) % _MODULUS)


def _hash(table: Table, row: dict[str, Any]) -> int:
    values = tuple(
        as_key(row[column.name]) if column.type is KEY_TEXT else row[column.name]
        for column in table.columns
    )
    return int.from_bytes(hashlib.sha256(repr(values).encode()).digest())
