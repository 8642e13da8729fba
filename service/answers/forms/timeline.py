"""A timeline: dated sentences on a topic, earliest first, one per day and event.

The day is the one that the sentence itself names, as far as it looks back; else that of its
article.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from index.interruption import steps
from index.text.dates.named_days import NamedDay, named_days, resolve
from index.text.segmentation.positions import sentence_at
from service.answers.claims.tenses import lies_ahead
from service.answers.claims.told import day_of
from service.answers.forms.sentences import lead, others
from service.answers.forms.topic import Related, Topic, text_of
from service.answers.outcome import Outcome
from service.answers.refusing.unwanted import is_wanted
from service.answers.statements.merging import Statement, merge
from service.candidates import Candidate
from service.questions.inquiry import Inquiry

_ARTICLES = 30
_NEWS = timedelta(10)
"""So long before its article is the day that a lead may tell of; an earlier one is background."""
_OF_THE_DAY = 0.3
"""What a report of the day itself is worth more than one of a later day."""
_LOOKING_BACK = 0.5
"""What a sentence that looks back is worth less than a lead, in units of the topic's weight."""
_NOT_ON = re.compile(r"\b(?:after|before|by|from|since|through|till|to|until)\s+$", re.IGNORECASE)
_LEAST = 0.5
"""Of the topic's weight, in a sentence that looks back."""


class _Event(Struct, frozen=True):
    """A sentence and the day of what it tells."""

    day: date
    candidate: Candidate
    weight: float
    is_news: bool
    """Whether it is the lead of an article of that day."""


def timeline(inquiry: Inquiry, topic: Topic) -> Outcome | None:
    """The dates with events on the topic; None if no dated article is about it."""
    related, narrowing = steps(topic.related[:_ARTICLES]), inquiry.narrowing
    every = (event for one in related for event in _events(one, topic))
    events = [event for event in every if is_wanted(event.candidate, narrowing)]
    told = [found for same in _by_day(events) for found in _one_each(same, topic)]
    shown = _most_telling(told, inquiry.max_answers)
    if not shown:
        return None
    return Outcome(
        question=inquiry.question,
        statements=[_dated(event, events) for event in shown],
        more=len(told) - len(shown),
    )


def _events(related: Related, topic: Topic) -> Iterator[_Event]:
    """What an article tells of the topic: its news, and what it looks back on."""
    first = lead(related, topic)
    published, named = day_of(related.article), _named_day(first)
    is_recent = named and (published is None or timedelta() <= published - named <= _NEWS)
    day = named if named and is_recent else published
    if day is not None:
        is_news = day == published
        weight = related.score + _weight(first, related, topic) + is_news * _OF_THE_DAY
        yield _Event(day, first, weight, is_news=is_news)
    for candidate in others(related, topic):
        named, weight = _named_day(candidate), _weight(candidate, related, topic)
        is_past = named and (published is None or named <= published)
        if named and is_past and named != day and weight >= _LEAST:
            weight += related.score - _LOOKING_BACK
            yield _Event(named, candidate, weight, is_news=False)


def _weight(candidate: Candidate, related: Related, topic: Topic) -> float:
    return topic.weight(related, [sentence_at(candidate.article, candidate.quote.start)])


def _named_day(candidate: Candidate) -> date | None:
    """The day on which a sentence says that something happened, if it names exactly one."""
    published, text = day_of(candidate.article), text_of(candidate.article, candidate.quote)
    named = named_days(text)
    if len(named) != 1 or not _is_of_the_event(named[0], text):
        return None
    day = resolve(named[0], published, is_future=False)
    return day.first if day.first == day.last else None


def _is_of_the_event(named: NamedDay, text: str) -> bool:
    """Whether something happened on that day: not "must be built by May 3", "since May 3"."""
    before, behind = text[: named.start], text[named.end :]
    return not _NOT_ON.search(before) and not lies_ahead(before, behind)


def _by_day(events: Iterable[_Event]) -> list[list[_Event]]:
    """The events of each day, the most telling first."""
    by_day: dict[date, list[_Event]] = {}
    for event in sorted(events, key=lambda event: (-event.weight, event.candidate.article.id)):
        by_day.setdefault(event.day, []).append(event)
    return list(by_day.values())


def _one_each(same_day: Sequence[_Event], topic: Topic) -> Iterator[_Event]:
    """One sentence for each event of a day.

    Two leads of that day that share no word but those of the topic tell of two events.
    """
    first = same_day[0]
    yield first
    known = _words(first, topic)
    for event in same_day[1:]:
        words = _words(event, topic)
        if first.is_news and event.is_news and known.isdisjoint(words):
            known |= words
            yield event


def _words(event: _Event, topic: Topic) -> frozenset[str]:
    """The terms of its sentence and its headline, without those of the topic."""
    article = event.candidate.article
    return topic.beyond(f"{article.title or ''}\n{text_of(article, event.candidate.quote)}")


def _most_telling(told: Sequence[_Event], limit: int) -> list[_Event]:
    """The earliest and the latest event, and between them those that tell most, in order."""
    in_order = sorted(told, key=lambda event: event.day)
    ends = [in_order[0], in_order[-1]] if limit > 1 and len(in_order) > 1 else []
    between = sorted((e for e in in_order if e not in ends), key=lambda event: -event.weight)
    return sorted([*ends, *between][:limit], key=lambda event: event.day)


def _dated(event: _Event, events: Iterable[_Event]) -> Statement:
    """The event as a statement, with the other articles that say the same of that day."""
    others = (e.candidate for e in events if e.day == event.day and e is not event)
    statement = merge([event.candidate, *others])[0]
    return structs.replace(statement, day=event.day.isoformat())
