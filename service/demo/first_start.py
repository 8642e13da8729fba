"""Indexes the demo articles at the first start.

A marker file says that the folder is the demo's, and whether all articles are in it: an interrupted
first start is completed, and users' articles are never mixed with the demo.
"""

from collections import Counter

from structlog import get_logger

from index.files.durable import make_data_folder, write_durably
from index.formats import read_paths
from index.store.opening import is_there
from service.demo import articles_folder
from service.engine import Engine
from service.settings import Settings

_FILE = "demo"
_BEGUN, _COMPLETE = b"begun\n", b"complete\n"

_log = get_logger("demo")


def claim_folder(settings: Settings) -> None:
    """Mark a data folder without a library as the demo's.

    Raises:
        StoreError: it cannot be written.
    """
    if not is_there(settings.library):
        make_data_folder(settings.folder)
        write_durably(settings.folder / _FILE, _BEGUN)


def holds_own_articles(settings: Settings) -> bool:
    """Whether there is a library that is not the demo's."""
    return is_there(settings.library) and not (settings.folder / _FILE).exists()


def index_demo(engine: Engine) -> None:
    """Add the demo articles to the demo's folder, unless that is done, or to an empty library."""
    name, file = engine.settings.collection, engine.settings.folder / _FILE
    begun = file.exists() and file.read_bytes() != _COMPLETE
    if engine.library.count_articles(name) and not begun:
        return
    _log.info("indexing the demo articles")
    outcomes = engine.ingester.add(engine.collection(name), read_paths([articles_folder()]))
    counts = Counter(outcome.status.value for outcome in outcomes)
    engine.catalogue.save()
    write_durably(file, _COMPLETE)
    _log.info("demo articles indexed", **counts)
