"""Feeds that the server visits for new articles."""

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
    Meta(min_length=8, max_length=4_000, description="Address of one feed; by default, all."),
]


@get("/v1/feeds", tags=["Feeds"], opt=_FOR_OWNERS)
async def list_followed(
    runtime: NamedDependency[Runtime], collection: FromQuery[CollectionName | None] = None
) -> FeedList:
    """The feeds of a collection, when each was visited, and what came of it."""
    return await runtime.look_up(_list, runtime.engine, collection)


@post("/v1/feeds", tags=["Feeds"], opt={SCOPE: Scope.ADMIN, REPLIES: {200: FeedOut, 201: FeedOut}})
async def follow(data: JSONBody[FeedIn], runtime: NamedDependency[Runtime]) -> Response[FeedOut]:
    """Follow an RSS, Atom or JSON feed, or a news sitemap; refused unless `allow_fetch` is on.

    It is visited at once, and from then on by itself. 201 if it is new; otherwise 200, and its
    interval, outlet and `follow` are changed, and its labels where `visible_to` names them.
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
    """Follow a feed no longer; its articles stay."""
    await runtime.write(_remove, runtime.engine, collection, url)


@post("/v1/feeds/visit", status_code=202, tags=["Feeds"], opt=_FOR_OWNERS)
async def visit_now(
    runtime: NamedDependency[Runtime],
    url: FromQuery[OneOrAll | None] = None,
    collection: FromQuery[CollectionName | None] = None,
) -> FeedVisits:
    """Visit a feed, or all of a collection, at once; `GET /v1/feeds` tells what came of it."""
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
