"""So much at once, so much waits, the rest is refused; what nobody waits for is dropped."""

import re
import time
from collections.abc import Callable
from threading import Event
from typing import cast

import anyio
import pytest
from anyio import create_task_group
from litestar.types import Scope

from index.interruption import go_on
from service.http.limits.admission import Admission
from service.http.problems import BusyError, ShuttingDownError
from service.http.runtime import Runtime
from service.settings import load
from tests.waiting import run_apart


class Work:
    """Pieces of work that last until they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.free = Event()

    def __call__(self, name: str) -> str:
        self.begun.append(name)
        while not self.free.wait(0.001):
            go_on()
        return name


async def _until(holds: Callable[[], bool]) -> None:
    with anyio.fail_after(60):
        while not holds():  # noqa: ASYNC110
            await anyio.sleep(0.001)


def test_what_finds_no_room_is_refused_at_once_and_the_rest_is_answered() -> None:
    work, done = Work(), list[str]()
    admission = Admission(at_once=1, waiting=1, seconds=60)

    async def ask(name: str) -> None:
        done.append(await admission.run(work, name))

    async def main() -> None:
        async with create_task_group() as group:
            group.start_soon(ask, "runs")
            await _until(lambda: work.begun == ["runs"])
            group.start_soon(ask, "waits")
            await _until(lambda: admission.waiting == 1)
            with pytest.raises(BusyError):
                await admission.run(work, "refused")
            work.free.set()

    run_apart(main())

    assert (done, admission.refused) == (["runs", "waits"], 1)


def test_a_question_without_room_is_refused_before_its_body_is_read() -> None:
    work = Work()
    runtime = Runtime(load({}))
    runtime.questions = Admission(at_once=1, waiting=0, seconds=60)

    async def let_in(method: str, path: str) -> None:
        await runtime.let_in(cast("Scope", {"type": "http", "method": method, "path": path}))

    async def main() -> None:
        async with create_task_group() as group:
            await let_in("POST", "/v1/ask")
            group.start_soon(runtime.questions.run, work, "runs")
            await _until(lambda: work.begun == ["runs"])
            await let_in("GET", "/v1/people")
            with pytest.raises(BusyError):
                await let_in("POST", "/v1/ask")
            work.free.set()

    run_apart(main())

    assert runtime.questions.refused == 1


def test_whoever_leaves_the_queue_is_never_worked_for() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=5, seconds=60)

    async def main() -> None:
        async with create_task_group() as group:
            group.start_soon(admission.run, work, "runs")
            await _until(lambda: work.begun == ["runs"])
            async with create_task_group() as leaving:
                leaving.start_soon(admission.run, work, "left")
                await _until(lambda: admission.waiting == 1)
                leaving.cancel_scope.cancel()
            await _until(lambda: admission.waiting == 0)
            work.free.set()

    run_apart(main())

    assert work.begun == ["runs"]


def test_work_that_runs_stops_at_its_next_step_when_its_client_leaves() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=0, seconds=60)

    async def main() -> str:
        async with create_task_group() as group:
            group.start_soon(admission.run, work, "left")
            await _until(lambda: work.begun == ["left"])
            group.cancel_scope.cancel()
        work.free.set()
        return await admission.run(work, "next")

    assert run_apart(main()) == "next"


def test_whoever_waits_too_long_is_refused() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=1, seconds=0.01)

    async def main() -> None:
        async with create_task_group() as group:
            group.start_soon(admission.run, work, "runs")
            await _until(lambda: work.begun == ["runs"])
            with pytest.raises(BusyError, match=r"within 0\.01 seconds"):
                await admission.run(work, "waits")
            work.free.set()

    run_apart(main())

    assert work.begun == ["runs"]


def test_a_turn_is_waited_for_a_few_times_as_long_as_work_usually_takes() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=1, seconds=60, patience=2)

    async def main() -> str:
        await admission.run(time.sleep, 0.2)
        async with create_task_group() as group:
            group.start_soon(admission.run, work, "runs")
            await _until(lambda: work.begun == ["runs"])
            with pytest.raises(BusyError) as refused:
                await admission.run(work, "waits")
            work.free.set()
        return str(refused.value)

    seconds = re.search(r"within (\S+) seconds", run_apart(main()))

    assert seconds
    assert 0.4 <= float(seconds[1]) < 60
    assert work.begun == ["runs"]


def test_quick_work_does_not_make_impatient() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=1, seconds=60, patience=2)

    async def main() -> None:
        for _ in range(9):
            await admission.run(lambda: None)
        async with create_task_group() as group:
            group.start_soon(admission.run, work, "runs")
            await _until(lambda: work.begun == ["runs"])
            with pytest.raises(BusyError, match=r"within 0\.25 seconds"):
                await admission.run(work, "waits")
            work.free.set()

    run_apart(main())


def test_a_batch_is_one_in_the_queue_and_keeps_its_order() -> None:
    admission = Admission(at_once=2, waiting=2, seconds=0.01)

    async def main() -> list[int]:
        return await admission.run_all(lambda number: number * number, range(100))

    assert run_apart(main()) == [number * number for number in range(100)]


def test_a_member_that_fails_fails_its_batch_with_its_own_error() -> None:
    admission = Admission(at_once=2, waiting=2, seconds=60)

    async def main() -> None:
        await admission.run_all(lambda number: 1 / number, [1, 0, 2])

    with pytest.raises(ZeroDivisionError):
        run_apart(main())


def test_when_the_process_ends_work_stops_and_no_more_is_let_in() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=1, seconds=60)

    async def main() -> None:
        async with create_task_group() as group:

            async def stopped() -> None:
                with pytest.raises(ShuttingDownError):
                    await admission.run(work, "stopped")

            group.start_soon(stopped)
            await _until(lambda: work.begun == ["stopped"])
            admission.stop()
        with pytest.raises(ShuttingDownError):
            await admission.run(work, "late")

    run_apart(main())

    assert work.begun == ["stopped"]


def test_while_most_are_refused_fewer_may_wait_and_all_come_back_later() -> None:
    work = Work()
    admission = Admission(at_once=1, waiting=3, seconds=60, overloaded=1)

    later: list[int] = []

    async def main() -> list[int]:
        room = [admission.room]
        async with create_task_group() as group:
            for name in ("runs", "waits", "waits", "waits"):
                group.start_soon(admission.run, work, name)
            await _until(lambda: admission.waiting == 3)
            for _ in range(100):
                with pytest.raises(BusyError) as busy:
                    await admission.run(work, "refused")
                later.append(busy.value.wait_seconds)
            room.append(admission.room)
            work.free.set()
        for _ in range(100):
            await admission.run(work, "answered")
        return [*room, admission.room]

    assert run_apart(main()) == [3, 1, 3]
    assert (later[0], later[-1], sorted(later) == later) == (1, 8, True)
