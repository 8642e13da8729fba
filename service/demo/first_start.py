"""Indexes the demo articles at the first start, so that there is something to ask about."""

from collections import Counter

from structlog import get_logger

from index.formats import read_paths
from service.demo import articles_folder
from service.engine import Engine

_log = get_logger("demo")


def index_demo(engine: Engine) -> None:
    """Add the demo articles if the default collection is empty."""
    name = engine.settings.collection
    if engine.library.count_articles(name):
        return
    _log.info("indexing the demo articles")
    outcomes = engine.ingester.add(engine.collection(name), read_paths([articles_folder()]))
    counts = Counter(outcome.status.value for outcome in outcomes)
    engine.catalogue.save()
    _log.info("demo articles indexed", **counts)
