"""What is asked and how that goes, for the owner alone."""

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

Days = Annotated[int, Meta(ge=1, le=3_650, description="Of so many days.")]
ListSize = Annotated[int, Meta(ge=1, le=1_000, description="At most so many questions in a list.")]


@get("/v1/admin/stats", tags=["Operations"], opt={SCOPE: Scope.ADMIN, KEYED: True})
async def statistics(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    days: FromQuery[Days] = 7,
    limit: FromQuery[ListSize] = 10,
) -> Statistics:
    """Which questions are asked most, stay unanswered, take long, or have answers rated as bad.

    Questions are kept only if the setting `statistics_days` says for how long; badly rated ones are
    from feedback. Questions of the same words count as one, whatever their capitals and signs.
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
