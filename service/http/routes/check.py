"""Checking a draft: where each of its quotations comes from."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from service.access.keys import Scope
from service.drafts.checking import check
from service.http.requests.options import SCOPE
from service.http.runtime import Runtime
from service.wire.drafts import CheckAnswer, CheckRequest


@post("/v1/check", status_code=200, tags=["Drafts"], opt={SCOPE: Scope.READ})
async def check_draft(
    data: JSONBody[CheckRequest], runtime: NamedDependency[Runtime]
) -> CheckAnswer:
    """Look up every quotation of a draft in the collection.

    Words are compared case-sensitively, without punctuation. Typographic characters, the case of
    the first letter, ellipses and words in brackets may differ. `not_found` only means that the
    words do not appear verbatim in this collection.
    """
    return await runtime.read(check, runtime.engine, data)


handlers = (check_draft,)
