"""Values that the store gives out."""

from msgspec import Struct, field


class Collection(Struct, frozen=True):
    """A name space of articles with indexes of its own."""

    pk: int
    name: str
    created: str


class ArticleSummary(Struct, frozen=True, kw_only=True):
    """An article in a list: everything but its text."""

    id: str
    version: str
    title: str | None
    outlet: str | None = field(name="source")
    published: str | None
    authors: tuple[str, ...]
    url: str | None
    characters: int
    added: str
