"""Rolls a collection back: earlier versions become current, later articles are deleted.

The target state comes from the library's own log or from an earlier copy. It is written like any
other change, so running servers follow.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from index.errors import NotFoundError
from index.identity import Rule
from index.ingest import Ingester, batches, document_of
from index.interruption import steps
from index.records import Article, Document
from index.store.library import Library
from index.store.values import Collection as StoredCollection

_AT_ONCE = 64


class WentBack(Struct, frozen=True):
    """The number of changes made."""

    returned: int = 0
    """Articles that have an earlier state again, or are there again."""
    erased: int = 0
    """Articles that had not been there."""

    def __add__(self, other: "WentBack") -> "WentBack":
        return WentBack(self.returned + other.returned, self.erased + other.erased)


def go_back_to(
    library: Library, ingester: Ingester, collection: StoredCollection, seq: int
) -> WentBack:
    """Roll a collection back to its state after a log position.

    Articles deleted since stay deleted.
    """
    wanted = library.log.versions_at(collection, seq)
    current = {one.id: one.version for one in library.all_articles(collection)}
    differing = [id for id, version in wanted.items() if current.get(id) != version]

    def documents(ids: Sequence[str]) -> Iterator[Document]:
        found = library.articles_at(collection, {(id, wanted[id]) for id in ids})
        yield from (_own(article) for article in found.values())

    return _go_back(library, ingester, collection, differing, documents, current.keys() - wanted)


def go_back_to_copy(
    library: Library,
    ingester: Ingester,
    collection: StoredCollection,
    copy: Library,
    copied: StoredCollection,
) -> WentBack:
    """Roll a collection back to its state in a copy of the library.

    Articles deleted since are restored with their versions. Articles now under embargo stay so.
    """
    wanted, current = _digests(copy, copied), _digests(library, collection)
    held = {one.id for one in library.held.each(collection)}
    differing = [id for id, of in wanted.items() if current.get(id) != of and id not in held]

    def documents(ids: Sequence[str]) -> Iterator[Document]:
        for id in ids:
            for version in reversed(copy.article_versions(copied, id)):
                if id not in current or not version.superseded:
                    yield _own(copy.article(copied, id, version.version))

    return _go_back(library, ingester, collection, differing, documents, current.keys() - wanted)


def _go_back(
    library: Library,
    ingester: Ingester,
    collection: StoredCollection,
    differing: Sequence[str],
    documents: Callable[[Sequence[str]], Iterator[Document]],
    later: Collection[str],
) -> WentBack:
    for start in steps(range(0, len(differing), _AT_ONCE)):
        for batch in batches(documents(differing[start : start + _AT_ONCE])):
            ingester.add_each(collection, batch, Rule.REPLACE)
    erased = sum(_erased(library, collection, id) for id in steps(sorted(later)))
    return WentBack(len(differing), erased)


def _erased(library: Library, collection: StoredCollection, id: str) -> bool:
    try:
        library.remove(collection, id)
    except NotFoundError:
        return False
    return True


def _own(article: Article) -> Document:
    """The document of an article, which is that article whatever its text."""
    return structs.replace(document_of(article), id=article.id, is_claimed=False)


def _digests(library: Library, collection: StoredCollection) -> Mapping[str, str]:
    ids = [one.id for one in library.all_articles(collection)]
    return library.known_digests(collection, ids)
