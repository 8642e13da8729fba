"""Copies the vectors of a collection's passages to its views."""

from sqlalchemy import Connection, Subquery, insert, select

from index.store.schema import articles, passages, sentence_vectors, vectors, versions
from index.store.views.mirroring import views_of


def copy_vectors(connection: Connection, collection_pk: int, embedder: str) -> None:
    """Give the views of a collection the vectors by an embedder that is about to serve it."""
    for view in views_of(connection, collection_pk):
        pairs = _pairs(collection_pk, view.pk)
        _copy_of_passages(connection, pairs, embedder)
        _copy_of_sentences(connection, pairs, embedder)


def _pairs(of: int, view: int) -> Subquery:
    """The current versions with their copies."""
    article, copied = articles.alias(), articles.alias()
    version, copy = versions.alias(), versions.alias()
    return (
        select(version.c.pk.label("version"), copy.c.pk.label("copy"))
        .join(article, version.c.article_pk == article.c.pk)
        .join(copied, (copied.c.id == article.c.id) & (copied.c.collection_pk == view))
        .join(copy, (copy.c.article_pk == copied.c.pk) & (copy.c.sha256 == version.c.sha256))
        .where(article.c.collection_pk == of, version.c.current, copy.c.current)
        .subquery()
    )


def _copy_of_passages(connection: Connection, pairs: Subquery, embedder: str) -> None:
    old, new, there = passages.alias(), passages.alias(), vectors.alias()
    is_same = (old.c.first_sentence == new.c.first_sentence) & (
        old.c.last_sentence == new.c.last_sentence
    )
    found = (
        select(new.c.id, vectors.c.embedder, vectors.c.vector)
        .select_from(pairs)
        .join(old, old.c.version_pk == pairs.c.version)
        .join(new, (new.c.version_pk == pairs.c.copy) & is_same)
        .join(vectors, (vectors.c.passage_id == old.c.id) & (vectors.c.embedder == embedder))
        .outerjoin(there, (there.c.passage_id == new.c.id) & (there.c.embedder == embedder))
        .where(there.c.passage_id.is_(None))
    )
    columns = ["passage_id", "embedder", "vector"]
    connection.execute(insert(vectors).from_select(columns, found))


def _copy_of_sentences(connection: Connection, pairs: Subquery, embedder: str) -> None:
    own, there = sentence_vectors.alias(), sentence_vectors.alias()
    found = (
        select(pairs.c.copy, own.c.embedder, own.c.vectors)
        .join(own, (own.c.version_pk == pairs.c.version) & (own.c.embedder == embedder))
        .outerjoin(there, (there.c.version_pk == pairs.c.copy) & (there.c.embedder == embedder))
        .where(there.c.version_pk.is_(None))
    )
    columns = ["version_pk", "embedder", "vectors"]
    connection.execute(insert(sentence_vectors).from_select(columns, found))
