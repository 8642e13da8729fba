"""Articles under embargo, as those are told who may add them."""

from msgspec import Struct, field


class HeldArticle(Struct, frozen=True, kw_only=True):
    """An article that nobody can find yet."""

    id: str
    embargoed_until: str
    title: str | None = None
    outlet: str | None = field(default=None, name="source")
    published: str | None = None
    characters: int
    added: str


class HeldList(Struct, frozen=True):
    """One page of them, sorted by id; to continue, send `next` as `after`."""

    articles: list[HeldArticle]
    total: int
    next: str | None
