"""Statistics on stored questions and feedback."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
import numpy as np
from msgspec import Struct

from index.store.feedback_table import FeedbackTable, StoredFeedback, Wanted
from service.feedback.asked_questions import AskedQuestion, AskedQuestions
from service.feedback.taking import About
from service.wire.statistics import (
    Milliseconds,
    QuestionCount,
    RatedQuestion,
    SlowQuestion,
    Statistics,
)

_ANSWERED = "answered"
_NOT_WORDS = re.compile(r"[\W_]+")
_PAGE = 1_000


class WantedStatistics(Struct, frozen=True, kw_only=True):
    """The requested statistics."""

    since: datetime
    collections: tuple[str, ...] = ()
    """Empty: of all."""
    limit: int = 10
    """Questions in each list."""


def count(
    asked: AskedQuestions | None, feedback: FeedbackTable, wanted: WantedStatistics
) -> Statistics:
    """Compute the statistics; without `asked`, from feedback only."""
    found = asked.since(wanted.since.timestamp(), wanted.collections) if asked else []
    questions = [_counted(group) for group in _grouped(found)]
    questions.sort(key=lambda one: (-one.asked, one.question))
    slow = sorted(found, key=lambda one: -one.milliseconds)[: wanted.limit]
    return Statistics(
        since=_iso(wanted.since.timestamp()),
        kept_days=asked.days if asked else 0,
        questions=len(found),
        statuses=dict(Counter(one.status for one in found).most_common()),
        reasons=dict(Counter(one.reason for one in found if one.reason).most_common()),
        milliseconds=_milliseconds(found),
        top=questions[: wanted.limit],
        unanswered=[one for one in questions if one.reason is not None][: wanted.limit],
        slow=[
            SlowQuestion(
                question=one.question,
                milliseconds=one.milliseconds,
                at=_iso(one.time),
                status=one.status,
            )
            for one in slow
        ],
        badly_rated=_badly_rated(feedback, wanted),
    )


def _grouped(asked: Sequence[AskedQuestion]) -> list[list[AskedQuestion]]:
    """Questions of the same words, each group in the order of asking."""
    groups: dict[str, list[AskedQuestion]] = {}
    for one in asked:
        groups.setdefault(_plain(one.question), []).append(one)
    return list(groups.values())


def _counted(group: Sequence[AskedQuestion]) -> QuestionCount:
    last = group[-1]
    return QuestionCount(
        question=last.question,
        asked=len(group),
        answered=sum(one.status == _ANSWERED for one in group),
        last=_iso(last.time),
        reason=None if last.status == _ANSWERED else last.reason or last.status,
    )


def _milliseconds(asked: Sequence[AskedQuestion]) -> Milliseconds | None:
    if not asked:
        return None
    p50, p95, p99 = np.percentile([one.milliseconds for one in asked], (50, 95, 99))
    return Milliseconds(p50=round(p50, 1), p95=round(p95, 1), p99=round(p99, 1))


def _badly_rated(table: FeedbackTable, wanted: WantedStatistics) -> list[RatedQuestion]:
    groups: dict[str, list[tuple[str, StoredFeedback]]] = {}
    for row in _feedback(table, wanted):
        question = msgspec.json.decode(row.about, type=About).asked.question
        if question:
            groups.setdefault(_plain(question), []).append((question, row))
    rated = [_rated(group) for group in groups.values()]
    bad = sorted((one for one in rated if one.down), key=lambda one: (-one.down, one.question))
    return bad[: wanted.limit]


def _feedback(table: FeedbackTable, wanted: WantedStatistics) -> Iterator[StoredFeedback]:
    """The newest feedback first."""
    page = Wanted(
        collections=wanted.collections,
        since=wanted.since.astimezone(UTC).isoformat(timespec="seconds"),
        limit=_PAGE,
    )
    while rows := table.list(page):
        yield from rows
        if len(rows) < _PAGE:
            return
        page = msgspec.structs.replace(page, after=rows[-1].id)


def _rated(group: Sequence[tuple[str, StoredFeedback]]) -> RatedQuestion:
    down = sum(row.verdict == "down" for _, row in group)
    reasons = Counter(reason for _, row in group for reason in row.reasons)
    return RatedQuestion(
        question=group[0][0],
        down=down,
        up=len(group) - down,
        reasons=dict(reasons.most_common()),
    )


def _plain(question: str) -> str:
    return _NOT_WORDS.sub(" ", question.casefold()).strip()


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
