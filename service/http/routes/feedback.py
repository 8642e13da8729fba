"""Readers' feedback: sent by anyone who may ask, read by the owner only."""

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
PageSize = Annotated[int, Meta(ge=1, le=1_000, description="Maximum number of entries.")]
After = Annotated[KnownId, Meta(description="Continue after the entry with this id.")]
AboutReason = Annotated[Reason, Meta(description="Only with this reason.")]
AboutVerdict = Annotated[Verdict, Meta(description="Only with this verdict.")]
IsHandled = Annotated[bool, Meta(description="Only handled or only new feedback.")]
Since = Annotated[Date, Meta(description="Only feedback from this date on.")]
ToDesk = Annotated[bool, Meta(description="Only errors reported to the desk, or only others.")]


@post("/v1/feedback", status_code=201, tags=["Feedback"], opt=_TAKING)
async def send_feedback(
    data: JSONBody[FeedbackRequest], runtime: NamedDependency[Runtime]
) -> FeedbackTaken:
    """Send a reader's opinion of an answer, within a day.

    The question, its filters, the models and the citations are stored as they were. If this server
    no longer knows the answer, or keeps none (`conversation_days` 0), send `question` and
    `citations` along: they are stored as unverified. Citations of nonexistent articles are dropped.
    Feedback is plain text and is always shown as such.
    """
    if not runtime.settings.feedback_days:
        raise FeedbackOffError("feedback is not stored, as the setting feedback_days is 0")
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
    """List feedback, newest first; without `collection`, for all collections.

    Needs the key shown by `dateline keys owner`, as `Authorization: Bearer`.
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
    """The named collection, or all that the key covers; none if it covers all."""
    if collection is None:
        return tuple(reach().collections or ())
    check_reach(collection)
    return (collection,)


def _take(engine: Engine, data: FeedbackRequest) -> FeedbackTaken:
    return engine.feedback.take(data, engine.collection(data.collection))


def _list(engine: Engine, wanted: Wanted) -> FeedbackList:
    return listed(engine.library, engine.feedback.table, wanted)
