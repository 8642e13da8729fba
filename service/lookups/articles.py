"""Articles in responses: single or paged."""

from msgspec import Struct

from index.records import Article, Filters, reshape
from index.store.library import Library
from index.store.listing import Listing
from index.store.values import Collection
from service.wire.articles import ArticleList, ArticleOut


class Page(Struct, frozen=True, kw_only=True):
    """The requested page of a list."""

    limit: int
    after: str | None = None
    """The id of the last article of the page before."""
    newest_first: bool = False
    """Otherwise sorted by id."""


def article_out(article: Article) -> ArticleOut:
    """An article as clients see it."""
    return reshape(
        article,
        ArticleOut,
        marks=[(m.start, m.end, m.kind.value) for m in article.marks],
        sentences=[(s.start, s.end) for s in article.sentences],
        pages=[(page.start, page.number) for page in article.layout.pages],
    )


def list_articles(
    library: Library, collection: Collection, filters: Filters, page: Page
) -> ArticleList:
    """A page of the articles that match the filters, and how many do.

    Raises:
        NotFoundError: the newest are wanted first, and there is no article `after`.
    """
    listing = Listing(library.database)
    ordered = listing.newest if page.newest_first else library.list_articles
    found = ordered(collection, filters, limit=page.limit, after=page.after)
    return ArticleList(
        articles=found,
        total=listing.count(collection, filters),
        next=found[-1].id if len(found) == page.limit else None,
    )
