"""Outlets as people call them."""

import pytest

from index.followers.called_outlets import outlets_called, with_known_outlets
from index.records import Filters
from tests.conftest import Shelf, story

LEDGER, COURIER, WEEK = "The Harbor Ledger", "Riverton Courier", "theweek.co.uk"
VOZ, ANSE = "La Voz del Estuario", "Le Courrier de l’Anse"
EVENING = "The Evening Courier"


@pytest.fixture
def press(shelf: Shelf) -> Shelf:
    """A shelf with articles of six outlets."""
    for number, outlet in enumerate((LEDGER, COURIER, WEEK, VOZ, ANSE, EVENING)):
        shelf.add(story(str(number), "The bridge is closed.", outlet=outlet))
    return shelf


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


def test_an_outlet_called_just_so_is_meant_alone(press: Shelf) -> None:
    press.add(story("7", "The bridge is open.", outlet="Ledger"))

    found = outlets_called("the ledger", press.opened().lexical)

    assert found == ["Ledger"]


def test_filters_keep_what_may_mean_several_outlets_or_none(press: Shelf) -> None:
    filters = Filters(outlet=("harbor ledger", "courier", "gazette", LEDGER))

    known = with_known_outlets(filters, press.opened().lexical)

    assert known.outlet == (LEDGER, "courier", "gazette")
