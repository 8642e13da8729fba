"""Feedback of readers: sent by anybody who may ask, read by the owner alone."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Meta

from index.reach import check_reach, reach
from index.store.feedback_table import Wanted
from service.access.keys import Scope
from service.engine import Engine
from service.feedback.listing import listed
from service.feedback.listing import since as since_text
from service.http.problems import FeedbackOffError
from service.http.requests.options import KEYED, LIMITED, MOST_BYTES, PAGES, SCOPE
from service.http.runtime import Runtime
from service.wire.feedback import (
    FeedbackList,
    FeedbackRequest,
    FeedbackTaken,
    Reason,
    Verdict,
)
from service.wire.fields import CollectionName, Date, KnownId

_TAKING = {SCOPE: Scope.ASK, PAGES: True, LIMITED: True, MOST_BYTES: 128 << 10}
PageSize = Annotated[int, Meta(ge=1, le=1_000, description="At most so many.")]
After = Annotated[KnownId, Meta(description="Continue after the feedback of this id.")]
AboutReason = Annotated[Reason, Meta(description="Only with this reason.")]
AboutVerdict = Annotated[Verdict, Meta(description="Only with this verdict.")]
IsHandled = Annotated[bool, Meta(description="Only what was handled, or only what is new.")]
Since = Annotated[Date, Meta(description="Only feedback of this day or later.")]
ToDesk = Annotated[bool, Meta(description="Only errors that were reported to the desk, or none.")]


@post("/v1/feedback", status_code=201, tags=["Feedback"], opt=_TAKING)
async def send_feedback(
    data: JSONBody[FeedbackRequest], runtime: NamedDependency[Runtime]
) -> FeedbackTaken:
    """Say what a reader thinks of an answer, within a day.

    The question, its filters, the models and the citations are stored as they were. If this server
    does not know the answer (any more), or keeps none (`conversation_days` 0), send `question` and
    `citations` along: they are stored as unverified. Citations of articles that do not exist are
    left out. Feedback is text, and never shown as anything else.
    """
    if not runtime.settings.feedback_days:
        raise FeedbackOffError("the setting feedback_days is 0, so no feedback is stored")
    return await runtime.write(_take, runtime.engine, data)


@get("/v1/feedback", tags=["Feedback"], opt={SCOPE: Scope.ADMIN, KEYED: True})
async def list_feedback(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    verdict: FromQuery[AboutVerdict | None] = None,
    reason: FromQuery[AboutReason | None] = None,
    handled: FromQuery[IsHandled | None] = None,
    to_desk: FromQuery[ToDesk | None] = None,
    since: FromQuery[Since | None] = None,
    limit: FromQuery[PageSize] = 100,
    after: FromQuery[After | None] = None,
) -> FeedbackList:
    """Feedback, the newest first; without `collection`, about all of them.

    It needs the key that `dateline keys owner` shows, as `Authorization: Bearer`.
    """
    wanted = Wanted(
        collections=_in_reach(collection),
        verdict=verdict,
        reason=reason,
        handled=handled,
        to_desk=to_desk,
        since=since_text(since),
        limit=limit,
        after=after,
    )
    return await runtime.look_up(_list, runtime.engine, wanted)


handlers = (send_feedback, list_feedback)


def _in_reach(collection: str | None) -> tuple[str, ...]:
    """The collection that is named, or all that the key is for; none if it is for all."""
    if collection is None:
        return tuple(reach().collections or ())
    check_reach(collection)
    return (collection,)


def _take(engine: Engine, data: FeedbackRequest) -> FeedbackTaken:
    return engine.feedback.take(data, engine.collection(data.collection))


def _list(engine: Engine, wanted: Wanted) -> FeedbackList:
    return listed(engine.library, engine.feedback.table, wanted)
