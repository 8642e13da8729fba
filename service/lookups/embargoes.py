"""Articles under embargo, for those who may add articles."""

from index.records import reshape
from index.store.held_table import EMBARGO, Held
from index.store.library import Library
from index.store.values import Collection
from service.wire.articles import HeldArticle, HeldList


def list_held(library: Library, collection: Collection, limit: int, after: str | None) -> HeldList:
    """A page of the articles under embargo."""
    found = library.held.listed(collection, limit=limit, after=after)
    return HeldList(
        articles=[_shown(one) for one in found],
        total=library.held.count(collection),
        next=found[-1].id if len(found) == limit else None,
    )


def _shown(one: Held) -> HeldArticle:
    document = one.document
    return reshape(
        document,
        HeldArticle,
        id=one.id,
        embargoed_until=document.embargoed_until or str(document.meta[EMBARGO]),
        characters=len(document.text),
        added=one.added,
    )
