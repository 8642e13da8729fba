"""Lists, adds and monitors feeds."""

import time
from datetime import UTC, datetime

from index.records import reshape
from index.store.feed_table import Feed, FeedState, FeedTable
from index.store.library import Library
from index.store.values import Collection
from index.store.writing import now as time_of_writing
from index.text.ids import check_labels
from service.following.schedule import is_quiet, quiet_after_seconds, quiet_seconds
from service.wire.feeds import FeedIn, FeedOut


def list_feeds(library: Library, collection: Collection | None = None) -> list[FeedOut]:
    """The feeds of a collection, or of all in reach, by URL."""
    return [feed_out(feed) for feed in FeedTable(library.database).all(collection)]


def add_feed(library: Library, collection: Collection, wanted: FeedIn) -> tuple[Feed, bool]:
    """Follow a feed, or change its options; return whether it is new.

    Raises:
        FetchError: its URL is invalid.
        InvalidFieldError: there are too many feeds, or a label is invalid.
    """
    from index.web.fetcher import checked_url

    checked_url(wanted.url)
    labels = wanted.visible_to
    check_labels(labels or ())
    table = FeedTable(library.database)
    state = FeedState(
        added=time_of_writing(),
        minutes=wanted.minutes,
        follow=wanted.follow,
        outlet=wanted.outlet,
        visible_to=None if labels is None else tuple(dict.fromkeys(labels)),
    )
    is_new = table.add(collection, wanted.url, state)
    return table.get(collection, wanted.url), is_new


def feed_out(feed: Feed) -> FeedOut:
    """A feed for display."""
    at = datetime.fromtimestamp(feed.next_at, UTC).isoformat(timespec="seconds")
    now = datetime.now(UTC)
    return reshape(
        feed.state,
        FeedOut,
        url=feed.url,
        collection=feed.collection.name,
        visible_to=feed.state.visible_to or (),
        next_visit=at if feed.next_at > time.time() else None,
        quiet_seconds=quiet_seconds(feed.state, now),
        quiet=is_quiet(feed.state, now),
        quiet_after_seconds=quiet_after_seconds(feed.state),
    )
