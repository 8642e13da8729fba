"""How much is read: the first windows in any case, the others as time allows."""

import time

import pytest

from service.reading.windows import ReadingBudget

BUDGET = ReadingBudget(first=2)


@pytest.mark.parametrize(
    ("items", "expected"),
    [([], []), ([1], [[1]]), ([1, 2], [[1, 2]]), ([1, 2, 3, 4, 5], [[1, 2], [3, 4, 5]])],
)
def test_without_a_deadline_everything_is_read_in_two_stages(
    items: list[int], expected: list[list[int]]
) -> None:
    assert list(BUDGET.stages(items, None)) == expected


def test_after_the_deadline_only_the_first_are_read() -> None:
    assert list(BUDGET.stages([1, 2, 3], time.perf_counter() - 1)) == [[1, 2]]


def test_before_a_distant_deadline_everything_is_read() -> None:
    assert list(BUDGET.stages([1, 2, 3], time.perf_counter() + 3600)) == [[1, 2], [3]]
