"""People: whom the articles quote, and with what."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from index.collections import OpenCollection
from index.errors import InvalidFieldError
from service.engine import Engine
from service.quoting import find_person, list_people, quotes_of_person
from service.runtime import Runtime
from service.wire import AskFilters, PeopleList, PersonQuotes, checked

_MOST_PEOPLE = 1_000
_MOST_QUOTES = 200


@get("/v1/people", tags=["People"])
async def people(
    runtime: NamedDependency[Runtime],
    collection: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
    after: FromQuery[int] = 0,
) -> PeopleList:
    """Whom the articles quote, the most quoted first; with `q`, those of that name, or near it."""
    _check("limit", limit, 1, _MOST_PEOPLE)
    _check("after", after, 0, None)
    return await runtime.read(_list, runtime.engine, collection, q, limit, after)


@get("/v1/people/{person:str}/quotes", tags=["People"])
async def person_quotes(
    person: FromPath[str],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[str | None] = None,
    about: FromQuery[str | None] = None,
    limit: FromQuery[int] = 20,
    source: FromQuery[str | None] = None,
    published_from: FromQuery[str | None] = None,
    published_to: FromQuery[str | None] = None,
) -> PersonQuotes:
    """A person's own words: about a topic the most relevant first, else the newest first."""
    _check("limit", limit, 1, _MOST_QUOTES)
    fields = {"source": source, "published_from": published_from, "published_to": published_to}
    filters = checked(AskFilters, fields)
    return await runtime.read(_quotes, runtime.engine, collection, person, about, filters, limit)


handlers = (people, person_quotes)


def _check(field: str, value: int, least: int, most: int | None) -> None:
    if value < least or (most is not None and value > most):
        bound = f"between {least} and {most:,}" if most is not None else f"{least} or more"
        raise InvalidFieldError(field, f"{value} is not {bound}")


def _opened(engine: Engine, collection: str | None) -> OpenCollection:
    return engine.catalogue.get(engine.collection(collection).name)


def _list(
    engine: Engine, collection: str | None, name: str | None, limit: int, after: int
) -> PeopleList:
    return list_people(_opened(engine, collection), name, limit=limit, after=after)


def _quotes(
    engine: Engine,
    collection: str | None,
    person: str,
    about: str | None,
    filters: AskFilters,
    limit: int,
) -> PersonQuotes:
    opened = _opened(engine, collection)
    found = find_person(opened, person)
    return quotes_of_person(engine, opened, found, about=about, filters=filters, limit=limit)
