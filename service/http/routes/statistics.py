"""Statistics on questions, for the owner only."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta

from index.reach import check_reach, reach
from service.access.keys import Scope
from service.engine import Engine
from service.feedback.counting import WantedStatistics, count
from service.http.requests.options import KEYED, SCOPE
from service.http.runtime import Runtime
from service.wire.fields import CollectionName
from service.wire.statistics import Statistics

Days = Annotated[int, Meta(ge=1, le=3_650, description="Days to include.")]
ListSize = Annotated[int, Meta(ge=1, le=1_000, description="Maximum number of questions per list.")]


@get("/v1/admin/stats", tags=["Operations"], opt={SCOPE: Scope.ADMIN, KEYED: True})
async def statistics(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    days: FromQuery[Days] = 7,
    limit: FromQuery[ListSize] = 10,
) -> Statistics:
    """Show which questions are asked most, remain unanswered, are slow, or are rated as bad.

    Questions are kept only if the setting `statistics_days` is set; badly rated ones come from
    feedback. Questions that differ only in case and punctuation count as one.
    """
    return await runtime.look_up(_count, runtime.engine, collection, days, limit)


handlers = (statistics,)


def _count(engine: Engine, collection: str | None, days: int, limit: int) -> Statistics:
    if collection is not None:
        check_reach(collection)
    named = reach().collections or () if collection is None else (collection,)
    wanted = WantedStatistics(
        since=datetime.now(UTC) - timedelta(days=days), collections=tuple(named), limit=limit
    )
    return count(engine.asked, engine.feedback.table, wanted)
