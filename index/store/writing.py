"""Writing to the truth, inside one transaction that also appends to the change log."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from index.records import Document, Layout, Mark, Metadata, Quote, Span, Vectors, reshape
from index.store.own_fields import store_own_fields
from index.store.schema import (
    articles,
    changes,
    counters,
    edge_blocks,
    passages,
    quotations,
    sentence_vectors,
    turn_parts,
    turns,
    version_authors,
    version_meta,
    versions,
)
from index.store.values import Change, Written
from index.store.vectors.vector_table import store_vectors
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
    """Those that were known to be boilerplate when the article was marked."""
    lead: str


def write_article(
    connection: Connection, collection_pk: int, id: str, article: Prepared, embedder: str
) -> Written:
    """Store one article: new, as a new version, or with new metadata on the same text."""
    article_pk = article_pk_of(connection, collection_pk, id)
    outcome = Written.UPDATED if article_pk else Written.ADDED
    if article_pk is None:
        article_pk = _insert_article(connection, collection_pk, id)
    else:
        _retire_current(connection, collection_pk, article_pk)
    version_pk = _store_version(connection, collection_pk, article_pk, article)
    _store_authors(connection, version_pk, article.document.authors)
    store_own_fields(connection, collection_pk, version_pk, article.document.meta)
    _store_edges(connection, collection_pk, version_pk, article)
    store_quotations(
        connection, version_pk, article.document.text, article.sentences, article.quotes
    )
    _store_passages(connection, collection_pk, version_pk, article, embedder)
    return outcome


def write_superseded(connection: Connection, collection_pk: int, id: str, item: Prepared) -> None:
    """Store an older state of an article: it can be read and restored, and is not found."""
    article_pk = article_pk_of(connection, collection_pk, id)
    if article_pk is not None:
        _store_version(connection, collection_pk, article_pk, item, current=False)


def absorb_article(connection: Connection, collection_pk: int, id: str, into: str) -> None:
    """Delete an article whose text is that of another now; its earlier versions go there, too."""
    old, new = (article_pk_of(connection, collection_pk, one) for one in (id, into))
    theirs = select(versions.c.sha256).where(versions.c.article_pk == new)
    connection.execute(
        update(versions)
        .where(versions.c.article_pk == old, versions.c.current.is_(False))
        .where(versions.c.sha256.not_in(theirs))
        .values(article_pk=new)
    )
    remove_article(connection, collection_pk, id)


def remove_article(connection: Connection, collection_pk: int, id: str) -> bool:
    """Delete an article with all its versions; False if there is no article of that id."""
    article_pk = article_pk_of(connection, collection_pk, id)
    if article_pk is None:
        return False
    _retire_current(connection, collection_pk, article_pk)
    _forget_sentences_about(connection, article_pk)
    connection.execute(delete(articles).where(articles.c.pk == article_pk))
    return True


def _forget_sentences_about(connection: Connection, article_pk: int) -> None:
    """Our sentences in conversations may repeat its headline: those beside its quotes go, too."""
    cited = select(turn_parts.c.conversation_id, turn_parts.c.turn).where(
        turn_parts.c.article_pk == article_pk
    )
    place = tuple_(turns.c.conversation_id, turns.c.number)
    connection.execute(update(turns).where(place.in_(cited)).values(text=None))


def article_pk_of(connection: Connection, collection_pk: int, id: str) -> int | None:
    """The article's key, if there is an article of that id."""
    return connection.execute(
        select(articles.c.pk).where(articles.c.collection_pk == collection_pk, articles.c.id == id)
    ).scalar()


def _insert_article(connection: Connection, collection_pk: int, id: str) -> int:
    row = connection.execute(insert(articles).values(collection_pk=collection_pk, id=id))
    return _only_key(row.inserted_primary_key)


def _retire_current(connection: Connection, collection_pk: int, article_pk: int) -> None:
    """Remove the article's current version from the indexes; its text can still be read."""
    pks = connection.scalars(
        select(versions.c.pk).where(versions.c.article_pk == article_pk, versions.c.current)
    )
    for version_pk in pks.all():
        retire_passages(connection, collection_pk, version_pk)
        connection.execute(
            update(versions).where(versions.c.pk == version_pk).values(current=False)
        )


def retire_passages(connection: Connection, collection_pk: int, version_pk: int) -> None:
    """Delete a version's passages and tell the followers which ids are gone."""
    first, last = connection.execute(
        select(func.min(passages.c.id), func.max(passages.c.id)).where(
            passages.c.version_pk == version_pk
        )
    ).one()
    for derived in (edge_blocks, sentence_vectors, quotations, version_meta):
        connection.execute(delete(derived).where(derived.c.version_pk == version_pk))
    if first is None:
        return
    connection.execute(delete(passages).where(passages.c.version_pk == version_pk))
    _log(connection, collection_pk, Change.REMOVE, version_pk, first, last)


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
        return _only_key(row.inserted_primary_key)
    connection.execute(
        update(versions)
        .where(versions.c.pk == known.pk)
        .values(revision=known.revision + 1, **values)
    )
    return int(known.pk)


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
    source = (article.document.outlet or "").casefold()
    if not source or not article.edges:
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
    """Make a version's quotations findable by speaker, except those of unnamed speakers."""
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


def _store_passages(
    connection: Connection, collection_pk: int, version_pk: int, article: Prepared, embedder: str
) -> None:
    first = _take_ids(connection, len(article.passages))
    ids = range(first, first + len(article.passages))
    rows = [
        {
            "id": id,
            "version_pk": version_pk,
            "first_sentence": span.start,
            "last_sentence": span.end,
        }
        for id, span in zip(ids, article.passages, strict=True)
    ]
    if rows:
        connection.execute(insert(passages), rows)
        _log(connection, collection_pk, Change.ADD, version_pk, ids[0], ids[-1])
    store_vectors(connection, version_pk, ids, embedder, article.vectors, article.sentence_vectors)


def _take_ids(connection: Connection, count: int) -> int:
    """Reserve `count` consecutive passage ids; no id is ever used twice."""
    taken = connection.execute(select(counters.c.next).where(counters.c.name == "passages"))
    first = int(taken.scalar_one())
    connection.execute(
        update(counters).where(counters.c.name == "passages").values(next=first + count)
    )
    return first


def _log(
    connection: Connection, collection_pk: int, kind: Change, version_pk: int, first: int, last: int
) -> None:
    connection.execute(
        insert(changes).values(
            collection_pk=collection_pk,
            kind=kind,
            version_pk=version_pk,
            first_passage=first,
            last_passage=last,
            at=int(time.time()),
        )
    )


def now() -> str:
    """The current time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _only_key(key: Any) -> int:
    return int(key[0])
