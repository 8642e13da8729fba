"""New answers to a saved question, as a feed."""

from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery

from service.channels.alerts import Unchanged, news
from service.channels.feed import MEDIA_TYPE, atom
from service.http.requests.options import REPLIES, TEXT
from service.http.runtime import Runtime
from service.questions.requests.field_conditions import conditions_in_words
from service.wire.asking import AskRequest
from service.wire.checking import checked
from service.wire.fields import (
    Author,
    CollectionName,
    Conditions,
    Outlet,
    PublishedFrom,
    PublishedTo,
    QuestionText,
    SpeakerName,
)

# More would be of no use: a reader is told of what is new.
_MOST = 20


@get(
    "/v1/alerts.atom",
    tags=["Questions"],
    opt={TEXT: (MEDIA_TYPE,), REPLIES: {200: str, 304: None}},
)
async def alerts(
    request: Request[Any, Any, State],
    runtime: NamedDependency[Runtime],
    q: FromQuery[QuestionText],
    collection: FromQuery[CollectionName | None] = None,
    source: FromQuery[Outlet | None] = None,
    author: FromQuery[Author | None] = None,
    speaker: FromQuery[SpeakerName | None] = None,
    published_from: FromQuery[PublishedFrom | None] = None,
    published_to: FromQuery[PublishedTo | None] = None,
    meta: FromQuery[Conditions | None] = None,
) -> Response[bytes]:
    """New answers to a question, as an Atom feed: subscribe to it, and a feed reader alerts you.

    With the `ETag` of the last visit as `If-None-Match`, only answers from articles added since,
    and 304 if none was. The feed may be empty. An entry's id stands for the article, its version
    and the offsets of the quote.
    """
    filters = {
        "source": source,
        "author": author,
        "speaker": speaker,
        "published_from": published_from,
        "published_to": published_to,
        "meta": conditions_in_words(meta or ()),
    }
    fields = {"question": q, "collection": collection, "filters": filters}
    # An alert is of answers: a maybe would cry wolf.
    wanted = checked(AskRequest, {**fields, "max_answers": _MOST, "maybe_confidence": 1.0})
    known = request.headers.get("if-none-match", "")
    found = await runtime.read(news, runtime.engine, wanted, known)
    if isinstance(found, Unchanged):
        return Response(b"", status_code=304, media_type=MEDIA_TYPE, headers=_headers(found.tag))
    document = atom(found, str(request.url), str(request.base_url))
    return Response(document, media_type=MEDIA_TYPE, headers=_headers(found.tag))


handlers = (alerts,)


def _headers(tag: str) -> dict[str, str]:
    # What is new depends on who asks: no cache between may hold it for others.
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
