"""Time expressions such as "this week": the publication period a question means.

They count from the day on which the question is asked, if articles of those days are there. An
archive has none: there they count from the newest article, and every article is judged as if the
question had been asked in its own days. A year ("in May 2024") is not one of them: the articles
themselves mention it.
"""

import re
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.records import Filters, Period
from index.store import holdings
from service.questions.time.named_dates import Dated, without_date

# "Saturday Night Live" is not a day.
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\s+(?-i:[A-Z]))"
# "The last week of August" is not last week.
_END = r"\b(?!\s+of\b)"
_FIRST, _LAST = date(2, 1, 1), date(9999, 1, 1)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# Days before and after the day of the question. Articles report on a week from its first day
# on, and for some days afterwards.
_AROUND = (
    (r"today|tonight|this (?:morning|afternoon|evening)", 2, 1),
    (r"yesterday|last night", 3, 1),
    (rf"this (?:past )?(?:week|weekend)|(?:the )?(?:past|last) (?:few )?days|{_WEEKDAY}", 9, 2),
    (r"(?:last|the past) (?:week|weekend)", 16, 0),
    (r"recent(?:ly)?|latest|newest|lately|upcoming|tomorrow|next (?:week|weekend|month)", 31, 2),
    (r"the past month", 35, 2),
)
_PATTERNS = tuple(
    (re.compile(rf"\b(?:{words}){_END}", re.IGNORECASE), before, after)
    for words, before, after in _AROUND
)
_LONGER = re.compile(rf"\b(?P<which>this|last) (?P<unit>month|year){_END}", re.IGNORECASE)
_ANY = re.compile(
    r"[,\s]*\b(?:(?:on|for|from|of|in|over|during|since|earlier|later)\s+)?(?:"
    + "|".join(words for words, _, _ in _AROUND if "recent" not in words)
    + rf"|(?:this|last) (?:month|year)){_END}",
    re.IGNORECASE,
)
# "Black Friday", "every Monday", "USA Today": not a day of this week.
_BEFORE_A_NAME = re.compile(
    r"\b(?:ash|black|bloody|boxing|cyber|each|easter|every|fat|giving|good|green|holy|palm|super|usa)"
    r"\s+$",
    re.IGNORECASE,
)
_RECENT_DAYS = 31
"""Period in days for news if a question has no time words, if there are any articles."""
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


def period_of(text: str, today: date) -> Period | None:
    """The days on which the articles asked about were published; None if the question names none.

    If it names several, the shortest counts.
    """
    # Days cannot be counted across the ends of the calendar, and nothing was published there.
    if YEAR.search(text) or not _FIRST < today < _LAST:
        return None
    found = [
        (today - timedelta(before), today + timedelta(after))
        for pattern, before, after in _PATTERNS
        if any(not _BEFORE_A_NAME.search(text[: m.start()]) for m in pattern.finditer(text))
    ]
    found += [
        _calendar(m["which"].lower(), m["unit"].lower(), today) for m in _LONGER.finditer(text)
    ]
    if not found:
        return None
    first, last = min(found, key=lambda days: days[1] - days[0])
    return Period(first=first.isoformat(), last=last.isoformat())


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


def period_held(
    dated: Dated, question: str, opened: OpenCollection, filters: Filters
) -> tuple[Period, bool]:
    """The days of a question's date, and whether there are articles of them.

    A date without a year counts back from the newest article, if there are none of the last year.
    """
    library, collection = opened.library, opened.collection
    if holdings.has_articles_of(library, collection, filters, dated.period):
        return dated.period, True
    newest = None if dated.has_year else holdings.newest(library, collection, filters)
    counted = without_date(question, date.fromisoformat(newest[:10])) if newest else None
    if counted is None:
        return dated.period, False
    is_held = holdings.has_articles_of(library, collection, filters, counted.period)
    return counted.period, is_held


def days_around(day: date, before: int, after: int) -> Period:
    """A day with so many before and after it, as far as the calendar goes."""
    first = max(day.toordinal() - before, date.min.toordinal())
    last = min(day.toordinal() + after, date.max.toordinal())
    return Period(
        first=date.fromordinal(first).isoformat(), last=date.fromordinal(last).isoformat()
    )


def without_time_words(topic: str) -> str:
    """A topic without its time words, which no quotation shares with it."""

    def without(match: re.Match[str]) -> str:
        is_name = _BEFORE_A_NAME.search(topic[: match.start()] + " ")
        return match.group() if is_name else ""

    return _ANY.sub(without, topic).strip(" ,")


def day_of(asked_at: str | None, as_of: str | None) -> date:
    """The day on which a question is asked: `asked_at`, else that of `as_of`, else today."""
    given = asked_at or as_of
    return date.fromisoformat(given[:10]) if given else datetime.now(UTC).date()


def _calendar(which: str, unit: str, today: date) -> tuple[date, date]:
    """This or last month or year, and a few days after it."""
    begins = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    if which == "this":
        return begins, today + timedelta(2)
    first = (begins - timedelta(1)).replace(day=1)
    if unit == "year":
        first = first.replace(month=1)
    return first, begins + timedelta(7)
