"""The claims table: which documents were stored as which article, and in which versions.

Every document that creates, changes or repeats an article records its claims, so that the same
document is recognised later, even if the article has changed since.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, insert, select

from index.identity import (
    Claims,
    Rule,
    are_of_one_origin,
    article_id,
    claims_of,
    is_beside,
    is_nameless,
)
from index.records import Document
from index.store.database import Database
from index.store.rows import AnyRow, decode_metadata
from index.store.schema import articles, claims, versions
from index.store.values import Collection
from index.text.hashes import digest, sha256


class Known(Struct, frozen=True):
    """A document that was seen before: its article, and whether another text is current there."""

    article_id: str
    is_superseded: bool


class _Seen(Struct, frozen=True):
    document: Document
    sha256: str
    digest: str
    claims: Claims


class ClaimTable:
    """The claims of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(
        self, collection: Collection, documents: Mapping[int, Document], rule: Rule
    ) -> dict[int, Known]:
        """The documents that add nothing new, by number.

        A moved or copied file is recognised by its text, and from then on by its place too.
        """
        seen = {number: _seen(document) for number, document in documents.items()}
        with self._database.reading() as connection:
            found = _known_states(connection, collection.pk, seen, rule)
            nameless = {
                number: one
                for number, one in seen.items()
                if number not in found and is_nameless(one.document) and rule is not Rule.REPLACE
            }
            copies = _known_texts(connection, collection.pk, nameless, rule)
        if copies:
            with self._database.writing() as connection:
                for number, row in copies.items():
                    record(connection, collection.pk, row.article_pk, seen[number].claims.all)
        return found | {n: Known(row.id, not row.current) for n, row in copies.items()}


def record(
    connection: Connection, collection_pk: int, article_pk: int, keys: Sequence[int]
) -> None:
    """Record claims for an article."""
    mine = select(claims.c.key).where(
        claims.c.collection_pk == collection_pk,
        claims.c.key.in_(keys),
        claims.c.article_pk == article_pk,
    )
    known = set(connection.scalars(mine))
    new = [
        {"collection_pk": collection_pk, "key": key, "article_pk": article_pk}
        for key in dict.fromkeys(keys)
        if key not in known
    ]
    if new:
        connection.execute(insert(claims), new)


def _seen(document: Document) -> _Seen:
    state = digest(document)
    return _Seen(document, sha256(document.text), state, claims_of(document, state))


def _known_states(
    connection: Connection, collection_pk: int, seen: Mapping[int, _Seen], rule: Rule
) -> dict[int, Known]:
    """Documents that were seen before exactly as they are."""
    keys = {one.claims.state for one in seen.values()}
    rows: dict[int, list[AnyRow]] = {}
    for row in connection.execute(
        _of_articles(claims.c.key, versions.c.digest)
        .join(claims, claims.c.article_pk == articles.c.pk)
        .where(claims.c.collection_pk == collection_pk, claims.c.key.in_(keys), versions.c.current)
    ):
        rows.setdefault(row.key, []).append(row)
    found: dict[int, Known] = {}
    for number, one in seen.items():
        id = article_id(one.document)
        hits = sorted(
            rows.get(one.claims.state, ()),
            key=lambda row: (row.sha256 != one.sha256, row.id != id),
        )
        if hits and _suffices(hits[0], one, rule):
            found[number] = Known(hits[0].id, hits[0].sha256 != one.sha256)
    return found


def _suffices(row: AnyRow, one: _Seen, rule: Rule) -> bool:
    """Whether nothing is left to do for a document that was seen before, as the rule has it."""
    if rule is Rule.REPLACE:
        # It was stored next to the article whose id it claims, and now replaces it.
        return bool(row.digest == one.digest) and not is_beside(row.id, article_id(one.document))
    return rule is Rule.JUDGE or bool(row.sha256 == one.sha256)


def _known_texts(
    connection: Connection, collection_pk: int, nameless: Mapping[int, _Seen], rule: Rule
) -> dict[int, AnyRow]:
    """Moved and copied files: the article that has the text already."""
    hashes = {one.sha256 for one in nameless.values()}
    rows: dict[str, list[AnyRow]] = {}
    for row in connection.execute(
        _of_articles(versions.c.article_pk, versions.c.current, versions.c.metadata)
        .where(versions.c.collection_pk == collection_pk, versions.c.sha256.in_(hashes))
        .order_by(versions.c.current.desc(), versions.c.pk)
    ):
        rows.setdefault(row.sha256, []).append(row)
    claimed = select(claims.c.key, claims.c.article_pk).where(
        claims.c.collection_pk == collection_pk,
        claims.c.key.in_([one.claims.keys[0] for one in nameless.values()]),
    )
    mine = {(row.key, row.article_pk) for row in connection.execute(claimed)} if rows else set()
    found: dict[int, AnyRow] = {}
    for number, one in nameless.items():
        for row in rows.get(one.sha256, ()):
            # New metadata in a known place are news, not a copy.
            is_news = row.current and (one.claims.keys[0], row.article_pk) in mine
            if is_news or (rule is Rule.KEEP and not row.current):
                continue
            if are_of_one_origin(one.document, decode_metadata(row.metadata)):
                found[number] = row
                break
    return found


def _of_articles(*columns: Any) -> Select[*tuple[Any, ...]]:
    return select(articles.c.id, versions.c.sha256, *columns).join_from(
        articles, versions, versions.c.article_pk == articles.c.pk
    )
