"""Small real parts that the tests share: a library, the letters embedder, a shelf to fill."""

import gc
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index.embedders import load
from index.embedders.contract import Embedder
from index.followers.catalogue import Catalogue
from index.followers.contract import CreateVectorStore
from index.followers.embedder_pool import EmbedderPool
from index.followers.faiss import create as create_store
from index.followers.open_collection import OpenCollection
from index.ingest import Ingester
from index.outcomes import Outcome
from index.quotations.tagger.shipped import load_tagging
from index.reach import Reach, confine, reach
from index.records import Document
from index.store.library import Library
from index.store.opening import Place
from index.store.values import Collection
from tests.chromium import browser
from tests.demo import copy_demo
from tests.forked import forking
from tests.forms import pytest_collection_modifyitems, pytest_ignore_collect
from tests.libraries import found_library
from tests.memory import use_memory
from tests.postgresql import cluster, durable, postgresql

__all__ = [
    "browser",
    "cluster",
    "copy_demo",
    "durable",
    "forking",
    "postgresql",
    "pytest_collection_modifyitems",
    "pytest_ignore_collect",
]

# What is compiled once is kept, whatever the shell says: each worker, and each process that a test
# starts, would compile its libraries for many seconds.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

use_memory()

# Two workers on two cores: threads of their own would only wait for each other.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

# No test depends on speed, and the default run meets the same examples on every machine, as the
# gate does; `make test-all` looks further: --hypothesis-profile=slow.
settings.register_profile(
    "everyday",
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("gate", settings.get_profile("everyday"), max_examples=18)
settings.register_profile(
    "slow", max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("everyday")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """What is imported for tests stays: the collector need not look through it ever again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 10)


class Shelf:
    """A library with its search indexes and the line that fills it."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        pool: EmbedderPool | None = None,
        place: Place | None = None,
        store: CreateVectorStore = create_store,
    ) -> None:
        self.folder = folder
        self.place = place or folder / "library.db"
        self.embedder = embedder
        if place is None:
            found_library(folder)
        self.library = Library(self.place)
        pool = pool or EmbedderPool("letters", lambda _: embedder)
        self.catalogue = Catalogue(self.library, folder / "indexes", pool, store)
        self.ingester = Ingester(
            self.library, self.catalogue.embedder_of, self.catalogue.follow, load_tagging
        )
        self.collection: Collection = self.library.create_collection("default")

    def add(self, *documents: Document) -> list[Outcome]:
        """Add documents; return what became of each."""
        return list(self.ingester.add(self.collection, documents))

    def opened(self) -> OpenCollection:
        """The collection with its indexes, up to date."""
        return self.catalogue.get("default")

    def reopened(self) -> "Shelf":
        """The same folder as a process that starts now finds it."""
        self.library.close()
        return Shelf(self.folder, self.embedder, place=self.place)


@contextmanager
def seen_with(*labels: str) -> Generator[None]:
    """Inside, whoever asks has these labels and no others."""
    before = reach()
    confine(Reach(labels=frozenset(labels)))
    try:
        yield
    finally:
        confine(before)


def story(id: str, text: str, **fields: object) -> Document:
    """A document with an id of its own."""
    return Document(id=id, text=text, format="txt", origin=f"{id}.txt", **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def letters() -> Embedder:
    """The smallest embedder."""
    return load("letters")


@pytest.fixture
def shelf(tmp_path: Path, letters: Embedder) -> Iterator[Shelf]:
    """An empty shelf."""
    made = Shelf(tmp_path, letters)
    yield made
    made.library.close()
