"""Writing to the database, in one transaction that also appends to the change log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select, tuple_, update

from index.records import Document, Layout, Mark, Metadata, Quote, Span, Vectors, reshape
from index.store.outlets import source_of
from index.store.own_fields import store_own_fields
from index.store.passage_rows import (
    article_pk_of,
    insert_article,
    only_key,
    retire_current,
    store_passages,
)
from index.store.schema import (
    articles,
    edge_blocks,
    quotations,
    turn_parts,
    turns,
    version_authors,
    version_labels,
    versions,
)
from index.store.values import Written
from index.store.vectors.vector_table import store_vectors
from index.store.views.mirroring import mirror
from index.text.dates.parsing import first_instant
from index.text.hashes import pack
from index.text.introductions import SEPARATOR, introduction
from index.text.segmentation.positions import touched_sentences

_encode = msgspec.msgpack.Encoder().encode
_LONGEST_NAME = 120
_LONGEST_INTRODUCTION = 400


class Prepared(Struct, frozen=True, kw_only=True):
    """An article ready to be written: split, marked and embedded."""

    id: str
    """As the document names it; another article may have it already."""
    document: Document
    sha256: str
    digest: str
    marks: tuple[Mark, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[Span, ...]
    """First and last sentence number of each passage, both inclusive."""
    vectors: Vectors
    sentence_vectors: NDArray[np.int8]
    edges: tuple[str, ...]
    """Digests of the blocks at its edges that might be the outlet's boilerplate."""
    learned: frozenset[str]
    """Digests known to be boilerplate when the article was marked."""
    lead: str


def write_article(
    connection: Connection, collection_pk: int, id: str, article: Prepared, embedder: str
) -> Written:
    """Store one article: new, as a new version, or with new metadata on the same text."""
    article_pk = article_pk_of(connection, collection_pk, id)
    outcome = Written.UPDATED if article_pk else Written.ADDED
    if article_pk is None:
        article_pk = insert_article(connection, collection_pk, id)
    else:
        retire_current(connection, collection_pk, article_pk)
    version_pk = _store_version(connection, collection_pk, article_pk, article)
    _store_authors(connection, version_pk, article.document.authors)
    store_own_fields(connection, collection_pk, version_pk, article.document.meta)
    _store_edges(connection, collection_pk, version_pk, article)
    store_quotations(
        connection, version_pk, article.document.text, article.sentences, article.quotes
    )
    _store_found(connection, collection_pk, version_pk, article, embedder)
    mirror(connection, collection_pk, id)
    return outcome


def write_superseded(connection: Connection, collection_pk: int, id: str, item: Prepared) -> None:
    """Store an older state of an article: it can be read and restored, and is not found."""
    article_pk = article_pk_of(connection, collection_pk, id)
    if article_pk is not None:
        _store_version(connection, collection_pk, article_pk, item, current=False)
        mirror(connection, collection_pk, id)


def absorb_article(connection: Connection, collection_pk: int, id: str, into: str) -> None:
    """Delete an article whose text now belongs to another, moving its earlier versions there."""
    old, new = (article_pk_of(connection, collection_pk, one) for one in (id, into))
    theirs = select(versions.c.sha256).where(versions.c.article_pk == new)
    connection.execute(
        update(versions)
        .where(versions.c.article_pk == old, versions.c.current.is_(False))
        .where(versions.c.sha256.not_in(theirs))
        .values(article_pk=new)
    )
    remove_article(connection, collection_pk, id)
    mirror(connection, collection_pk, into)


def remove_article(connection: Connection, collection_pk: int, id: str) -> bool:
    """Delete an article with all its versions; False if there is no article of that id."""
    article_pk = article_pk_of(connection, collection_pk, id)
    if article_pk is None:
        return False
    retire_current(connection, collection_pk, article_pk)
    _forget_sentences_about(connection, article_pk)
    connection.execute(delete(articles).where(articles.c.pk == article_pk))
    mirror(connection, collection_pk, id)
    return True


def _forget_sentences_about(connection: Connection, article_pk: int) -> None:
    """Our sentences in conversations may repeat its headline: those beside its quotes go, too."""
    cited = select(turn_parts.c.conversation_id, turn_parts.c.turn).where(
        turn_parts.c.article_pk == article_pk
    )
    place = tuple_(turns.c.conversation_id, turns.c.number)
    connection.execute(update(turns).where(place.in_(cited)).values(text=None))


