"""Selects the view of a collection for a caller, creating it on first use.

    library.collection("news")   --who sees every article-----------> the collection itself
                                 --no article of it has labels------> the same: they see all
                                 --otherwise------------------------> the view for their labels

A view is a collection with its own indexes, so that nothing counted, completed, learned or cached
for one reader can come from an article that only others see.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from threading import Lock

from msgspec import structs
from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from index.errors import ReachChangedError
from index.interruption import steps
from index.reach import confirm_later, reach
from index.store.database import Database
from index.store.passage_rows import only_key
from index.store.schema import (
    articles,
    changes,
    collections,
    passages,
    version_labels,
    versions,
    views,
)
from index.store.values import Collection
from index.store.views.mirroring import (
    Labels,
    View,
    encode_labels,
    is_copy,
    mirror_into,
    seen_versions,
    states,
    views_of,
)

_AT_ONCE = 100
EVERYBODY: Labels = frozenset()
"""The empty label set."""
_HAS_LABELS = exists().where(version_labels.c.collection_pk == bindparam("of"))
_READY = (
    select(views.c.collection_pk)
    .where(views.c.of_pk == bindparam("of"), views.c.labels == bindparam("labels"))
    .where(views.c.ready)
)
_FOUND = select(_READY.scalar_subquery().label("view"), _HAS_LABELS.label("has_labels"))


class Views:
    """The views of one library. Safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self.wanted: Callable[[], Iterable[Labels]] = lambda: ()
        """The sets of labels that readers have, for views to be made before they are needed."""

    def seen(self, collection: Collection) -> Collection:
        """The collection as visible to the caller.

        Raises:
            StoreError: it needs a view, which cannot be written.
        """
        labels = reach().labels
        if labels is None:
            return collection
        wanted = {"of": collection.pk, "labels": encode_labels(labels)}
        with self._database.reading() as connection:
            row = connection.execute(_FOUND, wanted).one()
        if row.view is not None:
            return _view(collection, row.view)
        if row.has_labels:
            return self._made(collection, labels)
        confirm_later(collection.pk, partial(self._check_unlabelled, collection))
        return collection

    def _check_unlabelled(self, collection: Collection) -> None:
        """Check that what has just been read contained nothing restricted.

        Raises:
            ReachChangedError: its first article with labels was added in the meantime.
        """
        with self._database.reading() as connection:
            if connection.execute(select(_HAS_LABELS), {"of": collection.pk}).scalar():
                raise ReachChangedError(
                    f"collection {collection.name!r}: some of its articles are now restricted; "
                    "ask again"
                )

    def of(self, collection: Collection) -> list[Collection]:
        """Every view of a collection."""
        with self._database.reading() as connection:
            return [_view(collection, view.pk) for view in views_of(connection, collection.pk)]

    def prepare(self, collection: Collection) -> None:
        """Create the views that readers are going to need.

        Called before the first labelled article is written, so that nobody has to wait later.
        """
        for labels in {EVERYBODY, *self.wanted()}:
            self._made(collection, labels)

    def tidy(self, known: Iterable[Collection]) -> None:
        """Create missing views, and drop those that no labels need any more."""
        wanted = {EVERYBODY, *self.wanted()}
        for collection in known:
            with self._database.reading() as connection:
                has_labels = connection.execute(select(_HAS_LABELS), {"of": collection.pk}).scalar()
                there = views_of(connection, collection.pk)
            if has_labels:
                self.prepare(collection)
            # The keys of other servers that share the database are not known here.
            knows_keys = not self._database.is_shared
            gone = [
                view
                for view in there
                if not has_labels or (knows_keys and view.labels not in wanted)
            ]
            if gone:
                with self._database.writing() as connection:
                    for view in gone:
                        drop(connection, view.pk)

    def astray(self, collection: Collection) -> list[str]:
        """Ids of the articles that are not in a view as they should be."""
        with self._database.reading() as connection:
            ready = [
                view
                for view in views_of(connection, collection.pk)
                if _find(connection, collection, view.labels) is not None
            ]
            return sorted({id for view in ready for id in _astray(connection, view)})

    def mend(self, collection: Collection, ids: Iterable[str]) -> None:
        """Rebuild each view's copies."""
        with self._database.writing() as connection:
            for view in views_of(connection, collection.pk):
                for id in ids:
                    mirror_into(connection, view, id)

    def _made(self, collection: Collection, labels: Labels) -> Collection:
        """The view for these labels, filled now if needed, resuming an interrupted fill.

        While it is being filled, whatever is written is mirrored already.
        """
        with self._database.reading() as connection:
            found = _find(connection, collection, labels)
        if found is None:
            # One at a time; what other processes do as well comes to the same.
            with self._lock:
                found = self._filled(collection, labels)
        return _view(collection, found)

    def _filled(self, collection: Collection, labels: Labels) -> int:
        with self._database.writing() as connection:
            found = _find(connection, collection, labels)
            if found is not None:
                return found
            view = _registered(connection, collection, labels)
            ids = _in_order(connection, collection)
        for start in steps(range(0, len(ids), _AT_ONCE)):
            with self._database.writing() as connection:
                for id in ids[start : start + _AT_ONCE]:
                    mirror_into(connection, view, id)
        with self._database.writing() as connection:
            mine = views.c.collection_pk == view.pk
            connection.execute(update(views).where(mine).values(ready=True))
        return view.pk


