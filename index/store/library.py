"""The library: every article with its versions and passages, and the change log.

    one write = one transaction = the rows and the entries of the change log

Once `write` or `remove` has returned, the change is on disk; if it did not return, the change left
no trace. The search indexes are derived: they follow `changes`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from index.errors import NotFoundError, StoreError
from index.identity import Rule
from index.reach import check_reach, reach
from index.records import Article, Filters, Passage
from index.store.change_log import ChangeLog
from index.store.held_table import Held, HeldTable, forget, let_go
from index.store.identities.claims import ClaimTable, record
from index.store.identities.identifying import Standing, Verdict, identify
from index.store.opening import Place, open_whole
from index.store.outlets import Outlets
from index.store.own_fields import OwnFields
from index.store.passage_rows import article_pk_of
from index.store.rows import (
    SUMMARY_COLUMNS,
    AnyRow,
    ArticleCache,
    article_of,
    decode_marks,
    matching,
    summary_of,
    touches_words_of,
)
from index.store.schema import (
    articles,
    changes,
    collections,
    learned_blocks,
    passages,
    sentence_vectors,
    versions,
    views,
)
from index.store.values import ArticleSummary, Collection, Stored, VersionSummary, Written
from index.store.vectors.embedder_records import EmbedderRecords, check_embedder, erase_record
from index.store.vectors.vector_table import VectorTable
from index.store.views.mirroring import views_of
from index.store.views.views import Views
from index.store.views.views import drop as drop_view
from index.store.writing import (
    Prepared,
    absorb_article,
    now,
    remove_article,
    write_article,
    write_superseded,
)
from index.text.ids import check_collection

# SQLite's default bound on the parameters of one statement is 32,766.
_CHUNK = 10_000
_ARTICLES_AT_ONCE = 1_000
_COLLECTIONS = select(collections).where(collections.c.pk.not_in(select(views.c.collection_pk)))
_OF_ARTICLE = versions.c.article_pk == articles.c.pk
_WHOLE = select(versions, articles.c.id.label("id")).join(articles, _OF_ARTICLE)
# What every question and every key that is typed reads. Built once: building a statement takes
# longer than executing it.
_NAMED = _COLLECTIONS.where(collections.c.name == bindparam("name"))
_WHOLE_AMONG = _WHOLE.where(versions.c.pk.in_(bindparam("pks", expanding=True)))
_PLACES = (
    select(
        passages.c.id,
        passages.c.version_pk,
        passages.c.first_sentence,
        passages.c.last_sentence,
        versions.c.revision,
    )
    .join(versions, passages.c.version_pk == versions.c.pk)
    # The sum, as in `rows.is_in`, keeps the planner from starting with every version.
    .where(versions.c.collection_pk + 0 == bindparam("collection"))
    .where(passages.c.id.in_(bindparam("ids", expanding=True)))
)
_SENTENCE_VECTORS = select(sentence_vectors.c.version_pk, sentence_vectors.c.vectors).where(
    sentence_vectors.c.embedder == bindparam("embedder"),
    sentence_vectors.c.version_pk.in_(bindparam("pks", expanding=True)),
)
_SUMMARIES = (
    select(passages.c.id.label("passage"), *SUMMARY_COLUMNS)
    .join(versions, passages.c.version_pk == versions.c.pk)
    .join(articles, _OF_ARTICLE)
    .where(versions.c.collection_pk + 0 == bindparam("collection"))
    .where(passages.c.id.in_(bindparam("ids", expanding=True)))
)


class Located(Struct, frozen=True):
    """A passage with its article and the numbers of its sentences."""

    passage: Passage
    article: Article
    version_pk: int
    first_sentence: int
    last_sentence: int


class Library:
    """All articles of one data folder. Safe to use from several threads and processes."""

    def __init__(self, place: Place) -> None:
        """Open the library in a file or at a URL, creating it if needed.

        Raises:
            SettingsError: the URL is invalid, or its driver is not installed.
            StoreError: it cannot be used; the message says what to do.
        """
        self.database = open_whole(place)
        self.log = ChangeLog(self.database)
        self.claims = ClaimTable(self.database)
        self.held = HeldTable(self.database)
        self.outlets = Outlets(self.database)
        self.own_fields = OwnFields(self.database)
        self.vectors = VectorTable(self.database)
        self.embedders = EmbedderRecords(self.database, self.vectors)
        self.views = Views(self.database)
        self._cache = ArticleCache()

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    # Collections

    def collection(self, name: str) -> Collection:
        """Find a collection, as visible to the caller.

        Raises:
            NotFoundError: there is no collection of that name.
            OutOfReachError: the caller may not access it.
            StoreError: the caller needs a view of it, and nothing can be written.
        """
        check_reach(name)
        with self.database.reading() as connection:
            row = connection.execute(_NAMED, {"name": name}).first()
        if row is None:
            raise NotFoundError(f"collection {name!r}: not found; create it first")
        return self.views.seen(Collection(row.pk, row.name, row.created))

    def check_exists(self, collection: Collection) -> None:
        """Find a collection, or a view of one, in its place.

        Raises:
            NotFoundError: it was dropped.
        """
        statement = select(collections.c.pk).where(collections.c.pk == collection.pk)
        with self.database.reading() as connection:
            if connection.execute(statement).first() is None:
                raise NotFoundError(f"collection {collection.name!r}: not found; it was removed")

    def create_collection(self, name: str) -> Collection:
        """Return the collection of that name, creating it if it does not exist.

        Raises:
            InvalidFieldError: it does not exist, and no collection may have this name.
        """
        with suppress(NotFoundError):
            return self.collection(name)
        check_collection(name)
        with self.database.writing() as connection:
            known = select(collections.c.pk).where(collections.c.name == name)
            if connection.execute(known).first() is None:
                connection.execute(insert(collections).values(name=name, created=now()))
        return self.collection(name)

    def collections(self) -> list[Collection]:
        """Every collection in reach, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(_COLLECTIONS.order_by(collections.c.name)).all()
        found = (Collection(row.pk, row.name, row.created) for row in rows)
        return [self.views.seen(one) for one in found if reach().covers(one.name)]

    def drop_collection(self, name: str) -> None:
        """Delete a collection with everything in it.

        Raises:
            NotFoundError: there is no collection of that name.
        """
        pk = self.collection(name).pk
        with self.database.writing() as connection:
            for view in views_of(connection, pk):
                drop_view(connection, view.pk)
            for table in (articles, learned_blocks, changes):
                connection.execute(delete(table).where(table.c.collection_pk == pk))
            erase_record(connection, pk)
            connection.execute(delete(collections).where(collections.c.pk == pk))

    # Writing

    def write(
        self,
        collection: Collection,
        batch: Sequence[Prepared],
        embedder: str,
        rule: Rule = Rule.JUDGE,
        *,
        released: Held | None = None,
    ) -> list[Stored]:
        """Store articles in one transaction, durable when this returns.

        `rule` decides about articles whose id belongs to another text; `released` are the held
        articles they come from.

        Raises:
            EmbedderChangedError: another embedder than this one serves the collection now.
            NotHeldError: an article to release is no longer held.
        """
        if any(article.document.visible_to for article in batch):
            self.views.prepare(collection)
        with self.database.writing() as connection:
            check_embedder(connection, collection.pk, embedder)
            if released is not None:
                let_go(connection, collection, released)
            return [_write(connection, collection, article, embedder, rule) for article in batch]

    def rewrite(self, collection: Collection, batch: Sequence[Prepared], embedder: str) -> int:
        """Store new analyses of current texts; return how many are still current.

        Raises:
            EmbedderChangedError: another embedder than this one serves the collection now.
        """
        with self.database.writing() as connection:
            check_embedder(connection, collection.pk, embedder)
            current = [one for one in batch if _is_current(connection, collection, one)]
            for article in current:
                write_article(connection, collection.pk, article.id, article, embedder)
        return len(current)

    def remove(self, collection: Collection, id: str) -> None:
        """Delete one article, all its versions and everything derived from them.

        Articles under embargo are deleted too.

        Raises:
            NotFoundError: no such article.
        """
        with self.database.writing() as connection:
            was_held = forget(connection, collection.pk, id)
            removed = remove_article(connection, collection.pk, id) or was_held
        if not removed:
            raise NotFoundError(f"article {id!r}: not found in collection {collection.name!r}")

    # Reading articles

    def article(self, collection: Collection, id: str, version: str | None = None) -> Article:
        """Read one article: its current version, or the given one.

        Raises:
            NotFoundError: no such article or version.
        """
        wanted = versions.c.current if version is None else versions.c.sha256 == version
        statement = _WHOLE.where(
            articles.c.collection_pk == collection.pk, articles.c.id == id, wanted
        )
        with self.database.reading() as connection:
            row = connection.execute(statement).first()
        if row is None:
            what = f"article {id!r}" + (f", version {version!r}" if version else "")
            raise NotFoundError(f"{what}: not found in collection {collection.name!r}")
        return article_of(row, collection.name)

    def articles_at(
        self, collection: Collection, places: Iterable[tuple[str, str | None]]
    ) -> dict[tuple[str, str | None], Article]:
        """Articles by id and version (None: current); unknown ones are left out."""
        wanted = set(places)
        statement = (
            select(
                versions.c.pk,
                versions.c.revision,
                versions.c.sha256,
                versions.c.current,
                articles.c.id,
            )
            .join(articles, _OF_ARTICLE)
            .where(articles.c.collection_pk == collection.pk)
        )
        with self.database.reading() as connection:
            rows = [
                row
                for chunk in _chunks(sorted({id for id, _ in wanted}))
                for row in connection.execute(statement.where(articles.c.id.in_(chunk)))
                if (row.id, row.sha256) in wanted or (row.current and (row.id, None) in wanted)
            ]
            found = self._articles(connection, collection, {(r.pk, r.revision) for r in rows})
        at: dict[tuple[str, str | None], Article] = {
            (row.id, row.sha256): found[row.pk] for row in rows
        }
        for row in rows:
            if row.current and (row.id, None) in wanted:
                at[row.id, None] = found[row.pk]
        return at

    def article_versions(self, collection: Collection, id: str) -> list[VersionSummary]:
        """Every version of an article: the current one, then the others, newest first."""
        statement = (
            select(versions.c.sha256, versions.c.added, versions.c.current)
            .join(articles, _OF_ARTICLE)
            .where(articles.c.collection_pk == collection.pk, articles.c.id == id)
            .order_by(versions.c.current.desc(), versions.c.pk.desc())
        )
        with self.database.reading() as connection:
            rows = connection.execute(statement).all()
        return [
            VersionSummary(version=row.sha256, added=row.added, superseded=not row.current)
            for row in rows
        ]

    def list_articles(
        self,
        collection: Collection,
        filters: Filters | None = None,
        *,
        limit: int = 100,
        after: str | None = None,
    ) -> list[ArticleSummary]:
        """Summaries of current versions, sorted by id, starting after the id `after`."""
        statement = (
            select(*SUMMARY_COLUMNS)
            .join(articles, _OF_ARTICLE)
            .where(*matching(collection, filters or Filters(), as_of=None))
            .order_by(articles.c.id)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(articles.c.id > after)
        with self.database.reading() as connection:
            return [summary_of(row) for row in connection.execute(statement)]

    def all_articles(self, collection: Collection) -> Iterator[ArticleSummary]:
        """Summaries of all current versions, sorted by id, read page by page."""
        after = None
        while page := self.list_articles(collection, limit=_ARTICLES_AT_ONCE, after=after):
            yield from page
            after = page[-1].id

    def quoting(
        self,
        collection: Collection,
        speakers: Sequence[str],
        filters: Filters | None = None,
        *,
        limit: int,
    ) -> list[Article]:
        """Current articles that quote one of the speakers, newest first."""
        wanted = structs.replace(filters or Filters(), speaker=tuple(speakers))
        return [article for _, article in self.newest(collection, wanted, limit=limit)]

    def newest(
        self, collection: Collection, filters: Filters, *, limit: int
    ) -> list[tuple[int, Article]]:
        """The newest of the current articles, each with its version's key; undated ones last."""
        statement = (
            select(versions.c.pk, versions.c.revision)
            .join(articles, _OF_ARTICLE)
            .where(*matching(collection, filters, as_of=None))
            .order_by(versions.c.published_first.desc().nulls_last(), articles.c.id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            keys = [(row.pk, row.revision) for row in connection.execute(statement)]
            found = self._articles(connection, collection, set(keys))
        return [(pk, found[pk]) for pk, _ in keys]

    def count_articles(self, collection: Collection | str) -> int:
        """The number of articles in a collection; 0 if it does not exist."""
        if isinstance(collection, str):
            try:
                collection = self.collection(collection)
            except NotFoundError:
                return 0
        statement = select(func.count()).where(articles.c.collection_pk == collection.pk)
        with self.database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def every_version(self, collection: Collection) -> Iterator[Article]:
        """Every version of every article, oldest first, read in chunks."""
        statement = _WHOLE.where(versions.c.collection_pk == collection.pk)
        statement = statement.order_by(versions.c.pk).limit(200)
        after = 0
        while True:
            with self.database.reading() as connection:
                rows = connection.execute(statement.where(versions.c.pk > after)).all()
            if not rows:
                return
            after = rows[-1].pk
            yield from (article_of(row, collection.name) for row in rows)

    def earlier_versions(self, collection: Collection, ids: Sequence[str]) -> list[Article]:
        """Earlier versions of these articles, in no particular order.

        Versions newer than a restored one do not count.
        """
        current = versions.alias()
        statement = (
            _WHOLE.join(current, (current.c.article_pk == articles.c.pk) & current.c.current)
            .where(articles.c.collection_pk == collection.pk, versions.c.current.is_(False))
            .where(
                (versions.c.pk < current.c.pk)
                | (versions.c.published_first < current.c.published_first)
            )
        )
        with self.database.reading() as connection:
            return [
                article_of(row, collection.name)
                for chunk in _chunks(ids)
                for row in connection.execute(statement.where(articles.c.id.in_(chunk)))
            ]

    def known_digests(self, collection: Collection, ids: Sequence[str]) -> dict[str, str]:
        """The current version's digest for each of these article ids; unknown ids are left out."""
        statement = (
            select(articles.c.id, versions.c.digest)
            .join(versions, versions.c.article_pk == articles.c.pk)
            .where(articles.c.collection_pk == collection.pk, versions.c.current)
        )
        with self.database.reading() as connection:
            return {
                row.id: row.digest
                for chunk in _chunks(ids)
                for row in connection.execute(statement.where(articles.c.id.in_(chunk)))
            }

    # Reading passages

    def locate(self, collection: Collection, ids: Sequence[int]) -> dict[int, Located]:
        """The passages with these ids and their articles; deleted ones are left out."""
        with self.database.reading() as connection:
            rows = [
                row
                for chunk in _chunks(ids)
                for row in connection.execute(_PLACES, {"collection": collection.pk, "ids": chunk})
            ]
            found = self._articles(
                connection, collection, {(r.version_pk, r.revision) for r in rows}
            )
        return {row.id: _locate(row, found[row.version_pk]) for row in rows}

    def summaries(self, collection: Collection, ids: Sequence[int]) -> dict[int, ArticleSummary]:
        """The articles of the passages with these ids, without their texts."""
        with self.database.reading() as connection:
            return {
                row.passage: summary_of(row)
                for chunk in _chunks(ids)
                for row in connection.execute(
                    _SUMMARIES, {"collection": collection.pk, "ids": chunk}
                )
            }

    def _articles(
        self, connection: Connection, collection: Collection, keys: set[tuple[int, int]]
    ) -> dict[int, Article]:
        """Articles by version key, from the cache if they have not changed since."""
        found = {key: cached for key in keys if (cached := self._cache.get(key)) is not None}
        missing = {key[0]: key for key in keys - found.keys()}
        if missing:
            for row in connection.execute(_WHOLE_AMONG, {"pks": list(missing)}):
                article = article_of(row, collection.name)
                self._cache.put(missing[row.pk], article)
                found[missing[row.pk]] = article
        return {key[0]: article for key, article in found.items()}

    def sentence_vectors(
        self, version_pks: Sequence[int], embedder: str
    ) -> dict[int, NDArray[np.int8]]:
        """Vectors of each version's sentences as int8 rows (127 = 1.0), by version."""
        with self.database.reading() as connection:
            return {
                row.version_pk: np.frombuffer(row.vectors, np.int8)
                for chunk in _chunks(version_pks)
                for row in connection.execute(
                    _SENTENCE_VECTORS, {"embedder": embedder, "pks": chunk}
                )
            }

    def matching_passages(
        self, collection: Collection, filters: Filters, as_of: str | None
    ) -> NDArray[np.int64]:
        """Ids of the passages that the filters allow, ascending."""
        statement = (
            select(passages.c.id)
            .join(versions, passages.c.version_pk == versions.c.pk)
            .where(*matching(collection, filters, as_of))
        )
        # Not always: without `articles`, an index alone answers most filters in half the time.
        if filters.article_ids:
            statement = statement.join(articles, _OF_ARTICLE)
        if filters.speaker:
            statement = statement.where(touches_words_of(filters.speaker))
        with self.database.reading() as connection:
            return np.sort(np.fromiter(connection.execute(statement).scalars(), np.int64))


def _write(
    connection: Connection, collection: Collection, article: Prepared, embedder: str, rule: Rule
) -> Stored:
    """Write one article as what it is, and remember what it claimed to be."""
    verdict = identify(connection, collection.pk, article, rule)
    written = _write_as(connection, collection, verdict, article, embedder)
    if verdict.absorbed is not None:
        absorb_article(connection, collection.pk, verdict.absorbed, verdict.id)
    article_pk = article_pk_of(connection, collection.pk, verdict.id)
    if article_pk is not None:
        record(connection, collection.pk, article_pk, verdict.claims.all)
    return Stored(verdict.id, written, verdict.reason)


def _write_as(
    connection: Connection,
    collection: Collection,
    verdict: Verdict,
    article: Prepared,
    embedder: str,
) -> Written:
    if verdict.standing is Standing.BEHIND:
        write_superseded(connection, collection.pk, verdict.id, article)
    is_news = verdict.standing in (Standing.NEW, Standing.CURRENT)
    if not is_news or _is_stored(connection, collection, verdict.id, article):
        return Written.UNCHANGED
    return write_article(connection, collection.pk, verdict.id, article, embedder)


def _current(connection: Connection, collection: Collection, id: str) -> AnyRow | None:
    return connection.execute(
        select(versions.c.digest, versions.c.marks)
        .join(articles, _OF_ARTICLE)
        .where(articles.c.collection_pk == collection.pk, articles.c.id == id, versions.c.current)
    ).first()


def _is_current(connection: Connection, collection: Collection, article: Prepared) -> bool:
    """Whether the article's current version still is this text with these data."""
    current = _current(connection, collection, article.id)
    return current is not None and current.digest == article.digest


def _is_stored(connection: Connection, collection: Collection, id: str, article: Prepared) -> bool:
    """Whether it is the current version already: another process may have written the same."""
    current = _current(connection, collection, id)
    return (
        current is not None
        and current.digest == article.digest
        and decode_marks(current.marks) == article.marks
    )


def _locate(row: AnyRow, article: Article) -> Located:
    try:
        start = article.sentences[row.first_sentence].start
        end = article.sentences[row.last_sentence].end
    except IndexError as exc:
        raise StoreError(
            f"article {article.id!r}: its passages in the database are damaged; remove the "
            "article and add it again, or restore the database from a backup"
        ) from exc
    passage = Passage(
        id=row.id,
        article_id=article.id,
        version=article.version,
        start=start,
        end=end,
        text=article.text[start:end],
    )
    return Located(passage, article, row.version_pk, row.first_sentence, row.last_sentence)


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
