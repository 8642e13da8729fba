"""Feeds that are followed, and how they fare."""

from typing import Annotated

from msgspec import Meta, Struct, field

from index.text.ids import MOST_LABELS
from service.wire.fields import CollectionName, Label, Name

FeedUrl = Annotated[
    str,
    Meta(min_length=8, max_length=4_000, description="Address of the feed or news sitemap."),
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
                description="Between two visits; by default as the setting `follow_minutes` says.",
            ),
        ]
        | None
    ) = None
    follow: Annotated[
        bool,
        Meta(description="Fetch the pages of entries that have no whole text in the feed."),
    ] = True
    outlet: Name | None = field(default=None, name="source")
    """Of articles that name none."""
    visible_to: (
        Annotated[
            tuple[Label, ...],
            Meta(
                max_length=MOST_LABELS,
                description="Labels of articles that come from now on and name none; by default "
                "as before, of a new feed none.",
            ),
        ]
        | None
    ) = None


class FeedOut(Struct, frozen=True, kw_only=True):
    """A feed, and how it fares. Times are ISO 8601 in UTC."""

    url: str
    collection: str
    added: str
    minutes: int | None
    follow: bool
    outlet: str | None = field(name="source")
    visible_to: tuple[str, ...]
    """Labels of articles that name none."""
    next_visit: str | None
    """None: at once."""
    visited: str | None
    articles: int
    """That came from it, new ones and new versions."""
    last_new: str | None
    """When the last of them came."""
    newest: str | None
    """When that was published, as it says."""
    quiet_seconds: int
    """For how long nothing has come."""
    quiet: bool
    """Whether nothing has come for much longer than in the last four weeks."""
    quiet_after_seconds: int | None
    """How long that is; None before three days with news."""
    failures: int
    """Visits that failed since one succeeded."""
    error: str | None
    """Why the last visit failed."""


class FeedList(Struct, frozen=True):
    """The feeds of a collection, by URL."""

    feeds: list[FeedOut]


class FeedVisits(Struct, frozen=True):
    """How many feeds will be visited at once."""

    feeds: int
