"""Whether a sentence matches the time of a question: "the 2023 contest", "last night".

The sentence's own words tell its time, then its article's date: an article of 2024 also says who
won in 2023, and one of 2023 who won in 2022.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from index.records import Article, Span
from index.text.dates.named_days import Day, named_days, resolve
from service.questions.time.periods import YEAR
from service.questions.understand import Question
from service.reading.confidence import Features

_BACKGROUND_YEARS = 15
"""A sentence that only names years so long before is about something else of the time asked for."""
_TOLD_UNTIL = timedelta(45)
"""News of a year is still told this long after its end."""
_LONGEST_PERIOD = timedelta(45)
_NEITHER: Features = {"same_time": 0.0, "other_time": 0.0}


def edition_features(question: Question, article: Article, quote: Span) -> Features:
    """Whether the sentence is of the time asked for, or of another; neither if that is unknown."""
    years = {int(year) for year in YEAR.findall(question.text)}
    published = None if article.published is None else date.fromisoformat(article.published[:10])
    told = list(_days(article.text[quote.start : quote.end], published))
    if years:
        return _features(_of_years(years, told, article, published))
    return _features(_of_period(question, told))


def _of_years(asked: set[int], told: list[Day], article: Article, published: date | None) -> float:
    """1 for one of the years asked for, -1 for another, less if only the article's date tells."""
    named = {year for day in told for year in _years_of(day)}
    if named & asked:
        return 1.0
    if named and max(named) >= min(asked) - _BACKGROUND_YEARS:
        return -1.0
    if published is None or any(str(year) in (article.title or "") for year in asked):
        return 0.0
    return 0.0 if {published.year, (published - _TOLD_UNTIL).year} & asked else -0.5


def _of_period(question: Question, told: list[Day]) -> float:
    """1 for a sentence that names one of the days asked for, -1 if it names only others."""
    if question.period is None or question.is_timeless:
        return 0.0
    first, last = (date.fromisoformat(d) for d in (question.period.first, question.period.last))
    dated = [(day.first, day.last) for day in told if day.first and day.last]
    if not dated or last - first > _LONGEST_PERIOD:
        return 0.0
    return 1.0 if any(begin <= last and first <= end for begin, end in dated) else -1.0


def _days(sentence: str, published: date | None) -> Iterator[Day]:
    for named in named_days(sentence):
        yield resolve(named, published, is_future=False)


def _years_of(day: Day) -> set[int]:
    return {d.year for d in (day.first, day.last) if d is not None}


def _features(likeness: float) -> Features:
    if not likeness:
        return _NEITHER
    return {"same_time": max(0.0, likeness), "other_time": max(0.0, -likeness)}
