"""Progress of long work without a terminal."""

from collections.abc import Iterator

import pytest

from eval.support.progress import with_progress


class Clock:
    """Time that passes only while work is done."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_work_done_by_an_earlier_run_does_not_count_towards_the_pace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()

    def work() -> Iterator[int]:
        for number in range(1_000):
            # Seven hundred are only looked up, the others take a second each.
            clock.now += 1.0 if number >= 700 else 0.0
            yield number

    assert list(with_progress(work(), "indexing", 1_000, clock=clock)) == list(range(1_000))

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 30
    assert lines[0] == "indexing: 710 of 1,000"
    assert lines[1] == "indexing: 720 of 1,000, 280 s left"
    assert lines[15] == "indexing: 860 of 1,000, 140 s left"


def test_short_work_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress(iter([1, 2]), "reading", 2)) == [1, 2]
    assert capsys.readouterr().err == ""
