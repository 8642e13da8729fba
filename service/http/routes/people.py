"""People: who is quoted, and what they said."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from service.access.keys import Scope
from service.engine import Engine
from service.http.requests.options import SCOPE
from service.http.requests.queries import filters_of
from service.http.runtime import Runtime
from service.lookups.quotations import list_people, said_by
from service.wire.fields import (
    CollectionName,
    Conditions,
    KnownId,
    Name,
    Outlet,
    PublishedFrom,
    PublishedTo,
    QuestionText,
)
from service.wire.people import PeopleList, PersonQuotes

PersonName = Annotated[Name, Meta(description="Only people with this name or a similar one.")]
PageSize = Annotated[int, Meta(ge=1, le=1_000, description="Maximum number of people.")]
After = Annotated[int, Meta(ge=0, le=2**31, description="Number of people to skip.")]
QuoteCount = Annotated[int, Meta(ge=1, le=200, description="Maximum number of quotations.")]
Topic = Annotated[QuestionText, Meta(description="Only quotations on this topic.")]
PersonId = Annotated[KnownId, Meta(description="The person's id, or a unique name.")]


@get("/v1/people", tags=["People"], opt={SCOPE: Scope.READ})
async def people(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    q: FromQuery[PersonName | None] = None,
    limit: FromQuery[PageSize] = 100,
    after: FromQuery[After] = 0,
) -> PeopleList:
    """List who is quoted, most quoted first; with `q`, people with that name or a similar one."""
    return await runtime.read(_list, runtime.engine, collection, q, limit, after)


@get("/v1/people/{id:str}/quotes", tags=["People"], opt={SCOPE: Scope.READ})
async def person_quotes(
    id: FromPath[PersonId],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[CollectionName | None] = None,
    about: FromQuery[Topic | None] = None,
    limit: FromQuery[QuoteCount] = 20,
    source: FromQuery[Outlet | None] = None,
    published_from: FromQuery[PublishedFrom | None] = None,
    published_to: FromQuery[PublishedTo | None] = None,
    meta: FromQuery[Conditions | None] = None,
) -> PersonQuotes:
    """List a person's quotations: with a topic, closest to it first; otherwise newest first."""
    filters = filters_of(source, None, published_from, published_to, meta)
    return await runtime.read(said_by, runtime.engine, collection, id, about, filters, limit)


handlers = (people, person_quotes)


def _list(
    engine: Engine, collection: str | None, name: str | None, limit: int, after: int
) -> PeopleList:
    opened = engine.catalogue.get(engine.collection(collection).name)
    return list_people(opened.people.registry(), name, limit=limit, after=after)
