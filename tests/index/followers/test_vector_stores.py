"""Every vector store found on disk keeps the contract: clustered vectors, a real library."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

from index.errors import SettingsError
from index.followers import load_vector_store, vector_stores
from index.followers.contract import Ids, VectorOptions, VectorStore
from index.followers.vector_source import VectorSource
from index.records import Document, Span, Vectors
from index.store.library import Library
from index.store.values import Collection
from index.store.writing import Prepared
from index.text.hashes import sha256
from tests.postgresql import Cluster, database_of

_DIM = 16
_EMBEDDER = "clusters-1"
_CLUSTERS = 40
_ROWS = 4_000
_K = 10
# Exact up to the first number of passages, approximate with the second.
_SIZES = (1_000_000, 500)
_KINDS = [
    # Each test of this one needs a database of its own.
    pytest.param((name, size), marks=[pytest.mark.gate] if name == "pgvector" else [])
    for name in vector_stores()
    for size in _SIZES
]

Open = Callable[[Collection], VectorStore]


def _clustered(count: int, seed: int) -> Vectors:
    """Unit vectors around a few centres, as news stories lie around events."""
    centres = np.random.default_rng(1).normal(size=(_CLUSTERS, _DIM))
    rng = np.random.default_rng(seed)
    rows = centres[rng.integers(_CLUSTERS, size=count)] + 0.3 * rng.normal(size=(count, _DIM))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _article(id: str, vectors: Vectors) -> Prepared:
    spans = tuple(Span(n, n) for n in range(len(vectors)))
    return Prepared(
        id=id,
        document=Document(id=id, text="x. " * len(vectors), format="txt", origin=id),
        sha256=id,
        digest=sha256(str(vectors.sum())),
        marks=(),
        sentences=tuple(Span(3 * n, 3 * n + 2) for n in range(len(vectors))),
        quotes=(),
        passages=spans,
        vectors=vectors,
        sentence_vectors=np.zeros((len(vectors), _DIM), np.int8),
        edges=(),
        learned=frozenset(),
        lead=id,
    )


def _fill(library: Library, vectors: Vectors) -> None:
    parts = [_article(f"a{n}", part) for n, part in enumerate(np.split(vectors, 40))]
    library.write(library.create_collection("news"), parts, _EMBEDDER)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    # As the truth keeps them.
    return _clustered(_ROWS, seed=2).astype(np.float16).astype(np.float32)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, vectors: Vectors) -> Path:
    """The file of a library: forty articles of a hundred passages; passage n+1 has row n."""
    path = tmp_path_factory.mktemp("filled") / "library.db"
    made = Library(path)
    _fill(made, vectors)
    made.close()
    return path


@pytest.fixture(scope="module")
def filled_database(cluster: Cluster, vectors: Vectors) -> str:
    """The same in PostgreSQL: its address."""
    made = Library(cluster.library())
    _fill(made, vectors)
    made.close()
    return made.database.name


@pytest.fixture(params=_KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> tuple[str, int]:
    """A vector store, and up to how many passages it is exact."""
    name, size = request.param
    return name, size


@pytest.fixture
def library(
    kind: tuple[str, int], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Library]:
    """A copy for each test, where the vector store wants it."""
    if kind[0] == "pgvector":
        cluster = request.getfixturevalue("cluster")
        template = database_of(request.getfixturevalue("filled_database"))
        address = cluster.database(f"TEMPLATE {template}")
        # Less than building an index takes.
        cluster.execute(f"ALTER DATABASE {database_of(address)} SET maintenance_work_mem = '1MB'")
        made = Library(address)
    else:
        filled = request.getfixturevalue("filled")
        made = Library(Path(copyfile(filled, tmp_path / "library.db")))
    yield made
    made.close()


@pytest.fixture
def collection(library: Library) -> Collection:
    return library.collection("news")


@pytest.fixture
def open_store(kind: tuple[str, int], library: Library, tmp_path: Path) -> Open:
    """Opens the store of a collection as a process that starts now does."""
    name, flat_until = kind

    def opened(collection: Collection) -> VectorStore:
        source = VectorSource(library, collection, fingerprint=_EMBEDDER, dim=_DIM)
        folder = tmp_path / f"{collection.pk}"
        store = load_vector_store(name)(source, folder, VectorOptions(flat_until=flat_until))
        store.open()
        store.wait()
        return store

    return opened


def _nearest(vectors: Vectors, questions: Vectors, allowed: Ids) -> list[set[int]]:
    scores = questions @ vectors[allowed - 1].T
    return [set(allowed[np.argsort(-row)[:_K]].tolist()) for row in scores]


def _recall(found: Ids, expected: list[set[int]]) -> float:
    return float(
        np.mean([len(e & set(f)) / len(e) for f, e in zip(found.tolist(), expected, strict=True)])
    )


def test_faiss_and_exact_search_are_there() -> None:
    assert {"exact", "faiss"} <= set(vector_stores())


@pytest.mark.parametrize("name", ["lexical", "nosuch", "../x"])
def test_what_is_no_vector_store_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(SettingsError, match="not found; available: exact, faiss"):
        load_vector_store(name)


def test_it_finds_what_exact_search_finds(
    open_store: Open, collection: Collection, vectors: Vectors
) -> None:
    questions = _clustered(50, seed=3)

    cosines, found = open_store(collection).search(questions, _K)

    everything = np.arange(1, _ROWS + 1)
    assert _recall(found, _nearest(vectors, questions, everything)) >= 0.95
    assert (np.diff(cosines, axis=1) <= 0).all()
    expected = np.take_along_axis(questions @ vectors.T, found - 1, axis=1)
    assert cosines == pytest.approx(expected, abs=0.02)


@pytest.mark.short(6)
@pytest.mark.parametrize("share", [0.5, 0.02, 0.001])
def test_a_filter_leaves_only_what_it_allows_and_finds_the_best_of_it(
    open_store: Open, collection: Collection, vectors: Vectors, share: float
) -> None:
    rng = np.random.default_rng(4)
    allowed = np.sort(rng.choice(np.arange(1, _ROWS + 1), int(_ROWS * share), replace=False))
    questions = _clustered(50, seed=3)

    _, found = open_store(collection).search(questions, _K, allowed)

    assert set(found.ravel().tolist()) <= {-1, *allowed.tolist()}
    assert _recall(found, _nearest(vectors, questions, allowed)) >= 0.95
    assert (found >= 0).sum() == len(questions) * min(_K, len(allowed))


def test_nothing_allowed_means_nothing_found(open_store: Open, collection: Collection) -> None:
    _, found = open_store(collection).search(_clustered(2, seed=3), _K, np.empty(0, np.int64))

    assert (found == -1).all()


def test_what_is_deleted_or_replaced_is_not_seen_again(
    open_store: Open, library: Library, collection: Collection, vectors: Vectors
) -> None:
    store = open_store(collection)
    library.remove(collection, "a0")
    fresh = _clustered(100, seed=5)
    library.write(collection, [_article("a1", fresh)], _EMBEDDER)

    store.follow()

    _, found = store.search(vectors[:200], _K)
    assert not {i for i in found.ravel().tolist() if 1 <= i <= 200}
    _, replaced = store.search(fresh, _K)
    assert np.mean([id in row for id, row in enumerate(replaced, start=_ROWS + 1)]) >= 0.95
    assert store.count == _ROWS - 100
    assert store.verify() == []


def test_a_restart_goes_on_where_the_snapshot_was_taken(
    open_store: Open, library: Library, collection: Collection
) -> None:
    store = open_store(collection)
    store.save()
    library.remove(collection, "a0")
    store.follow()
    questions = _clustered(20, seed=3)

    again = open_store(collection)

    assert (again.seq, again.count) == (store.seq, _ROWS - 100)
    assert np.array_equal(again.search(questions, _K)[1], store.search(questions, _K)[1])
    assert again.verify() == []


@pytest.mark.short(4)
def test_a_rebuilt_store_finds_the_same(
    open_store: Open, collection: Collection, vectors: Vectors
) -> None:
    store = open_store(collection)
    before = store.search(vectors[:50], 1)[1].ravel()

    store.rebuild()

    assert np.array_equal(store.search(vectors[:50], 1)[1].ravel(), before)
    assert store.verify() == []


def test_two_collections_do_not_mix(
    open_store: Open, library: Library, collection: Collection, vectors: Vectors
) -> None:
    other = library.create_collection("sport")
    library.write(other, [_article("a0", vectors[:50])], _EMBEDDER)
    news, sport = open_store(collection), open_store(other)

    library.remove(collection, "a0")
    for store in (news, sport):
        store.follow()

    assert (news.count, sport.count) == (_ROWS - 100, 50)
    own = np.arange(_ROWS + 1, _ROWS + 51)
    assert np.array_equal(sport.search(vectors[:50], 1)[1].ravel(), own)
    assert not set(own.tolist()) & set(news.search(vectors[:50], _K)[1].ravel().tolist())
