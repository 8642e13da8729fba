"""Work asks whether it is still wanted, and stops where it is not."""

from collections.abc import Callable

import pytest

from index.interruption import Stopped, go_on, interruptible, steps
from tests.conftest import Shelf, story


def _after(count: int) -> Callable[[], None]:
    """A check that lets so many steps pass."""
    left = iter(range(count))

    def check() -> None:
        if next(left, None) is None:
            raise Stopped

    return check


def test_where_nobody_listens_work_goes_on() -> None:
    go_on()

    assert list(steps("abc")) == ["a", "b", "c"]


def test_it_stops_at_the_step_at_which_it_is_not_wanted_any_more() -> None:
    done = []

    def work() -> None:
        for letter in steps("abc"):
            done.append(letter)  # noqa: PERF402

    with pytest.raises(Stopped), interruptible(_after(2)):
        work()

    assert done == ["a", "b"]


def test_whoever_listens_outside_is_asked_first() -> None:
    asked: list[str] = []

    with interruptible(lambda: asked.append("outer")), interruptible(lambda: asked.append("inner")):
        go_on()

    assert asked == ["outer", "inner"]


@pytest.mark.short(2)
@pytest.mark.parametrize("steps_taken", [0, 1, 2, 5, 10, 20, 40])
def test_one_article_can_be_stopped_in_the_middle_and_is_stored_whole_or_not_at_all(
    shelf: Shelf, steps_taken: int
) -> None:
    document = story("long", "“We will rebuild it,” said Mayor Elena Ruiz on Monday.\n\n" * 50)

    with pytest.raises(Stopped), interruptible(_after(steps_taken)):
        shelf.ingester.add_batch(shelf.collection, [document])
    stored = shelf.library.count_articles("default")
    (outcome,) = shelf.add(document)

    assert (stored, outcome.status.value) == (0, "added")
