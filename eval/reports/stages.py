"""At which stage answers were lost, in the order a question passes through them."""

from collections.abc import Sequence

from msgspec import Struct

from eval.metrics.summary import loss_stages
from eval.records import Record, Report
from eval.reports.formatting import counted
from eval.reports.headline import noun

_ORDER = (
    *("not indexed", "not retrieved", "not read", "outranked", "below threshold", "wrong span"),
    *("wrong speaker", "answered without an answer"),
)
_MEANINGS = {
    "not indexed": "the article that holds the answer is not in the collection",
    "not retrieved": "it is, but no passage with the answer was found",
    "not read": "a passage with the answer was found, but not read as one",
    "outranked": "it was found, but something else came first",
    "below threshold": "the answer came first, and was held back as too unsure",
    "wrong span": "the right place was quoted, but not the right words",
    "answered without an answer": "the articles hold no answer, and one was given",
    "wrong speaker": "the right words were given to the wrong person",
}


class Stage(Struct, frozen=True):
    """One stage and what was lost there."""

    name: str
    count: int
    share: float
    """Of all that was measured."""
    meaning: str = ""


def stages(records: Sequence[Record]) -> list[Stage]:
    """What each stage lost, first stage first; those without a loss are left out."""
    lost = loss_stages(records)
    count = max(_measured(records), 1)
    return [
        Stage(name, lost[name], lost[name] / count, _MEANINGS.get(name, ""))
        for name in sorted(lost, key=_place)
    ]


def of_what(report: Report) -> str:
    """What there was to lose: "335 questions", "71 pages"; what failed is left out."""
    return counted(_measured(report.records), noun(report))


def _measured(records: Sequence[Record]) -> int:
    return sum(1 for record in records if record.error is None)


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), name
