"""Questions to ask next, or to begin with."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from service.access.keys import Scope
from service.http.requests.options import PAGES, SCOPE
from service.http.runtime import Runtime
from service.wire.suggestions import SuggestionList, SuggestRequest


@post("/v1/suggestions", status_code=200, tags=["Questions"], opt={SCOPE: Scope.ASK, PAGES: True})
async def suggestions(
    data: JSONBody[SuggestRequest], runtime: NamedDependency[Runtime]
) -> SuggestionList:
    """Questions that the articles answer surely: to go on with, or to begin with.

    Each has been asked before it is suggested, under the same filters, and is suggested only as
    long as the collection does not change. Ask for them after the answer is shown.
    """
    return SuggestionList(await runtime.suggest(runtime.engine.suggester.suggest, data))


handlers = (suggestions,)