def drop(connection: Connection, view_pk: int) -> None:
    """Delete a view with everything in it."""
    for table in (articles, changes):
        connection.execute(delete(table).where(table.c.collection_pk == view_pk))
    connection.execute(delete(views).where(views.c.collection_pk == view_pk))
    connection.execute(delete(collections).where(collections.c.pk == view_pk))


def _find(connection: Connection, collection: Collection, labels: Labels) -> int | None:
    wanted = {"of": collection.pk, "labels": encode_labels(labels)}
    return connection.execute(_READY, wanted).scalar()


def _registered(connection: Connection, collection: Collection, labels: Labels) -> View:
    known = {view.labels: view for view in views_of(connection, collection.pk)}
    if labels in known:
        return known[labels]
    encoded = encode_labels(labels)
    # No collection that a person names has a slash.
    hidden = {"name": f"{collection.pk}/{encoded}", "created": collection.created}
    pk = only_key(connection.execute(insert(collections).values(hidden)).inserted_primary_key)
    row = {"collection_pk": pk, "of_pk": collection.pk, "labels": encoded, "ready": False}
    connection.execute(insert(views).values(row))
    return View(pk, collection.pk, labels)


def _in_order(connection: Connection, collection: Collection) -> list[str]:
    """The ids of all articles, in the order in which their passages were added."""
    first = func.min(passages.c.id)
    return list(
        connection.scalars(
            select(articles.c.id)
            .join(versions, (versions.c.article_pk == articles.c.pk) & versions.c.current)
            .outerjoin(passages, passages.c.version_pk == versions.c.pk)
            .where(articles.c.collection_pk == collection.pk)
            .group_by(articles.c.pk)
            .order_by(first, articles.c.pk)
        )
    )


def _astray(connection: Connection, view: View) -> Iterator[str]:
    here, there = (
        dict(
            connection.execute(
                select(articles.c.id, articles.c.pk).where(articles.c.collection_pk == pk)
            ).all()
        )
        for pk in (view.of, view.pk)
    )
    for id in here.keys() | there.keys():
        seen = seen_versions(connection, here[id], view.labels) if id in here else []
        wanted = seen if any(row.current for row in seen) else []
        if not is_copy(wanted, states(connection, there[id]) if id in there else []):
            yield id


def _view(collection: Collection, pk: int) -> Collection:
    return structs.replace(collection, pk=pk, of=collection.pk)
