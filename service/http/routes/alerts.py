"""New answers to a saved question, as a feed."""

from litestar import Response, get
from litestar.di import NamedDependency

from service.access.keys import Scope
from service.channels.alerts import Unchanged, news
from service.channels.feed import MEDIA_TYPE, atom
from service.http.requests.options import QUERY, REPLIES, SCOPE, TEXT
from service.http.requests.queries import Linked, fields_of, query_of
from service.http.runtime import AnyRequest, Runtime
from service.wire.asking import AskRequest
from service.wire.fields import checked

# More would be useless: feed readers only need the new ones.
_MOST = 20


@get(
    "/v1/alerts.atom",
    tags=["Questions"],
    opt={SCOPE: Scope.ASK, TEXT: (MEDIA_TYPE,), REPLIES: {200: str, 304: None}, QUERY: Linked},
)
async def alerts(request: AnyRequest, runtime: NamedDependency[Runtime]) -> Response[bytes]:
    """New answers to a question, as an Atom feed: subscribe to it, and a feed reader alerts you.

    Send the `ETag` of the last response as `If-None-Match` to get only answers from articles added
    since, or 304 if there are none. The feed may be empty. An entry's id identifies the article,
    its version and the offsets of the quote.
    """
    fields = fields_of(query_of(request, Linked))
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
    # The result depends on the caller: shared caches must not store it.
    return {"ETag": tag, "Cache-Control": "private, no-cache"}
