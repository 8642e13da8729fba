"""Who may be alone: the same for files in a folder and for all machines of a database."""

from collections.abc import Iterator

import pytest

from index.store.library import Library
from index.store.opening import Place


@pytest.fixture
def pair(place: Place) -> Iterator[tuple[Library, Library]]:
    """Two processes' views of a library, as far as locks go."""
    one, other = Library(place), Library(place)
    yield one, other
    one.close()
    other.close()


def test_one_at_a_time_is_alone_whoever_asks(pair: tuple[Library, Library]) -> None:
    one, other = (library.database for library in pair)

    with (
        one.alone("feeds") as first,
        other.alone("feeds") as second,
        one.alone("feeds") as third,
        other.alone("jobs/a/job") as elsewhere,
    ):
        pass
    with other.alone("feeds") as afterwards:
        pass

    assert (first, second, third, elsewhere, afterwards) == (True, False, False, True, True)


def test_nobody_is_alone_while_others_hold_it_and_nobody_holds_it_meanwhile(
    pair: tuple[Library, Library],
) -> None:
    one, other = (library.database for library in pair)
    with one.alone("indexes/1/vectors-0"), pytest.raises(BlockingIOError):
        other.hold("indexes/1/vectors-0")

    holds = [one.hold("indexes/1/vectors-0"), other.hold("indexes/1/vectors-0")]
    with one.alone("indexes/1/vectors-0") as while_held:
        pass
    for hold in holds:
        hold.release()
    # What was given back is taken back with the next look at any lock.
    for database in (one, other):
        with database.alone("other"):
            pass
    with one.alone("indexes/1/vectors-0") as afterwards:
        pass

    assert (while_held, afterwards) == (False, True)
