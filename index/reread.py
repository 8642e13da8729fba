"""Analyses stored articles again with the current rules.

Articles keep the quotations, sentences and boilerplate found when they were added. If a newer
version of Dateline finds others, they replace the old ones; text, versions and ids stay. Texts
replaced by another process in the meantime are skipped. It can be interrupted anywhere and run
again: articles already processed do not change a second time.
"""

from collections.abc import Iterator

from msgspec import Struct

from index.ingest import Ingester, batches
from index.records import Article
from index.store.library import Library
from index.store.values import Collection

_ARTICLES_AT_ONCE = 64


class Reread(Struct, frozen=True):
    """How far it is."""

    done: int
    total: int
    changed: int
    """The number of articles whose analysis changed."""


def reread(library: Library, ingester: Ingester, collection: Collection) -> Iterator[Reread]:
    """Analyse all current articles of a collection again, yielding after each stored batch.

    Raises:
        StoreError: the data folder cannot be written to; what was yielded is stored.
    """
    total = library.count_articles(collection)
    done = changed = 0
    yield Reread(0, total, 0)
    for batch in batches(_current(library, collection)):
        changed += ingester.prepare_again(collection, batch)
        done += len(batch)
        yield Reread(done, total, changed)


def _current(library: Library, collection: Collection) -> Iterator[Article]:
    after = None
    while page := library.list_articles(collection, limit=_ARTICLES_AT_ONCE, after=after):
        after = page[-1].id
        found = library.articles_at(collection, {(one.id, None) for one in page})
        # One that was removed since the page was read is not there.
        yield from (found[one.id, None] for one in page if (one.id, None) in found)
