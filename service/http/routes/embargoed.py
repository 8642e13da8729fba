"""Articles under embargo, for those who may add articles."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta

from index.text.ids import LONGEST_ID
from service.access.keys import Scope
from service.engine import Engine
from service.http.requests.options import SCOPE
from service.http.runtime import Runtime
from service.lookups.embargoes import list_held
from service.wire.articles import HeldList
from service.wire.fields import CollectionName

PageSize = Annotated[int, Meta(ge=1, le=1_000, description="Maximum number of articles.")]
After = Annotated[str, Meta(max_length=LONGEST_ID, description="Continue after this id.")]


@get("/v1/embargoed", tags=["Articles"], opt={SCOPE: Scope.WRITE})
async def list_embargoed(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    limit: FromQuery[PageSize] = 100,
    after: FromQuery[After | None] = None,
) -> HeldList:
    """List articles under embargo by id; no other endpoint reveals them.

    An article with `embargoed_until` in the future is stored and appears everywhere at that time.
    To continue a list, send `next` as `after`.
    """
    return await runtime.look_up(_list, runtime.engine, collection, limit, after)


handlers = (list_embargoed,)


def _list(engine: Engine, name: str | None, limit: int, after: str | None) -> HeldList:
    return list_held(engine.library, engine.collection(name), limit, after)
