"""Outlets as people call them."""

from collections.abc import Iterator

import pytest

from index.embedders.contract import Embedder
from index.followers.called_outlets import outlets_called, with_known_outlets
from index.records import Filters
from tests.conftest import Shelf, story

LEDGER, COURIER, WEEK = "The Harbor Ledger", "Riverton Courier", "theweek.co.uk"
VOZ, ANSE = "La Voz del Estuario", "Le Courrier de l’Anse"
EVENING = "The Evening Courier"


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[Shelf]:
    """A shelf with articles of six outlets."""
    shelf = Shelf(tmp_path_factory.mktemp("press"), letters)
    outlets = (LEDGER, COURIER, WEEK, VOZ, ANSE, EVENING)
    stories = [
        story(str(number), "The bridge is closed.", outlet=outlet)
        for number, outlet in enumerate(outlets)
    ]
    shelf.add(*stories)
    yield shelf
    shelf.library.close()


@pytest.mark.parametrize(
    ("words", "outlets"),
    [
        ("harbor ledger", [LEDGER]),
        ("HARBOR LEDGER", [LEDGER]),
        ("the Ledger", [LEDGER]),
        ("Riverton courier", [COURIER]),
        ("the week", []),
        ("theweek", [WEEK]),
        ("voz del estuario", [VOZ]),
        ("courrier de l'anse", [ANSE]),
        ("courier", [COURIER, EVENING]),
        ("the harbor", [LEDGER]),
        ("the ledger of harbors", []),
        ("the", []),
        ("", []),
    ],
)
def test_an_outlet_is_called_by_words_of_its_name(
    press: Shelf, words: str, outlets: list[str]
) -> None:
    found = outlets_called(words, press.opened().lexical)

    assert sorted(found) == sorted(outlets)


def test_an_outlet_called_just_so_is_meant_alone(shelf: Shelf) -> None:
    for number, outlet in enumerate((LEDGER, "Ledger")):
        shelf.add(story(str(number), "The bridge is open.", outlet=outlet))

    found = outlets_called("the ledger", shelf.opened().lexical)

    assert found == ["Ledger"]


def test_filters_keep_what_may_mean_several_outlets_or_none(press: Shelf) -> None:
    filters = Filters(outlet=("harbor ledger", "courier", "gazette", LEDGER))

    known = with_known_outlets(filters, press.opened().lexical)

    assert known.outlet == (LEDGER, "courier", "gazette")
