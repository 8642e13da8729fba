"""People: who is quoted, and what they said."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from index.errors import InvalidFieldError
from index.followers.open_collection import OpenCollection
from index.records import Filters
from index.text.dates import checked_date
from service.engine import Engine
from service.http.runtime import Runtime
from service.lookups.quotations import find_person, list_people, newest_quotes, quotes_about
from service.questions.field_conditions import condition_of, conditions_in_words
from service.wire import PeopleList, PersonQuotes

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
    """Who is quoted, most quoted first; with `q`, people of that name or a similar one."""
    _check("limit", limit, 1, _MOST_PEOPLE)
    _check("after", after, 0, None)
    return await runtime.read(_list, runtime.engine, collection, q, limit, after)


@get("/v1/people/{id:str}/quotes", tags=["People"])
async def person_quotes(
    id: FromPath[str],
    runtime: NamedDependency[Runtime],
    collection: FromQuery[str | None] = None,
    about: FromQuery[str | None] = None,
    limit: FromQuery[int] = 20,
    source: FromQuery[str | None] = None,
    published_from: FromQuery[str | None] = None,
    published_to: FromQuery[str | None] = None,
    meta: FromQuery[list[str] | None] = None,
) -> PersonQuotes:
    """A person's quotations: on a topic, most relevant first; otherwise newest first.

    `meta` limits the articles, as in the list of articles.
    """
    _check("limit", limit, 1, _MOST_QUOTES)
    filters = Filters(
        outlet=(source,) if source else (),
        published_from=checked_date("published_from", published_from),
        published_to=checked_date("published_to", published_to),
        meta=condition_of(conditions_in_words(meta or ()), "meta"),
    )
    return await runtime.read(_quotes, runtime.engine, collection, id, about, filters, limit)


handlers = (people, person_quotes)


def _check(field: str, value: int, least: int, most: int | None) -> None:
    if value < least or (most is not None and value > most):
        bound = f"between {least} and {most:,}" if most is not None else f"{least} or more"
        raise InvalidFieldError(field, f"must be {bound}, not {value}")


def _opened(engine: Engine, collection: str | None) -> OpenCollection:
    return engine.catalogue.get(engine.collection(collection).name)


def _list(
    engine: Engine, collection: str | None, name: str | None, limit: int, after: int
) -> PeopleList:
    registry = _opened(engine, collection).people.registry()
    return list_people(registry, name, limit=limit, after=after)


def _quotes(
    engine: Engine,
    collection: str | None,
    person: str,
    about: str | None,
    filters: Filters,
    limit: int,
) -> PersonQuotes:
    opened = _opened(engine, collection)
    registry = opened.people.registry()
    found = find_person(registry, person)
    if about is not None:
        return quotes_about(engine, opened, found, about, filters, limit)
    return newest_quotes(engine.library, opened.collection, registry, found, filters, limit)
