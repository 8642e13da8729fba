"""Articles by their dates."""

import pytest

from index.errors import NotFoundError
from index.records import Filters
from index.store.listing import Listing
from tests.conftest import Shelf, story

_DATES = ("2026-01-02", "2026-01-02T08:00:00+00:00", "2025-12-31", "2026-03-01", "1999-05-05", None)
_EXPECTED = ["d", "b", "a", "c", "e", "f", "g"]


@pytest.fixture
def listing(shelf: Shelf) -> Listing:
    """Seven articles, two of them without a date."""
    for id, day in zip("abcdefg", (*_DATES, None), strict=True):
        outlet = "Ledger" if id in "bcf" else None
        shelf.add(story(id, f"Story {id} is told.", published=day, outlet=outlet))
    return Listing(shelf.library.database)


def test_the_newest_come_first_and_those_without_a_date_last(
    shelf: Shelf, listing: Listing
) -> None:
    found = listing.newest(shelf.collection, Filters(), limit=10)

    assert [article.id for article in found] == _EXPECTED


@pytest.mark.short(2)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_page_by_page_every_article_comes_once(shelf: Shelf, listing: Listing, size: int) -> None:
    ids: list[str] = []
    while page := listing.newest(
        shelf.collection, Filters(), limit=size, after=ids[-1] if ids else None
    ):
        ids += [article.id for article in page]

    assert ids == _EXPECTED


def test_what_is_counted_is_what_matches(shelf: Shelf, listing: Listing) -> None:
    ledger = Filters(outlet=("ledger",))

    assert listing.count(shelf.collection, Filters()) == 7
    assert listing.count(shelf.collection, ledger) == 3
    assert [a.id for a in listing.newest(shelf.collection, ledger, limit=9)] == ["b", "c", "f"]


def test_an_article_to_continue_after_must_exist(shelf: Shelf, listing: Listing) -> None:
    with pytest.raises(NotFoundError, match="'nope': not found"):
        listing.newest(shelf.collection, Filters(), limit=1, after="nope")
