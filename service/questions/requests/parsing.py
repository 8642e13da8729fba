"""Parses requests: what is searched for, and what is asked."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import UNSET, structs

from index.errors import InvalidFieldError
from index.records import Filters, Query
from index.text.dates.parsing import checked_date, checked_period, first_instant, last_instant
from index.text.matching.plain import plain
from prompts import ENGLISH, matching_language
from service.questions.followups.acts.about_us import language_about_us
from service.questions.followups.resolution import Narrowing
from service.questions.language.detection import language_of
from service.questions.language.other_languages import in_english_form
from service.questions.requests.field_conditions import condition_of
from service.questions.time.periods import day_of, period_of
from service.questions.understand import Question, has_words, understand
from service.wire.answer import Form
from service.wire.asking import AskFilters, AskRequest
from service.wire.fields import MAX_QUESTION, known_language
from service.wire.passages import ContextRequest, SearchRequest

_EMOJI = re.compile("[\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff]+")
"""Pictures, with the colours of skin, and what makes a picture of another character."""
_MOST_ANSWERS = 5
_LISTS = frozenset((Form.SPEAKERS, Form.TIMELINE))
_MOST_LISTED = 20
AnyRequest = AskRequest | SearchRequest | ContextRequest


def tidied(question: str, field: str = "question") -> str:
    """A question with single spaces, as its plain view has it; as it is, if nothing of it is seen.

    Emoji say nothing that is searched for, and confuse the reader: they go, unless all would go.

    Raises:
        InvalidFieldError: it is empty; names the field.
    """
    seen = plain(question).text
    worded = _EMOJI.sub(" ", seen)
    tidy = _single_spaced(worded if has_words(worded) else seen) or _single_spaced(question)
    if not tidy:
        raise InvalidFieldError(field, f"is empty; ask with 1 to {MAX_QUESTION:,} characters")
    return tidy


def _single_spaced(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def to_query(request: AnyRequest, default_collection: str) -> Query:
    """The search that a request asks for.

    Raises:
        InvalidFieldError: an invalid filter, or an empty question; names the field.
    """
    question = tidied(request.question)
    is_free = isinstance(request, AskRequest) and not request.narrow
    return Query(
        question=question,
        collection=request.collection or default_collection,
        filters=to_filters(request.filters),
        as_of=checked_date("as_of", request.as_of),
        period=None if is_free else period_of(question, day_asked(request)),
    )


def to_question(request: AskRequest, query: Query) -> Question:
    """What a request asks, with the period and the day that its words count from."""
    english = in_english_form(query.question)
    question = understand(english or query.question, request.filters.speaker)
    if english is not None:
        # Whose words are asked for is less sure then.
        question = structs.replace(question, as_asked=query.question, may_be_other=True)
    return structs.replace(question, period=query.period, asked_on=day_asked(request))


def most_answers(request: AskRequest, question: Question) -> int:
    """How many answers, days or people are shown at most."""
    if request.max_answers is not UNSET:
        return request.max_answers
    lists_everything = question.request is not None and question.request.form in _LISTS
    return _MOST_LISTED if lists_everything else _MOST_ANSWERS


def filters_in_force(query: Query) -> Filters:
    """The filters of a query, with the day up to which articles count among them."""
    until = [day for day in (query.filters.published_to, query.as_of) if day]
    return structs.replace(query.filters, published_to=min(until, key=last_instant, default=None))


def narrowed(filters: Filters, narrowing: Narrowing) -> Filters | None:
    """The filters with the message's limits among them; None if no article can pass both."""
    outlets = _both(filters.outlet, narrowing.outlets, str.casefold)
    ids = _both(filters.article_ids, narrowing.article_ids, str)
    if outlets is None or ids is None:
        return None
    first = [day for day in (filters.published_from, narrowing.published_from) if day]
    last = [day for day in (filters.published_to, narrowing.published_to) if day]
    return structs.replace(
        filters,
        outlet=outlets,
        article_ids=ids,
        published_from=max(first, key=first_instant, default=None),
        published_to=min(last, key=last_instant, default=None),
    )


def language_of_reply(request: AskRequest, setting: str, accepted: str | None = None) -> str:
    """The language of our own sentences.

    That which the request names; else that of the question, if it is sure, spoken here and not
    English; else the one that the client accepts; else that of the setting. English says little
    about what its asker reads best: other questions are hardly understood.

    Raises:
        InvalidFieldError: the request names a language that is not spoken here.
    """
    named, question = known_language(request.language), request.question
    asked = language_of(question) or language_about_us(question)
    told = matching_language(asked) if asked and asked != ENGLISH else None
    return named or told or accepted or setting


def day_asked(request: AnyRequest) -> date:
    """The day on which a question is asked: `asked_at`, else that of `as_of`, else today.

    Raises:
        InvalidFieldError: an invalid date; names the field.
    """
    as_of = checked_date("as_of", request.as_of)
    return day_of(checked_date("asked_at", request.asked_at), as_of)


def to_filters(filters: AskFilters) -> Filters:
    """The index's filters, checked.

    Raises:
        InvalidFieldError: an invalid date or condition; names the field.
    """
    names = ("filters.published_from", "filters.published_to")
    first, last = checked_period(names, filters.published_from, filters.published_to)
    return Filters(
        outlet=_values(filters.source),
        author=_values(filters.author),
        article_ids=tuple(filters.article_ids or ()),
        published_from=first,
        published_to=last,
        meta=condition_of(filters.meta, "filters.meta") if filters.meta else None,
    )


def _values(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _both(
    given: Sequence[str], said: Sequence[str], key: Callable[[str], str]
) -> tuple[str, ...] | None:
    """The values that both allow, where no values allow everything; None if there are none."""
    if not given or not said:
        return (*given, *said)
    allowed = set(map(key, given))
    return tuple(value for value in said if key(value) in allowed) or None
