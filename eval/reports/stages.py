"""Losses by stage, in the order in which a question passes the stages."""

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
    "not indexed": "the article with the answer is not in the collection",
    "not retrieved": "the article is indexed, but search found no passage with the answer",
    "not read": "search found a passage with the answer, but the reader found no answer in it",
    "outranked": "the reader found the answer, but ranked another one first",
    "below threshold": "the answer ranked first, but its confidence was too low to show it",
    "wrong span": "the right sentence was quoted, but the wrong words were highlighted",
    "answered without an answer": "the articles contain no answer, but one was given",
    "wrong speaker": "the right words were attributed to the wrong person",
}


class Stage(Struct, frozen=True):
    """One stage and its losses."""

    name: str
    count: int
    share: float
    """Of all that was measured."""
    meaning: str = ""


def stages(records: Sequence[Record]) -> list[Stage]:
    """The losses of each stage, first stage first; stages without a loss are left out."""
    lost = loss_stages(records)
    count = max(_measured(records), 1)
    return [
        Stage(name, lost[name], lost[name] / count, _MEANINGS.get(name, ""))
        for name in sorted(lost, key=_place)
    ]


def measured_count(report: Report) -> str:
    """How many records could be lost: "335 questions", "71 pages"; failed ones do not count."""
    return counted(_measured(report.records), noun(report))


def _measured(records: Sequence[Record]) -> int:
    return sum(1 for record in records if record.error is None)


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER)), name
