"""Feeds and their state."""

from typing import Annotated

from msgspec import Meta, Struct, field

from index.text.ids import MOST_LABELS
from service.wire.fields import CollectionName, Label, Name

FeedUrl = Annotated[
    str,
    Meta(min_length=8, max_length=4_000, description="URL of the feed or news sitemap."),
]


class FeedIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feed to follow."""

    url: FeedUrl
    collection: CollectionName | None = None
    minutes: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=10_080,
                description="Minutes between visits; by default the setting `follow_minutes`.",
            ),
        ]
        | None
    ) = None
    follow: Annotated[
        bool,
        Meta(description="Fetch the pages of entries without full text."),
    ] = True
    outlet: Name | None = field(default=None, name="source")
    """Outlet for articles without one."""
    visible_to: (
        Annotated[
            tuple[Label, ...],
            Meta(
                max_length=MOST_LABELS,
                description="Labels for future articles without any; by default "
                "unchanged, or none for a new feed.",
            ),
        ]
        | None
    ) = None


class FeedOut(Struct, frozen=True, kw_only=True):
    """A feed and its state. Times are ISO 8601 in UTC."""

    url: str
    collection: str
    added: str
    minutes: int | None
    follow: bool
    outlet: str | None = field(name="source")
    visible_to: tuple[str, ...]
    """Labels for articles without any."""
    next_visit: str | None
    """Null: at once."""
    visited: str | None
    articles: int
    """Number of articles from it, new ones and new versions."""
    last_new: str | None
    """When the last article came."""
    newest: str | None
    """Publication date of that article."""
    quiet_seconds: int
    """Seconds since the last article."""
    quiet: bool
    """Whether that is much longer than in the last four weeks."""
    quiet_after_seconds: int | None
    """When it will count as quiet; null before three days with news."""
    failures: int
    """Failed visits since the last successful one."""
    error: str | None
    """Why the last visit failed."""


class FeedList(Struct, frozen=True):
    """The feeds of a collection, by URL."""

    feeds: list[FeedOut]


class FeedVisits(Struct, frozen=True):
    """The number of feeds that will be visited now."""

    feeds: int
