"""Collections: separate sets of articles, each with its own indexes."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta

from index.records import Filters, reshape
from index.store.holdings import newest
from index.store.values import Collection
from index.text.ids import COLLECTION_PATTERN, LONGEST_COLLECTION
from service.access.keys import Scope
from service.engine import Engine
from service.http.requests.options import SCOPE
from service.http.runtime import Runtime
from service.wire.collections import CollectionDetails, CollectionOut, JobOut
from service.wire.fields import KnownId

_FOR_OWNERS = {SCOPE: Scope.ADMIN}
KnownName = Annotated[KnownId, Meta(description="The collection's name.")]
NewName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_COLLECTION,
        description="Letters, digits, `-`, `_` and `.`.",
        extra_json_schema={"pattern": COLLECTION_PATTERN},
    ),
]


@get("/v1/collections", tags=["Collections"], opt={SCOPE: Scope.READ})
async def list_collections(runtime: NamedDependency[Runtime]) -> list[CollectionOut]:
    """List all collections and their sizes."""
    return await runtime.look_up(_list, runtime.engine)


@get("/v1/collections/{name:str}", tags=["Collections"], opt={SCOPE: Scope.READ})
async def read_collection(
    name: FromPath[KnownName], runtime: NamedDependency[Runtime]
) -> CollectionDetails:
    """Return one collection: its size, and the custom fields of its articles."""
    return await runtime.look_up(_details, runtime.engine, name)


@put("/v1/collections/{name:str}", status_code=200, tags=["Collections"], opt=_FOR_OWNERS)
async def create_collection(
    name: FromPath[NewName], runtime: NamedDependency[Runtime]
) -> CollectionOut:
    """Create a collection, unless it exists."""
    return await runtime.write(_create, runtime.engine, name)


@delete("/v1/collections/{name:str}", status_code=204, tags=["Collections"], opt=_FOR_OWNERS)
async def drop_collection(name: FromPath[KnownName], runtime: NamedDependency[Runtime]) -> None:
    """Delete a collection with all its articles."""
    await runtime.write(runtime.engine.drop_collection, name)


@post(
    "/v1/collections/{name:str}/reembed",
    status_code=202,
    tags=["Collections"],
    opt={SCOPE: Scope.ADMIN},
)
async def reembed_collection(
    name: FromPath[KnownName], runtime: NamedDependency[Runtime]
) -> JobOut:
    """Re-embed a collection with the configured embedder, as a job.

    The old index stays in use until the new one replaces it. The job's `counts` give the number of
    passages done.
    """
    collection = runtime.engine.collection(name)
    return await runtime.write(runtime.jobs.submit_reembedding, collection.name)


handlers = (
    list_collections,
    read_collection,
    create_collection,
    drop_collection,
    reembed_collection,
)


def _list(engine: Engine) -> list[CollectionOut]:
    return [_out(engine, collection) for collection in engine.library.collections()]


def _details(engine: Engine, name: str) -> CollectionDetails:
    collection = engine.library.collection(name)
    fields = engine.library.own_fields.listed(collection)
    return reshape(
        _out(engine, collection),
        CollectionDetails,
        fields=fields,
        newest=newest(engine.library, collection, Filters()),
    )


def _create(engine: Engine, name: str) -> CollectionOut:
    return _out(engine, engine.library.create_collection(name))


def _out(engine: Engine, collection: Collection) -> CollectionOut:
    return CollectionOut(
        name=collection.name,
        articles=engine.library.count_articles(collection),
        passages=engine.library.log.count_passages(collection),
        created=collection.created,
    )