def _store_version(
    connection: Connection,
    collection_pk: int,
    article_pk: int,
    article: Prepared,
    *,
    current: bool = True,
) -> int:
    values = _columns(article) | {"current": current}
    known = connection.execute(
        select(versions.c.pk, versions.c.revision).where(
            versions.c.article_pk == article_pk, versions.c.sha256 == article.sha256
        )
    ).first()
    if known is None:
        version_pk = _insert_version(connection, collection_pk, article_pk, article, values)
    else:
        version_pk = int(known.pk)
        connection.execute(
            update(versions)
            .where(versions.c.pk == version_pk)
            .values(revision=known.revision + 1, **values)
        )
    labels = article.document.visible_to
    _store_labels(connection, collection_pk, version_pk, labels, is_new=known is None)
    return version_pk


def _insert_version(
    connection: Connection,
    collection_pk: int,
    article_pk: int,
    article: Prepared,
    values: dict[str, Any],
) -> int:
    row = connection.execute(
        insert(versions).values(
            article_pk=article_pk,
            collection_pk=collection_pk,
            text=pack(article.document.text),
            added=now(),
            revision=1,
            **values,
        )
    )
    return only_key(row.inserted_primary_key)


def _store_labels(
    connection: Connection,
    collection_pk: int,
    version_pk: int,
    labels: Sequence[str],
    *,
    is_new: bool,
) -> None:
    if not is_new:
        connection.execute(delete(version_labels).where(version_labels.c.version_pk == version_pk))
    rows = [
        {"version_pk": version_pk, "label": label, "collection_pk": collection_pk}
        for label in dict.fromkeys(labels)
    ]
    if rows:
        connection.execute(insert(version_labels), rows)


def _columns(article: Prepared) -> dict[str, Any]:
    document = article.document
    published = document.published
    return {
        "sha256": article.sha256,
        "characters": len(document.text),
        "metadata": _encode(reshape(document, Metadata)),
        "source_key": document.outlet.casefold() if document.outlet else None,
        "published_first": first_instant(published) if published else None,
        "format": document.format,
        "origin": document.origin,
        "assumed": _encode(document.assumed),
        "marks": _encode(article.marks),
        "sentences": _encode(article.sentences),
        "quotes": _encode(article.quotes),
        "layout": _encode(document.layout) if document.layout != Layout() else b"",
        "digest": article.digest,
    }


def _store_authors(connection: Connection, version_pk: int, authors: tuple[str, ...]) -> None:
    connection.execute(delete(version_authors).where(version_authors.c.version_pk == version_pk))
    keys = sorted({author.casefold() for author in authors})
    if keys:
        rows = [{"version_pk": version_pk, "author": key} for key in keys]
        connection.execute(insert(version_authors), rows)


def _store_edges(
    connection: Connection, collection_pk: int, version_pk: int, article: Prepared
) -> None:
    source = source_of(article.document)
    if source is None or not article.edges:
        return
    rows = [
        {
            "version_pk": version_pk,
            "digest": digest,
            "collection_pk": collection_pk,
            "source": source,
            "lead": article.lead,
            "applied": digest in article.learned,
        }
        for digest in sorted(set(article.edges))
    ]
    connection.execute(insert(edge_blocks), rows)


def store_quotations(
    connection: Connection,
    version_pk: int,
    text: str,
    sentences: Sequence[Span],
    quotes: Sequence[Quote],
) -> None:
    """Index a version's quotations by speaker, except those of unnamed speakers."""
    rows = []
    introduced: set[str] = set()
    for number, quote in enumerate(quotes):
        # SQL text may hold no NUL character, and no name holds one.
        if quote.speaker is not None and sentences and "\0" not in quote.speaker:
            first, last = touched_sentences(sentences, quote)
            called = text[quote.source.start : quote.source.end] if quote.source else quote.speaker
            called = called[:_LONGEST_NAME].replace(SEPARATOR, " ")
            if quote.speaker not in introduced:
                introduced.add(quote.speaker)
                around = introduction(text, quote.speaker)[:_LONGEST_INTRODUCTION]
                called = SEPARATOR.join(filter(None, (called, around)))
            rows.append(
                {
                    "version_pk": version_pk,
                    "number": number,
                    "speaker": quote.speaker,
                    "called": called.replace("\0", ""),
                    "first_sentence": first,
                    "last_sentence": last,
                }
            )
    if rows:
        connection.execute(insert(quotations), rows)


def _store_found(
    connection: Connection, collection_pk: int, version_pk: int, article: Prepared, embedder: str
) -> None:
    ids = store_passages(connection, collection_pk, version_pk, article.passages)
    store_vectors(connection, version_pk, ids, embedder, article.vectors, article.sentence_vectors)


def now() -> str:
    """The current time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
