"""Feeds that the server polls for new articles."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Meta

from index.store.feed_table import FeedTable
from service.access.keys import Scope
from service.engine import Engine
from service.following.listing import add_feed, feed_out, list_feeds
from service.http.problems import FetchingOffError
from service.http.requests.options import REPLIES, SCOPE
from service.http.runtime import Runtime
from service.wire.feeds import FeedIn, FeedList, FeedOut, FeedUrl, FeedVisits
from service.wire.fields import CollectionName

_FOR_OWNERS = {SCOPE: Scope.ADMIN}
OneOrAll = Annotated[
    str,
    Meta(min_length=8, max_length=4_000, description="URL of one feed; by default, all feeds."),
]


@get("/v1/feeds", tags=["Feeds"], opt=_FOR_OWNERS)
async def list_followed(
    runtime: NamedDependency[Runtime], collection: FromQuery[CollectionName | None] = None
) -> FeedList:
    """List the feeds of a collection, with the time and result of the last visit."""
    return await runtime.look_up(_list, runtime.engine, collection)


@post("/v1/feeds", tags=["Feeds"], opt={SCOPE: Scope.ADMIN, REPLIES: {200: FeedOut, 201: FeedOut}})
async def follow(data: JSONBody[FeedIn], runtime: NamedDependency[Runtime]) -> Response[FeedOut]:
    """Follow an RSS, Atom or JSON feed, or a news sitemap; needs the setting `allow_fetch`.

    The feed is visited at once and then regularly. 201 if it is new; otherwise 200, and its
    interval, outlet and `follow` are updated, as are its labels if `visible_to` is given.
    """
    if not runtime.settings.allow_fetch:
        raise FetchingOffError("set DATELINE_ALLOW_FETCH=true to let the API follow feeds")
    out, is_new = await runtime.write(_add, runtime.engine, data)
    runtime.wake_feeds()
    return Response(out, status_code=201 if is_new else 200)


@delete("/v1/feeds", status_code=204, tags=["Feeds"], opt=_FOR_OWNERS)
async def unfollow(
    url: FromQuery[FeedUrl],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
) -> None:
    """Stop following a feed; its articles stay."""
    await runtime.write(_remove, runtime.engine, collection, url)


@post("/v1/feeds/visit", status_code=202, tags=["Feeds"], opt=_FOR_OWNERS)
async def visit_now(
    runtime: NamedDependency[Runtime],
    url: FromQuery[OneOrAll | None] = None,
    collection: FromQuery[CollectionName | None] = None,
) -> FeedVisits:
    """Visit one feed, or all feeds of a collection, at once; `GET /v1/feeds` shows the result."""
    count = await runtime.write(_hasten, runtime.engine, collection, url)
    runtime.wake_feeds()
    return FeedVisits(count)


handlers = (list_followed, follow, unfollow, visit_now)


def _list(engine: Engine, name: str | None) -> FeedList:
    return FeedList(list_feeds(engine.library, engine.collection(name)))


def _add(engine: Engine, wanted: FeedIn) -> tuple[FeedOut, bool]:
    feed, is_new = add_feed(engine.library, engine.collection(wanted.collection), wanted)
    return feed_out(feed), is_new


def _remove(engine: Engine, name: str | None, url: str) -> None:
    FeedTable(engine.library.database).remove(engine.collection(name), url)


def _hasten(engine: Engine, name: str | None, url: str | None) -> int:
    return FeedTable(engine.library.database).hasten(engine.collection(name), url)
