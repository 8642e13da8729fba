"""Articles in requests and responses, including those under embargo."""

from typing import Annotated

from msgspec import Meta, Struct, field

from index.identity import Rule
from index.records import Metadata
from index.store.values import ArticleSummary
from index.text.ids import MOST_LABELS
from service.wire.fields import (
    NOT_BLANK,
    ArticleId,
    CollectionName,
    Date,
    Identity,
    KnownId,
    Label,
    Name,
    OwnFields,
)


class ArticleIn(Metadata, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to add; fields with limits are declared here."""

    text: Annotated[
        str,
        Meta(min_length=1, max_length=10_000_000, extra_json_schema={"pattern": NOT_BLANK}),
    ]
    id: ArticleId | None = None
    title: Annotated[str, Meta(max_length=2_000)] | None = None
    url: Annotated[str, Meta(max_length=4_000)] | None = None
    outlet: Name | None = field(default=None, name="source")
    published: Date | None = None
    modified: Date | None = None
    embargoed_until: Date | None = None
    visible_to: Annotated[tuple[Label, ...], Meta(max_length=MOST_LABELS)] = ()
    authors: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    language: Annotated[str, Meta(max_length=35)] | None = None
    meta: OwnFields = field(default_factory=dict)


class FetchRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page or feed to fetch."""

    url: Annotated[str, Meta(min_length=8, max_length=4_000)]
    collection: CollectionName | None = None
    identity: Identity = Rule.JUDGE


class RestoreRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The earlier version to make current again."""

    id: KnownId
    version: Annotated[
        str,
        Meta(
            min_length=4,
            max_length=64,
            description="The version id, or its start, as listed by `GET /v1/versions/{id}`.",
        ),
    ]
    collection: CollectionName | None = None


class ArticleAdded(Struct, frozen=True, kw_only=True):
    """The outcome of adding one article."""

    id: str
    version: str
    status: str
    assumed: tuple[str, ...]
    """Assumptions made about it, and custom fields that could not be kept."""
    reason: str | None = None
    """Why it did not replace an article with the same id or URL, or is not current."""


class ArticleOut(Metadata, frozen=True, kw_only=True):
    """One version of an article, with offsets in code points."""

    id: str
    collection: str
    version: str
    text: str
    format: str
    assumed: tuple[str, ...]
    added: str
    superseded: bool
    marks: list[tuple[int, int, str]]
    sentences: list[tuple[int, int]]
    pages: list[tuple[int, int]] = field(default_factory=list)
    """For a PDF: the offset in `text` at which each page begins, and its number from 1."""


class ArticleList(Struct, frozen=True):
    """One page of a list; to continue, send `next` as `after`."""

    articles: list[ArticleSummary]
    total: int
    next: str | None


class HeldArticle(Struct, frozen=True, kw_only=True):
    """An article under embargo."""

    id: str
    embargoed_until: str
    title: str | None = None
    outlet: str | None = field(default=None, name="source")
    published: str | None = None
    characters: int
    added: str


class HeldList(Struct, frozen=True):
    """One page of articles under embargo, by id; to continue, send `next` as `after`."""

    articles: list[HeldArticle]
    total: int
    next: str | None
