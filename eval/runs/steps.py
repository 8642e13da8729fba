"""The work of a run: one step for each question, by one or several clients, into the journal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import NamedTuple

from eval.records import Record
from eval.runs.journal import Journal
from eval.support.progress import tracked
from index.errors import DatelineError


class Step(NamedTuple):
    """What measures one question."""

    id: str
    question: str
    measure: Callable[[], Record]


def work_off(steps: Sequence[Step], journal: Journal, what: str, clients: int = 1) -> int:
    """Measure what the journal lacks; return how many questions that were."""
    open_steps = [step for step in steps if step.id not in journal.records]
    records = _one_by_one(open_steps) if clients == 1 else _together(open_steps, clients)
    for record in tracked(records, what, len(steps), len(steps) - len(open_steps)):
        journal.add(record)
    return len(open_steps)


def _one_by_one(steps: Iterable[Step]) -> Iterator[Record]:
    return map(_measured, steps)


def _together(steps: Iterable[Step], clients: int) -> Iterator[Record]:
    """Records in the order they are finished; no more questions are on the way than clients."""
    waiting = iter(steps)
    with ThreadPoolExecutor(clients) as pool:
        running: set[Future[Record]] = set()
        for step in islice(waiting, clients):
            running.add(pool.submit(_measured, step))
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for step in islice(waiting, len(finished)):
                running.add(pool.submit(_measured, step))
            yield from (future.result() for future in finished)


def _measured(step: Step) -> Record:
    """The step's record; one that says why, where this question cannot be measured."""
    try:
        return step.measure()
    except DatelineError as exc:
        return Record(id=step.id, question=step.question, error=str(exc))
