"""How many articles a collection has."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.access.keys import Scope
from service.http.requests.options import SCOPE
from service.http.runtime import Runtime


@get("/v1/collections/{name:str}/count", tags=["Collections"], opt={SCOPE: Scope.READ})
async def count(name: FromPath[str], runtime: NamedDependency[Runtime]) -> dict[str, int]:
    """The number of articles."""
    collection = runtime.engine.collection(name)
    articles = await runtime.read(runtime.engine.library.count_articles, collection.name)
    return {"articles": articles}


handlers = (count,)
