"""Completing a question as it is typed."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta

from index.records import Query
from index.text.dates.parsing import checked_date
from service.access.keys import Scope
from service.http.requests.options import COST, PAGES, SCOPE
from service.http.requests.queries import filters_of
from service.http.runtime import Runtime
from service.lookups.completions import complete
from service.wire.fields import (
    MAX_QUESTION,
    AsOf,
    Author,
    CollectionName,
    Conditions,
    Outlet,
    PublishedFrom,
    PublishedTo,
)
from service.wire.suggestions import CompletionList

Typed = Annotated[str, Meta(max_length=MAX_QUESTION, description="The question typed so far.")]
CompletionCount = Annotated[int, Meta(ge=1, le=50, description="Maximum number of completions.")]


@get("/v1/suggest", tags=["Questions"], opt={SCOPE: Scope.ASK, PAGES: True, COST: 0.1})
async def suggest(
    runtime: NamedDependency[Runtime],
    q: FromQuery[Typed],
    limit: FromQuery[CompletionCount] = 8,
    collection: FromQuery[CollectionName | None] = None,
    source: FromQuery[Outlet | None] = None,
    author: FromQuery[Author | None] = None,
    published_from: FromQuery[PublishedFrom | None] = None,
    published_to: FromQuery[PublishedTo | None] = None,
    as_of: FromQuery[AsOf | None] = None,
    meta: FromQuery[Conditions | None] = None,
) -> CompletionList:
    """Complete the last words of `q`: with people quoted, outlets, headlines, words.

    All completions come from articles that pass the filters. Case and accents are ignored.
    `articles` is the number of these articles for a person, outlet or word.
    """
    filters = filters_of(source, author, published_from, published_to, meta)
    query = Query(
        question=q,
        collection=runtime.engine.collection(collection).name,
        filters=filters,
        as_of=checked_date("as_of", as_of),
    )
    return CompletionList(await runtime.look_up(complete, runtime.engine, q, query, limit))


handlers = (suggest,)
