"""The work of a run: one step per question, by one or several clients, into the journal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import NamedTuple

from eval.records import Record
from eval.runs.journal import Journal
from eval.support.progress import with_progress
from index.errors import DatelineError


class Step(NamedTuple):
    """The measurement of one question."""

    id: str
    question: str
    measure: Callable[[], Record]


def run_steps(steps: Sequence[Step], journal: Journal, what: str, clients: int = 1) -> int:
    """Measure the questions that the journal lacks; return how many there were."""
    open_steps = [step for step in steps if step.id not in journal.records]
    records = map(_measured, open_steps) if clients == 1 else _concurrently(open_steps, clients)
    for record in with_progress(records, what, len(steps), len(steps) - len(open_steps)):
        journal.add(record)
    return len(open_steps)


def _concurrently(steps: Iterable[Step], clients: int) -> Iterator[Record]:
    """Records in the order of completion; at most `clients` questions are in flight."""
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
    """The step's record, with the error if the question could not be measured."""
    try:
        return step.measure()
    except DatelineError as exc:
        return Record(id=step.id, question=step.question, error=str(exc))
