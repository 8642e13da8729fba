"""Boilerplate learned per outlet: blocks that recur at the edges of its articles.

Restricted articles must not influence public ones: boilerplate is learned only from articles that
everyone who sees the article can see.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, union, update

from index.records import Article, Metadata
from index.store.database import Database
from index.store.rows import article_of
from index.store.schema import articles, edge_blocks, learned_blocks, version_labels, versions
from index.store.values import Collection

_BEFORE_LABELS = "\x1f"


def source_of(article: Metadata) -> str | None:
    """The source name an article contributes to: its outlet and, if any, its labels."""
    return _sources(article)[-1] if article.outlet else None


def _sources(article: Metadata) -> tuple[str, ...]:
    """The names under which that was learned which holds for an article."""
    outlet = (article.outlet or "").casefold().replace(_BEFORE_LABELS, " ")
    labels = _BEFORE_LABELS.join(("", *sorted(set(article.visible_to))))
    return (outlet, outlet + labels) if labels else (outlet,)


class Outlets:
    """The known boilerplate of each outlet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def learned(self, collection: Collection, article: Metadata) -> frozenset[str]:
        """Digests of the blocks known to be boilerplate of an article's outlet."""
        if not article.outlet:
            return frozenset()
        statement = select(learned_blocks.c.digest).where(
            learned_blocks.c.collection_pk == collection.pk,
            learned_blocks.c.source.in_(_sources(article)),
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(statement).scalars())

    def learn(
        self, collection: Collection, threshold: int, digests: Sequence[str] | None = None
    ) -> int:
        """Learn blocks shared by at least `threshold` articles with different openings.

        Args:
            collection: the collection to scan.
            threshold: the number of articles that makes a block boilerplate.
            digests: the blocks to check; None for all.

        Returns:
            The number of newly learned blocks.
        """
        seen = (
            select(edge_blocks.c.source, edge_blocks.c.digest)
            .where(edge_blocks.c.collection_pk == collection.pk)
            .group_by(edge_blocks.c.source, edge_blocks.c.digest)
            .having(func.count(edge_blocks.c.lead.distinct()) >= threshold)
        )
        if digests is not None:
            seen = seen.where(edge_blocks.c.digest.in_(digests))
        known = select(learned_blocks.c.source, learned_blocks.c.digest).where(
            learned_blocks.c.collection_pk == collection.pk
        )
        with self._database.reading() as connection:
            if not _rows(connection, seen) - _rows(connection, known):
                return 0
        with self._database.writing() as connection:
            new = sorted(_rows(connection, seen) - _rows(connection, known))
            rows = [
                {"collection_pk": collection.pk, "source": outlet, "digest": digest}
                for outlet, digest in new
            ]
            connection.execute(insert(learned_blocks), rows)
        return len(new)

    def mark_applied(self, collection: Collection, ids: Sequence[str]) -> None:
        """Record that these articles are marked with everything learned so far."""
        current = (
            select(versions.c.pk)
            .join(articles, versions.c.article_pk == articles.c.pk)
            .where(articles.c.collection_pk == collection.pk, articles.c.id.in_(ids))
        )
        with self._database.writing() as connection:
            connection.execute(
                update(edge_blocks)
                .where(edge_blocks.c.version_pk.in_(current), _is_learned())
                .values(applied=True)
            )

    def unsettled(self, collection: Collection, limit: int) -> list[Article]:
        """Current articles with learned boilerplate that is not yet marked in them."""
        stale = union(
            _unmarked(_of_source()).where(edge_blocks.c.collection_pk == collection.pk),
            # The sum, as in `is_in`, keeps the planner from starting with every article's blocks.
            _unmarked(_of_outlet()).where(
                edge_blocks.c.collection_pk + 0 == collection.pk, _has_labels()
            ),
        ).limit(limit)
        statement = (
            select(versions, articles.c.id.label("id"))
            .join(articles, versions.c.article_pk == articles.c.pk)
            .where(versions.c.pk.in_(stale))
        )
        with self._database.reading() as connection:
            return [article_of(row, collection.name) for row in connection.execute(statement)]


def _rows(connection: Connection, statement: Select[*tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(statement)}


def _unmarked(holds: ColumnElement[bool]) -> Select[tuple[int]]:
    """Versions with blocks that were learned, as `holds` has it, and are not marked."""
    statement = select(edge_blocks.c.version_pk).join(learned_blocks, _same_block() & holds)
    return statement.where(~edge_blocks.c.applied)


def _is_learned() -> ColumnElement[bool]:
    of_source, of_outlet = (
        select(learned_blocks.c.digest).where(_same_block(), holds).exists()
        for holds in (_of_source(), _of_outlet())
    )
    return of_source | (_has_labels() & of_outlet)


def _same_block() -> ColumnElement[bool]:
    """Whether what was learned is a block of an article."""
    return (learned_blocks.c.collection_pk == edge_blocks.c.collection_pk) & (
        learned_blocks.c.digest == edge_blocks.c.digest
    )


def _of_source() -> ColumnElement[bool]:
    return learned_blocks.c.source == edge_blocks.c.source


def _of_outlet() -> ColumnElement[bool]:
    """Whether it was learned from articles of the outlet that everybody sees.

    No index helps with that, so it is asked of articles with labels alone.
    """
    for_all = learned_blocks.c.source + _BEFORE_LABELS
    return func.substr(edge_blocks.c.source, 1, func.length(for_all)) == for_all


def _has_labels() -> ColumnElement[bool]:
    return edge_blocks.c.version_pk.in_(select(version_labels.c.version_pk))
