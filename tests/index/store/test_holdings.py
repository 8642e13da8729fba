"""What a collection holds under some filters, counted in the database."""

import pytest

from index.records import Filters, Period
from index.store import holdings
from tests.conftest import Shelf, story

LEE, LIND = "“It rains,” said Ann Lee.", "“It pours,” said Bo Lind."


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """Four articles of two outlets, one without a date."""
    shelf.add(
        story(
            "a", "“It rains,” said Ann Lee.", outlet="BBC", published="2024-05-01", authors=("Cy",)
        ),
        story(
            "b", "“It pours,” said Bo Lind.", outlet="bbc", published="2024-06-01T23:30:00-05:00"
        ),
        story("c", "A ferry stopped.", outlet="Ledger", authors=("Cy", "Di")),
        story("d", "A ferry ran.", published="2025-01-01"),
    )
    return shelf


def test_articles_are_counted_with_their_oldest_and_newest_day(filled: Shelf) -> None:
    library, collection = filled.library, filled.collection

    everything = holdings.holdings(library, collection, Filters())
    one_outlet = holdings.holdings(library, collection, Filters(outlet=("Bbc",)))
    nothing = holdings.holdings(library, collection, Filters(outlet=("CNN",)))

    assert (everything.articles, everything.undated) == (4, 1)
    assert (everything.oldest, everything.newest) == ("2024-05-01", "2025-01-01")
    assert (one_outlet.articles, one_outlet.newest) == (2, "2024-06-01T23:30:00-05:00")
    assert (nothing.articles, nothing.oldest, nothing.newest) == (0, None, None)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-05-01", "2024-05-01", True),
        ("2024-05-02", "2024-05-31", False),
        # The day counts where the article was published, not in UTC.
        ("2024-06-01", "2024-06-01", True),
        ("2024-06-02", "2024-06-02", False),
    ],
)
def test_whether_there_are_articles_of_some_days(
    filled: Shelf, first: str, last: str, expected: bool
) -> None:
    days = Period(first=first, last=last)

    found = holdings.has_articles_of(filled.library, filled.collection, Filters(), days)

    assert found is expected


def test_outlets_authors_and_speakers_are_named_as_the_articles_spell_them(filled: Shelf) -> None:
    library, collection = filled.library, filled.collection

    assert holdings.outlets(library, collection, 9) in (["BBC", "Ledger"], ["bbc", "Ledger"])
    assert holdings.authors(library, collection, 9) == ["Cy", "Di"]
    assert holdings.authors(library, collection, 1) == ["Cy"]
    assert holdings.speakers(library, collection, Filters()) == ["Ann Lee", "Bo Lind"]
    assert holdings.speakers(library, collection, Filters(published_from="2024-05-20")) == [
        "Bo Lind"
    ]


def test_only_ids_that_exist_are_known(filled: Shelf) -> None:
    known = holdings.known_ids(filled.library, filled.collection, ["a", "x", "d"])

    assert known == {"a", "d"}
