"""Custom fields in the database: stored by value, filtered and listed.

Only current versions have rows, so conditions need not check which version is current.
"""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    distinct,
    func,
    insert,
    not_,
    or_,
    select,
)

from index.records import AllOf, AnyOf, Between, Condition, MetaValue, NoneOf, OneOf
from index.store.database import Database
from index.store.schema import version_meta, versions
from index.store.values import Collection
from index.text.own_fields import field_values

MOST_LISTED = 200
"""The list of a collection's fields has at most this many."""
SHORT_VOCABULARY = 100
"""Fields with at most this many values are listed with the commonest ones."""
_COMMONEST = 20
_MIXED = "mixed"


class ValueCount(Struct, frozen=True):
    """A value and the number of articles that have it."""

    value: str
    articles: int


class FieldSummary(Struct, frozen=True, kw_only=True):
    """One of the own fields of a collection's articles."""

    name: str
    kind: str
    """text, number, date or boolean; mixed if articles differ."""
    articles: int
    """Number of articles that have it."""
    values: tuple[ValueCount, ...]
    """The commonest values; empty if there are many."""


class OwnFields:
    """The own fields of a library's articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self, collection: Collection) -> list[FieldSummary]:
        """The fields of a collection, sorted by name, at most `MOST_LISTED`."""
        own = version_meta.c
        statement = (
            select(
                own.name,
                func.min(own.kind).label("kind"),
                func.count(distinct(own.kind)).label("kinds"),
                func.count(distinct(own.version_pk)).label("articles"),
                func.count(distinct(own.key)).label("values"),
            )
            .where(own.collection_pk == collection.pk)
            .group_by(own.name)
            .order_by(own.name)
            .limit(MOST_LISTED)
        )
        with self._database.reading() as connection:
            return [
                FieldSummary(
                    name=name,
                    kind=kind if kinds == 1 else _MIXED,
                    articles=count,
                    values=_commonest(connection, collection, name)
                    if values <= SHORT_VOCABULARY
                    else (),
                )
                for name, kind, kinds, count, values in connection.execute(statement).all()
            ]


def store_own_fields(
    connection: Connection, collection_pk: int, version_pk: int, meta: Mapping[str, MetaValue]
) -> None:
    """Store a version's own fields for filters, replacing those it had before."""
    connection.execute(delete(version_meta).where(version_meta.c.version_pk == version_pk))
    rows = [
        {
            "version_pk": version_pk,
            "collection_pk": collection_pk,
            "name": name,
            "kind": one.kind,
            "key": one.key,
            "value": one.value,
            "number": one.number,
        }
        for name, value in meta.items()
        for one in {found.key: found for found in field_values(value)}.values()
    ]
    if rows:
        connection.execute(insert(version_meta), rows)


def holds(condition: Condition) -> ColumnElement[bool]:
    """The condition in SQL, on `versions`."""
    match condition:
        case AllOf(conditions):
            return and_(*map(holds, conditions))
        case AnyOf(conditions):
            return or_(*map(holds, conditions))
        case NoneOf(conditions):
            return not_(or_(*map(holds, conditions)))
        case OneOf() | Between():
            return versions.c.pk.in_(select(version_meta.c.version_pk).where(*_matching(condition)))
    assert_never(condition)


def is_narrow(condition: Condition) -> bool:
    """Whether every matching article has a value that the condition names."""
    match condition:
        case AllOf(conditions):
            return any(map(is_narrow, conditions))
        case AnyOf(conditions):
            return all(map(is_narrow, conditions))
        case NoneOf():
            return False
        case OneOf() | Between():
            return True
    assert_never(condition)


def _matching(wanted: OneOf | Between) -> Sequence[ColumnElement[bool]]:
    own = version_meta.c
    conditions: list[ColumnElement[bool]] = [own.name == wanted.name, own.kind == wanted.kind]
    if isinstance(wanted, OneOf):
        return [*conditions, own.key.in_(wanted.keys)]
    if wanted.least is not None:
        conditions.append(own.number >= wanted.least)
    if wanted.most is not None:
        conditions.append(own.number <= wanted.most)
    return conditions


def _commonest(connection: Connection, collection: Collection, name: str) -> tuple[ValueCount, ...]:
    count: Any = func.count()
    statement = (
        select(func.min(version_meta.c.value), count)
        .where(version_meta.c.collection_pk == collection.pk, version_meta.c.name == name)
        .group_by(version_meta.c.key)
        .order_by(count.desc(), version_meta.c.key)
        .limit(_COMMONEST)
    )
    return tuple(ValueCount(key, articles) for key, articles in connection.execute(statement))
