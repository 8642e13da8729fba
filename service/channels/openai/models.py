"""Models: collections by the names that OpenAI clients use."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from index.errors import NotFoundError
from index.store.values import Collection
from service.channels.openai.errors import UnknownModelError
from service.engine import Engine

_NAME = "dateline"


class Model(Struct, frozen=True, kw_only=True):
    """A collection that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int
    """In seconds since 1970."""
    owned_by: str = _NAME


class ModelList(Struct, frozen=True, kw_only=True):
    """Every model."""

    object: Literal["list"] = "list"
    data: list[Model]


def models(engine: Engine) -> ModelList:
    """`dateline`, the default collection, and one model per collection."""
    collections = engine.library.collections()
    named = [_model(f"{_NAME}/{one.name}", one) for one in collections]
    usual = [_model(_NAME, one) for one in collections if one.name == engine.settings.collection]
    return ModelList(data=[*usual, *named])


def model(engine: Engine, name: str) -> Model:
    """One model.

    Raises:
        UnknownModelError: no such model.
    """
    asked = collection_of(engine, name) or engine.settings.collection
    return _model(name, engine.library.collection(asked))


def collection_of(engine: Engine, name: str) -> str | None:
    """The collection of a model; None for the default one."""
    if name == _NAME:
        return None
    prefix, _, collection = name.partition("/")
    try:
        if prefix == _NAME and collection:
            return engine.library.collection(collection).name
    except NotFoundError:
        pass
    raise UnknownModelError(f"The model `{name}` does not exist; /v1/models lists those that do")


def _model(id: str, collection: Collection) -> Model:
    return Model(id=id, created=int(datetime.fromisoformat(collection.created).timestamp()))
