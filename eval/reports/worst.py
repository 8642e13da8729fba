"""The cases to look at first: failures, then the errors that hurt users most."""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from eval.records import HELD_OUT, Record, Share
from eval.reports.formatting import figure

LIMIT = 50


class Failure(Enum):
    """What is wrong with a case, worst first."""

    ERROR = "could not be measured"
    WRONG = "answered wrongly"
    REFUSED = "refused although there is an answer"
    MISSED = "lost"
    LOW = "scored low"


class WorstCase(Struct, frozen=True):
    """A record and why it is listed."""

    record: Record
    failure: Failure
    why: str


def worst(records: Sequence[Record], leading: str | None = None) -> list[WorstCase]:
    """Return the worst cases, at most `LIMIT`.

    Errors come first, then wrong answers (most confident first), then false refusals (those of a
    right candidate first), then other losses; where answers are not judged (pages, quotations),
    the lowest shares of the `leading` metric.
    """
    order = list(Failure)
    found = [
        (record, failure)
        for record in records
        if record.group != HELD_OUT and (failure := _failure(record, leading))
    ]
    found.sort(
        key=lambda pair: (order.index(pair[1]), *_order(pair[0], pair[1], leading), pair[0].id)
    )
    return [
        WorstCase(record, failure, _why(record, failure, leading))
        for record, failure in found[:LIMIT]
    ]


def _failure(record: Record, leading: str | None) -> Failure | None:
    if record.error is not None:
        return Failure.ERROR
    if record.answered is False:
        return Failure.REFUSED if _has_answer(record) else None
    if record.answered and (record.right is False or record.answerable is False):
        return Failure.WRONG
    if record.right is False or record.lost is not None:
        return Failure.MISSED
    share = _share(record, leading)
    return Failure.LOW if record.right is None and share is not None and share < 1 else None


def _has_answer(record: Record) -> bool:
    # If nobody judged whether there is an answer, a right candidate or a known loss proves it.
    if record.answerable is None:
        return bool(record.right) or record.lost is not None
    return record.answerable


def _order(record: Record, failure: Failure, leading: str | None) -> tuple[float, ...]:
    """Smaller is worse."""
    held_back = failure is Failure.REFUSED and bool(record.right)
    share = _share(record, leading)
    return -float(held_back), -(record.confidence or 0.0), 1.0 if share is None else share


def _share(record: Record, leading: str | None) -> float | None:
    share = record.scores.get(leading, Share(0.0, 0.0)) if leading else Share(0.0, 0.0)
    return share.part / share.whole if share.whole else None


def _why(record: Record, failure: Failure, leading: str | None) -> str:
    if failure is Failure.ERROR:
        return record.error or ""
    return "; ".join([_what_happened(record, failure, leading), *_details(record)]) + "."


def _what_happened(record: Record, failure: Failure, leading: str | None) -> str:
    sure = "" if record.confidence is None else f" with confidence {figure(record.confidence)}"
    if failure is Failure.WRONG:
        known = ", although the articles contain no answer" if record.answerable is False else ""
        return f"Answered wrongly{sure}{known}"
    if failure is Failure.REFUSED:
        what = "Shown as a maybe" if record.maybe else "Refused"
        return f"{what}{_best_candidate(record)}{sure}"
    if failure is Failure.LOW:
        return f"{leading} is {figure(_share(record, leading) or 0.0)}"
    return f"Best candidate wrong{sure}" if record.right is False else "Not everything was found"


def _best_candidate(record: Record) -> str:
    if record.right is None:
        return ""
    return f": the best candidate was {'right' if record.right else 'wrong'},"


def _details(record: Record) -> list[str]:
    lost = [f"lost at the stage “{record.lost}”"] if record.lost else []
    return [*lost, *([f"the service said: {record.reason}"] if record.reason else [])]
