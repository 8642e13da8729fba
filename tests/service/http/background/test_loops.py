"""Background loops live on, and say how they fare."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from index.interruption import go_on
from service.http.background.loops import Loop
from tests.waiting import wait_until


@contextmanager
def running(loop: Loop) -> Iterator[Loop]:
    loop.start()
    yield loop
    loop.stop()


class Flaky:
    """A step that fails until it is mended."""

    def __init__(self) -> None:
        self.broken = True
        self.done = Event()

    def __call__(self) -> bool:
        if self.broken:
            raise OSError("too many open files")
        self.done.set()
        return False


def test_a_step_that_fails_is_tried_again_until_it_succeeds() -> None:
    step = Flaky()

    with running(Loop("flaky", step, pause=0.01, patience=60)) as loop:
        wait_until(lambda: loop.state().failures > 1)
        step.broken = False
        loop.wake()
        step.done.wait()
        wait_until(lambda: loop.state().seconds < 1)

        assert loop.state().trouble is None


@pytest.mark.gate
def test_a_loop_that_fails_says_for_how_long_and_why() -> None:
    with running(Loop("flaky", Flaky(), pause=0.01, patience=60)) as loop:
        wait_until(lambda: loop.state().trouble is not None)

        assert "too many open files" in (loop.state().trouble or "")


def test_a_loop_that_was_never_started_or_has_ended_does_not_run() -> None:
    loop = Loop("idle", lambda: False, pause=0.01, patience=60)

    before = loop.state().trouble
    loop.start()
    alive = loop.state().trouble
    loop.stop()

    assert (before, alive, loop.state().trouble) == (
        "idle: it does not run",
        None,
        "idle: it does not run",
    )


def test_a_step_without_an_end_is_stuck_unless_it_shows_signs_of_life() -> None:
    free, lively = Event(), Event()

    def step() -> bool:
        while not free.wait(0.001):
            if lively.is_set():
                go_on()
        return False

    with running(Loop("long", step, pause=0.01, patience=0.05)) as loop:
        wait_until(lambda: loop.state().trouble is not None)
        lively.set()
        wait_until(lambda: loop.state().trouble is None)
        free.set()


def test_a_long_step_ends_when_its_loop_is_to_stop() -> None:
    begun = Event()

    def step() -> bool:
        begun.set()
        while True:
            go_on()

    with running(Loop("endless", step, pause=0.01, patience=60)):
        begun.wait()
