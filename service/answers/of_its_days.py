"""Questions that name a date, also asked without it: which of the two outcomes to use."""

from datetime import date

from msgspec import structs

from index.records import Period
from service.answers.outcome import Outcome
from service.answers.statements.merging import Statement
from service.questions.time.periods import days_around
from service.wire.answer import Form

_NEAR = 31
"""Maximum number of days between an article and the date it reports on."""


def of_its_days(
    dated: Outcome, undated: Outcome, period: Period, least_maybe: float
) -> Outcome | None:
    """What the question without its date found, if that is the better answer; else None.

    What articles of other days say may be about something else: it is a maybe if their days are
    near, or unknown. All nine demo questions for a year or month of which there is no article would
    be answered wrongly otherwise.
    """
    first = undated.statements[0] if undated.statements else undated.maybe
    if first is None:
        return None
    if undated.statements and any(period.holds(one.article.published) for one in first.members):
        return undated if _confidence(undated) >= _confidence(dated) else None
    is_form = undated.form is not Form.ANSWERS
    if dated.statements or is_form or dated.maybe_confidence >= first.confidence:
        return None
    if first.confidence < least_maybe or not _is_near(first, period):
        return None
    return structs.replace(undated, statements=(), maybe=first, refusal=dated.refusal)


def _is_near(statement: Statement, period: Period) -> bool:
    before = days_around(date.fromisoformat(period.first), _NEAR, 0)
    after = days_around(date.fromisoformat(period.last), 0, _NEAR)
    near = Period(first=before.first, last=after.last)
    days = [one.article.published for one in statement.members]
    return any(day is None or near.holds(day) for day in days)


def _confidence(outcome: Outcome) -> float:
    return outcome.statements[0].confidence if outcome.statements else 0.0
