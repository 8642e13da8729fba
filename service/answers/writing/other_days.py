"""Answers from outside the dates in a question ("this week"): marked, with a note."""

from collections.abc import Sequence

from msgspec import structs

from index.records import Period
from prompts import say
from service.questions.time.periods import Timeframe
from service.wire.answer import AnswerItem, Citation


def marked(
    items: Sequence[AnswerItem], citations: Sequence[Citation], period: Period | None
) -> list[AnswerItem]:
    """The answers, each with whether an article of the days that the question names says it."""
    if period is None:
        return list(items)
    timely = {citation.number: period.holds(citation.published) for citation in citations}
    return [structs.replace(item, timely=any(timely[n] for n in item.citations)) for item in items]


def told(
    frame: Timeframe | None,
    items: Sequence[AnswerItem],
    citations: Sequence[Citation],
    language: str,
) -> str | None:
    """The note before an answer from other dates; None if an article from those dates answers."""
    if frame is None or frame.meant is None or any(item.timely for item in items):
        return None
    newest = max((citation.published for citation in citations if citation.published), default=None)
    return " ".join(_sentences(frame, frame.meant, newest, language))


def _sentences(frame: Timeframe, meant: Period, newest: str | None, language: str) -> list[str]:
    days = {"first": meant.first, "last": meant.last}
    if frame.is_held:
        none = say("answer_other_days", language, **days)
    else:
        none = say("answer_no_articles_of_days", language, **days)
    return [none, say("answer_newest", language, day=newest[:10])] if newest else [none]
