"""The store's contract holds for both databases that may keep the truth."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.store.opening import Place
from tests.conftest import Shelf
from tests.postgresql import Cluster

_DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.gate)]


@pytest.fixture(params=_DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A file, or the address of a database: nothing is there yet."""
    return _place(request, tmp_path)


@pytest.fixture(scope="module", params=_DATABASES)
def new_shelf(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, letters: Embedder
) -> Callable[[], Shelf]:
    """Makes a shelf for all tests of a module."""

    def make() -> Shelf:
        folder = tmp_path_factory.mktemp("shelf")
        return Shelf(folder, letters, place=_place(request, folder))

    return make


def _place(request: pytest.FixtureRequest, folder: Path) -> Place:
    if request.param == "sqlite":
        return folder / "library.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.library()


@pytest.fixture
def shelf(place: Place, tmp_path: Path, letters: Embedder) -> Iterator[Shelf]:
    """An empty shelf, on each."""
    made = Shelf(tmp_path, letters, place=place)
    yield made
    made.library.close()
