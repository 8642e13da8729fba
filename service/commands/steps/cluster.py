"""`dateline add --ray`: prepares articles on a Ray cluster."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.ahead.worker import Recipe
    from index.store.values import Collection
    from service.engine import Engine


@contextmanager
def prepared_by(address: str | None, engine: "Engine", collection: "Collection") -> Generator[None]:
    """A context in which the cluster prepares articles; without an address, this process does.

    Raises:
        SettingsError: Ray or the cluster is missing, or one of its machines differs from this one.
    """
    if address is None:
        yield
        return
    from index.ahead.looking_ahead import LookAhead
    from index.ahead.ray_cluster import RayCluster

    cluster = RayCluster(address, _recipe(engine, collection))
    ahead = LookAhead(cluster)
    engine.ingester.look_ahead(ahead)
    try:
        yield
    finally:
        ahead.close()
        cluster.close()


def _recipe(engine: "Engine", collection: "Collection") -> "Recipe":
    from index.ahead.worker import Recipe, facts_of
    from prompts import model_prompts

    embedder = engine.catalogue.embedder_of(collection)
    name = engine.embedders.name_of(embedder.fingerprint)
    words = model_prompts(name)
    tagging = engine.tagging()
    return Recipe(
        embedder=name,
        question_prompt=words.question,
        passage_prompt=words.passage,
        tagging=tagging is not None,
        facts=facts_of(embedder, tagging),
    )
