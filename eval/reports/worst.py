"""The cases to look at first: what could not be measured, then what readers are hurt by most."""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from eval.records import Record, Share
from eval.reports.formatting import figure

LIMIT = 50


class Fault(Enum):
    """What is wrong with a case, the worst first."""

    ERROR = "could not be measured"
    WRONG = "answered wrongly"
    REFUSED = "refused, though there is an answer"
    MISSED = "lost"
    LOW = "scored low"


class WorstCase(Struct, frozen=True):
    """A record and why it is here."""

    record: Record
    fault: Fault
    why: str


def worst(records: Sequence[Record], leading: str | None = None) -> list[WorstCase]:
    """Return the worst cases, at most `LIMIT`.

    Those with an error come first, then wrong answers (the most confident first), then false
    refusals (a right candidate held back before a wrong one), then what was lost otherwise; where
    nobody judges answers (pages, quotations), the lowest shares of the `leading` metric.
    """
    faults = list(Fault)
    found = [(record, fault) for record in records if (fault := _fault(record, leading))]
    found.sort(
        key=lambda pair: (faults.index(pair[1]), *_order(pair[0], pair[1], leading), pair[0].id)
    )
    return [
        WorstCase(record, fault, _why(record, fault, leading)) for record, fault in found[:LIMIT]
    ]


def _fault(record: Record, leading: str | None) -> Fault | None:
    if record.error is not None:
        return Fault.ERROR
    if record.answered is False:
        return Fault.REFUSED if _has_answer(record) else None
    if record.answered and (record.right is False or record.answerable is False):
        return Fault.WRONG
    if record.right is False or record.lost is not None:
        return Fault.MISSED
    share = _share(record, leading)
    return Fault.LOW if record.right is None and share is not None and share < 1 else None


def _has_answer(record: Record) -> bool:
    # Where nobody judged whether there is an answer, a right candidate or a known loss proves it.
    if record.answerable is None:
        return bool(record.right) or record.lost is not None
    return record.answerable


def _order(record: Record, fault: Fault, leading: str | None) -> tuple[float, ...]:
    """Smaller is worse."""
    held_back = fault is Fault.REFUSED and bool(record.right)
    share = _share(record, leading)
    return -float(held_back), -(record.confidence or 0.0), 1.0 if share is None else share


def _share(record: Record, leading: str | None) -> float | None:
    share = record.scores.get(leading, Share(0.0, 0.0)) if leading else Share(0.0, 0.0)
    return share.part / share.whole if share.whole else None


def _why(record: Record, fault: Fault, leading: str | None) -> str:
    if fault is Fault.ERROR:
        return record.error or ""
    return "; ".join([_what_happened(record, fault, leading), *_details(record)]) + "."


def _what_happened(record: Record, fault: Fault, leading: str | None) -> str:
    sure = "" if record.confidence is None else f" with confidence {figure(record.confidence)}"
    if fault is Fault.WRONG:
        known = ", though the articles hold no answer" if record.answerable is False else ""
        return f"Answered wrongly{sure}{known}"
    if fault is Fault.REFUSED:
        return f"Refused{_best_candidate(record)}{sure}"
    if fault is Fault.LOW:
        return f"{leading} is {figure(_share(record, leading) or 0.0)}"
    return f"Best candidate wrong{sure}" if record.right is False else "Not all was found"


def _best_candidate(record: Record) -> str:
    if record.right is None:
        return ""
    return f": the best candidate was {'right' if record.right else 'wrong'},"


def _details(record: Record) -> list[str]:
    lost = [f"lost at the stage “{record.lost}”"] if record.lost else []
    return [*lost, *([f"the service said: {record.reason}"] if record.reason else [])]
