"""The interface of commands to a library, in a folder or on a server."""

from msgspec import Struct

from index.store.values import VersionSummary
from service.wire.articles import ArticleOut


class WantedArticles(Struct, frozen=True, kw_only=True):
    """Which articles to list."""

    collection: str | None
    limit: int
    after: str | None = None
    source: str | None = None
    meta: tuple[str, ...] = ()


class WantedQuotes(Struct, frozen=True, kw_only=True):
    """Whose quotations to find, and on what topic."""

    collection: str | None
    person: str
    about: str | None
    published_from: str | None
    published_to: str | None
    limit: int


class ShownArticle(Struct, frozen=True, kw_only=True):
    """An article and its versions, the current one first."""

    article: ArticleOut
    versions: list[VersionSummary]
