"""Article features of its spans: age, year, missing names.

People who ask without a date mostly ask about recent events (Li & Croft 2003, time-based language
models). A question about the election of 2028 is not answered by an article on that of 2024,
however similar the words are.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from index.records import Article
from service.questions.time.lasting import asks_for_what_lasts
from service.questions.time.periods import YEAR
from service.questions.understand import Question
from service.reading.confidence import Features

_HALF_LIFE_DAYS = 15.0
_LATER_DAYS = 2
"""An article published up to this many days after the question still covers its subject."""
_TILT = 0.1
"""How much age counts if each article is judged in its own days: the newest of equals is first."""
_UNKNOWN_AGE = {"fresh": 0.0, "later": 0.0}
_WORD = re.compile(r"\w+")
# A name and its derivations ("Mexico", "Mexican") share their first letters.
_STEM = 5
# Longer articles are not searched, and count as containing every name.
_MAX_CHARACTERS = 200_000
_OPENERS = frozenset(
    """a according after an and are as at before both by can could did do does during for from give
    had has have how i if in is it list may might name of on since tell the these this to under was
    were what when where which who whom whose why will with would""".split()
)


class ArticleFeatures:
    """Features that all spans of an article share, computed once for each article."""

    def __init__(self, question: Question, articles: Iterable[Article]) -> None:
        """Prepare for the articles found for one question."""
        self._question = question.text
        self._ages = ArticleAges(question, articles)
        self._known: dict[int, Features] = {}

    def of(self, version_pk: int, article: Article) -> Features:
        """The features of one article."""
        if version_pk not in self._known:
            self._known[version_pk] = self._ages.features(article) | self._names(article)
        return self._known[version_pk]

    def _names(self, article: Article) -> Features:
        title, published = article.title or "", article.published or ""
        other_year = is_of_other_year(self._question, article.published, title, article.text)
        return {
            "unnamed": missing_names(self._question, title, published, article.text),
            "other_year": float(other_year),
        }


class ArticleAges:
    """How old each article is, compared with the newest one found and the day of the question."""

    def __init__(self, question: Question, articles: Iterable[Article]) -> None:
        """Find the newest of the articles published by the day of the question."""
        self._asked = question.asked_on
        self._is_lasting = asks_for_what_lasts(question.text)
        self._is_timeless = question.is_timeless or self._is_lasting
        self._own = 0.0 if question.period is None else 0.5
        # A year in the question says more than any age.
        self._names_year = bool(YEAR.search(question.text))
        known = (_day(article) for article in articles)
        days = (day for day in known if day is not None and self._days_after(day) <= 0)
        self._newest = max(days, default=None)

    def features(self, article: Article) -> Features:
        """Features of an article; all are 0 if its age is unknown.

        `fresh` is 0.5 for the newest article, 0 for one that is `_HALF_LIFE_DAYS` older, and
        approaches -0.5. If each article is judged in its own days, all are as fresh as the newest,
        or, if the question is not about any days, neither fresh nor old. `later` is 1 if the
        article was published after the question was asked. Of what lasts, every article tells.
        """
        day = _day(article)
        if day is None or self._names_year:
            return _UNKNOWN_AGE
        later = float(self._days_after(day) > _LATER_DAYS and not self._is_lasting)
        if self._newest is None:
            return {"fresh": 0.0, "later": later}
        age = max(0, (self._newest - day).days)
        aged = 1 - 0.5 ** (age / _HALF_LIFE_DAYS)
        if self._is_timeless:
            return {"fresh": self._own - _TILT * aged, "later": later}
        return {"fresh": 0.5 - aged, "later": later}

    def _days_after(self, day: date) -> int:
        return 0 if self._asked is None else (day - self._asked).days


def missing_names(question: str, *texts: str) -> float:
    """The share of the question's names and numbers that none of the texts contains.

    Names are recognised by their capital and found by their first letters. 0 if there are none.
    """
    patterns = _patterns(question)
    if not patterns or sum(map(len, texts)) > _MAX_CHARACTERS:
        return 0.0
    missing = sum(not any(pattern.search(text) for text in texts) for pattern in patterns)
    return missing / len(patterns)


def is_of_other_year(question: str, published: str | None, *texts: str) -> bool:
    """Whether the question names years, and the article has nothing to do with any of them.

    That is: it names none of them, and was published more than a year before or after each.
    """
    years = YEAR.findall(question)
    if not years or published is None or sum(map(len, texts)) > _MAX_CHARACTERS:
        return False
    article_year = int(published[:4])
    return not any(
        abs(int(year) - article_year) <= 1 or any(year in text for text in texts) for year in years
    )


@lru_cache(maxsize=64)
def _patterns(question: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each name and number of the question."""
    found: dict[str, re.Pattern[str]] = {}
    for word in _WORD.findall(question):
        pattern = _pattern(word)
        if pattern is not None:
            found[word.casefold()] = pattern
    return tuple(found.values())


def _pattern(word: str) -> re.Pattern[str] | None:
    """What finds the word in a text; None if it is neither a name nor a number."""
    plain = word.casefold()
    if plain in _OPENERS or len(word) < 2:
        return None
    if word.isdigit():
        return re.compile(rf"\b{word}\b")
    if not (word[0].isupper() or word[0].isdigit()):
        return None
    # Short names must be whole words: "UN" is not in "unless".
    end = r"\b" if len(plain) < _STEM else ""
    return re.compile(rf"\b{re.escape(plain[:_STEM])}{end}", re.IGNORECASE)


def _day(article: Article) -> date | None:
    return None if article.published is None else date.fromisoformat(article.published[:10])
