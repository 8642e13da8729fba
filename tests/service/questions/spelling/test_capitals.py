"""Names typed in small letters, as the articles write them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from service.questions.spelling.capitals import with_capitals
from tests.conftest import Shelf, story

_TEXT = "In May Dale Okafor saw the Gannet Bridge. The bridge is closed; it may open, Okafor said."


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[OpenCollection]:
    """A collection of one article."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("capitals")), letters)
    shelf.add(story("bridge", _TEXT, title="A bridge"))
    yield shelf.opened()
    shelf.library.close()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("did okafor see the gannet bridge?", "did Okafor see the Gannet bridge?"),
        ("Did Okafor see it?", "Did Okafor see it?"),
        ("DID OKAFOR SEE IT?", "DID OKAFOR SEE IT?"),
        ("who may open the bridge", "who may open the bridge"),
        ("did trudeau see it", "did trudeau see it"),
        ("", ""),
    ],
)
def test_what_every_article_writes_with_a_capital_has_one(
    opened: OpenCollection, typed: str, read: str
) -> None:
    assert with_capitals(typed, opened) == read
