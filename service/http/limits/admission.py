"""A bounded queue for work in threads; requests beyond it are refused.

    request --> full? --> waits for its turn --> thread --> reply
            BusyError    BusyError when it       stops between two stages when
            at once      has waited too long     nobody waits for the reply any more

Queueing cannot increase a machine's capacity: a longer queue only makes answers so late that nobody
waits for them. A queue only bridges random gaps between arrivals. Its length says little about the
wait, so a request whose turn does not come within a few times the usual work time is dropped. In
simulations with real question times, this answers more requests than a shorter queue, and no later.
Under overload there are no gaps, so the queue is shortened and answers come sooner.

When a client disconnects, its request is cancelled (`attended_requests.py`): queued work is
dropped, and running work ends at its next stage.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, create_task_group, fail_after, from_thread, to_thread

from index.errors import ReachChangedError
from index.interruption import Stopped, interruptible
from index.reach import confirming
from service.http.problems import BusyError, ShuttingDownError

# The queue length is decided by this many recent requests.
_LATEST = 50
_MOST = 0.5
_LONGEST_RETRY_SECONDS = 10
# A wait this short is acceptable, however quick most work is.
_LEAST_PATIENCE_SECONDS = 0.25

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741


class Admission:
    """Runs work in a limited number of threads, first come, first served."""

    def __init__(
        self,
        *,
        at_once: int,
        waiting: int,
        seconds: float,
        overloaded: int | None = None,
        patience: float | None = None,
    ) -> None:
        """Limit the number of running and waiting requests, and the wait in seconds.

        `overloaded` is the queue length while most requests are refused; None: `waiting`.
        `patience` is the maximum wait as a multiple of the usual work time; lower values refuse
        more. None: only `seconds` count.
        """
        self.refused = 0
        self._at_once = at_once
        self._waiting = waiting
        self._overloaded = waiting if overloaded is None else overloaded
        self._share_refused = 0.0
        self._seconds = seconds
        self._times_usual = patience
        self._usual_seconds: float | None = None
        self._turns = CapacityLimiter(at_once)
        # Slots are counted above; there is a thread for each of them.
        self._threads = CapacityLimiter(at_once)
        self._stopping = False

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return self._turns.statistics().tasks_waiting

    @property
    def room(self) -> int:
        """How many may wait now."""
        return self._overloaded if self._share_refused > _MOST else self._waiting

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Run it in a thread when its turn comes.

        Raises:
            BusyError: too many wait already, or it has waited too long.
            ShuttingDownError: the process ends.
        """
        self._admit()
        return await self._in_turn(partial(work, *arguments), self._patience)

    async def run_all(self, work: Callable[[I], T], items: Sequence[I]) -> list[T]:
        """Run the work for each item; results are in order.

        Together they take no more slots than a few single requests, and each waits for its turn
        without limit, as they were admitted as one.

        Raises:
            BusyError: too many wait already.
            ShuttingDownError: the process ends.
        """
        self._admit()
        found: dict[int, T] = {}
        todo = iter(enumerate(items))

        async def some() -> None:
            for number, item in todo:
                found[number] = await self._in_turn(partial(work, item), None)

        try:
            async with create_task_group() as group:
                for _ in range(self._at_once):
                    group.start_soon(some)
        except ExceptionGroup as several:
            raise several.exceptions[0] from None
        return [found[number] for number in range(len(items))]

    @property
    def _patience(self) -> float:
        """For how many seconds one that comes now may wait."""
        if self._times_usual is None or self._usual_seconds is None:
            return self._seconds
        adapted = self._times_usual * self._usual_seconds * (1 - self._share_refused)
        return min(self._seconds, max(adapted, _LEAST_PATIENCE_SECONDS))

    def stop(self) -> None:
        """Make running work end at its next stage."""
        self._stopping = True

    def check_room(self) -> None:
        """Return if there is room for one more.

        Raises:
            BusyError: too many wait already.
            ShuttingDownError: the process ends.
        """
        if self._stopping:
            raise ShuttingDownError("the service is shutting down; try again in a moment")
        if self.waiting >= self.room and self._turns.available_tokens < 1:
            self._take_down(refused=True)
            self._refuse(f"{self.waiting} requests are waiting already; try again in a moment")

    def _admit(self) -> None:
        self.check_room()
        self._take_down(refused=False)

    def _take_down(self, *, refused: bool) -> None:
        self._share_refused += (refused - self._share_refused) / _LATEST

    async def _in_turn(self, work: Callable[[], T], seconds: float | None) -> T:
        try:
            with fail_after(seconds):
                await self._turns.acquire()
        except TimeoutError:
            self._refuse(f"its turn did not come within {seconds:.3g} seconds; try again later")
        start = time.monotonic()
        try:
            return await to_thread.run_sync(self._watched, work, limiter=self._threads)
        finally:
            self._turns.release()
            self._note_time(time.monotonic() - start)

    def _note_time(self, seconds: float) -> None:
        before = seconds if self._usual_seconds is None else self._usual_seconds
        self._usual_seconds = before + (seconds - before) / _LATEST

    def _watched(self, work: Callable[[], T]) -> T:
        try:
            with interruptible(self._check_wanted), confirming():
                return work()
        except Stopped:
            raise ShuttingDownError("the service is shutting down; try again later") from None
        except ReachChangedError as exc:
            raise BusyError(str(exc)) from exc

    def _check_wanted(self) -> None:
        if self._stopping:
            raise Stopped
        from_thread.check_cancelled()

    def _refuse(self, reason: str) -> None:
        self.refused += 1
        raise BusyError(reason, self._retry_seconds)

    @property
    def _retry_seconds(self) -> int:
        """The more come for each that is let in, the later they ask again: refusing takes time."""
        come = 1 / max(1 - self._share_refused, 1 / _LONGEST_RETRY_SECONDS)
        return round(come)
