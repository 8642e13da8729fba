"""Questions that name a date, asked without it: which of both outcomes is taken."""

from msgspec import structs

from index.records import Period
from service.answers.outcome import Outcome
from service.answers.statements.merging import Statement


def of_its_days(dated: Outcome, undated: Outcome, period: Period) -> Outcome | None:
    """What the question without its date found, if that is the better answer; else None.

    An article of other days can be about something else: its words may answer, no more.
    """
    first = undated.statements[0] if undated.statements else undated.maybe
    if first is None:
        return None
    is_better = _confidence(undated) >= _confidence(dated)
    if undated.statements and _is_of(first, period):
        return undated if is_better else None
    if dated.statements or _maybe(dated) >= first.confidence:
        return None
    return structs.replace(undated, statements=(), maybe=first, refusal=dated.refusal)


def _is_of(statement: Statement, period: Period) -> bool:
    return any(period.holds(one.article.published) for one in statement.members)


def _confidence(outcome: Outcome) -> float:
    return outcome.statements[0].confidence if outcome.statements else 0.0


def _maybe(outcome: Outcome) -> float:
    return outcome.maybe.confidence if outcome.maybe else 0.0
