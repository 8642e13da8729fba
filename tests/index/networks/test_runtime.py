"""A network stops in the middle of a batch that nobody waits for any more."""

from collections.abc import Callable
from threading import Event, Thread

import numpy as np
import pytest

from index.interruption import Stopped, interruptible
from index.networks.quiet_openvino import Graph, openvino, ops
from index.networks.runtime import Runtime

_WIDTH, _LAYERS = 512, 400
_LONG, _SHORT = 8_192, 1
_PATIENCE_SECONDS = 60


def _graph() -> Graph:
    """Many layers that turn each row round: some seconds for many rows, nothing for one."""
    rows = ops.parameter([-1, _WIDTH], np.float32, name="rows")
    shift = ops.constant(np.roll(np.eye(_WIDTH, dtype=np.float32), 1, axis=1))
    last = rows
    for _ in range(_LAYERS):
        last = ops.matmul(last, shift, transpose_a=False, transpose_b=False)
    last.output(0).get_tensor().set_names({"turned"})
    return openvino.Model([last], [rows], "turning")


def _turned(runtime: Runtime, count: int) -> bool:
    rows = np.arange(count * _WIDTH, dtype=np.float32).reshape(count, _WIDTH) % 64
    return np.array_equal(runtime.infer({"rows": rows})[0], np.roll(rows, _LAYERS, axis=1))


def _from_the_second_time(then: Callable[[], object]) -> Callable[[], None]:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            then()

    return check


def _stop() -> None:
    raise Stopped


def test_a_batch_ends_when_nobody_wants_it_any_more_and_the_next_one_is_right() -> None:
    runtime = Runtime(_graph(), "f32")

    with interruptible(_from_the_second_time(_stop)), pytest.raises(Stopped):
        _turned(runtime, _LONG)

    assert _turned(runtime, _SHORT)


@pytest.mark.gate
def test_whoever_waits_for_the_batch_of_another_may_leave() -> None:
    runtime = Runtime(_graph(), "f32")
    is_running, has_left = Event(), Event()

    def in_the_middle() -> None:
        is_running.set()
        has_left.wait(_PATIENCE_SECONDS)
        _stop()

    def other() -> None:
        with interruptible(_from_the_second_time(in_the_middle)), pytest.raises(Stopped):
            _turned(runtime, _LONG)

    thread = Thread(target=other)
    thread.start()
    assert is_running.wait(_PATIENCE_SECONDS)
    with interruptible(_from_the_second_time(_stop)), pytest.raises(Stopped):
        _turned(runtime, _SHORT)
    has_left.set()
    thread.join()
