"""How old articles are: beside the newest of those found, and the day of the question.

Who asks without a date mostly asks about what is new (Li & Croft 2003, time-based language models).
"""

from collections.abc import Iterable
from datetime import date

from index.records import Article
from service.questions.periods import YEAR
from service.questions.understand import Question
from service.reading.weights import Features

_HALF_LIFE = 15.0
"""Days."""
_LATER = 2
"""Days after the question, up to which articles still tell of what it is about."""
_UNKNOWN = {"fresh": 0.0, "later": 0.0}


class Ages:
    """Tells how old each article is, for one question."""

    def __init__(self, question: Question, articles: Iterable[Article]) -> None:
        """Look for the newest of the articles that were there when the question was asked."""
        self._asked = question.asked_on
        # A year in the question says more than any age.
        self._names_year = bool(YEAR.search(question.text))
        known = (_day(article) for article in articles)
        days = (day for day in known if day is not None and self._days_after(day) <= 0)
        self._newest = max(days, default=None)

    def of(self, article: Article) -> Features:
        """Features of an article, neutral where nothing is known.

        `fresh` is .5 for the newest, 0 where it is `_HALF_LIFE` days older, and comes near to -.5;
        `later` is 1 for what came out after the question was asked.
        """
        day = _day(article)
        if day is None or self._names_year:
            return _UNKNOWN
        later = float(self._days_after(day) > _LATER)
        if self._newest is None:
            return {"fresh": 0.0, "later": later}
        age = max(0, (self._newest - day).days)
        return {"fresh": 0.5 ** (age / _HALF_LIFE) - 0.5, "later": later}

    def _days_after(self, day: date) -> int:
        return 0 if self._asked is None else (day - self._asked).days


def _day(article: Article) -> date | None:
    return None if article.published is None else date.fromisoformat(article.published[:10])
