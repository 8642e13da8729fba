"""How far long work is, where nobody looks at a terminal."""

from collections.abc import Iterator

import pytest

from eval.support import progress
from eval.support.progress import tracked


class Clock:
    """Time that passes only where work is done."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_what_an_earlier_run_left_done_says_nothing_of_the_pace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)

    def work() -> Iterator[int]:
        for number in range(1_000):
            # Seven hundred are only looked at, the others take a second each.
            clock.now += 1.0 if number >= 700 else 0.0
            yield number

    assert list(tracked(work(), "indexing", 1_000)) == list(range(1_000))

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 30
    assert lines[0] == "indexing: 710 of 1,000"
    assert lines[1] == "indexing: 720 of 1,000, 280 s left"
    assert lines[15] == "indexing: 860 of 1,000, 140 s left"


def test_a_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(tracked(iter([1, 2]), "reading", 2)) == [1, 2]
    assert capsys.readouterr().err == ""
