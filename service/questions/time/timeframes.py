"""The time that a question is about, counted where the articles are.

"This week" is the week of the day on which it is asked, if articles of that week are there. An
archive has none: there it counts from the newest article, and every article is judged as if the
question had been asked in its own days.
"""

from datetime import date

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.records import Filters, Period
from index.store import holdings
from service.questions.time.periods import days_around, period_of

_RECENT_DAYS = 31
"""A question without words of time asks for news of so many days, where there are any."""
_LATER_DAYS = 2
"""News of a day still appear this many days later."""


class Timeframe(Struct, frozen=True, kw_only=True):
    """The days that a question names, and what becomes of them among the articles."""

    meant: Period | None
    """Counted from the day on which it is asked; None if it names none."""
    preferred: Period | None
    """The same days, or those counted from the newest article if of the former there is none."""
    is_held: bool
    """Whether there are articles of the days meant, or recent ones if it names no days."""


def timeframe(question: str, asked_on: date, opened: OpenCollection, filters: Filters) -> Timeframe:
    """Look up what a question's time is among the articles that the filters allow."""
    library, collection = opened.library, opened.collection
    meant = period_of(question, asked_on)
    wanted = meant or days_around(asked_on, _RECENT_DAYS, _LATER_DAYS)
    is_held = holdings.has_articles_of(library, collection, filters, wanted)
    if is_held or meant is None:
        return Timeframe(meant=meant, preferred=meant, is_held=is_held)
    newest = holdings.newest(library, collection, filters)
    counted = period_of(question, date.fromisoformat(newest[:10])) if newest else None
    return Timeframe(meant=meant, preferred=counted, is_held=False)
