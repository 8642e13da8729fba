"""Suggested questions to ask next or to start with."""

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
    """Suggest questions that the articles answer with confidence, to ask next or to start with.

    Each has been asked with the same filters before it is suggested, and is suggested only until
    the collection changes. Request suggestions after showing the answer.
    """
    return SuggestionList(await runtime.suggest(runtime.engine.suggester.suggest, data))


handlers = (suggestions,)
