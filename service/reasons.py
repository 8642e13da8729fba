"""Why there is no answer: found out from what was searched, never guessed."""

from collections.abc import Sequence

from msgspec import Struct

from index.collections import OpenCollection
from index.search import Found
from service.readers import Candidate
from service.readers.words import Weighed
from service.speakers import mentions
from service.understand import Kind, Question
from service.wire import AskRequest

# Less of the question's weight than this in the best passages: the articles are about other things.
_RELEVANT = 0.5


class Reason(Struct, frozen=True):
    """A stable name, and the values its sentence is filled with."""

    name: str
    values: dict[str, str] = {}


def why_nothing(
    request: AskRequest,
    question: Question,
    opened: OpenCollection,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    weighed: Weighed,
) -> Reason:
    """The most telling reason that is certainly true."""
    if not opened.lexical.count:
        return Reason("empty_collection", {"collection": opened.collection.name})
    if _is_limited_by_date(request) and not found:
        return Reason("date_out_of_range")
    if question.kind is Kind.STATEMENT and question.speaker:
        return _speaker_reason(question, opened, found, candidates)
    if not _is_relevant(found, weighed):
        return Reason("no_relevant_article")
    return Reason("low_confidence")


def _speaker_reason(
    question: Question,
    opened: OpenCollection,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
) -> Reason:
    speaker = question.speaker or ""
    if candidates:
        topic = question.topic or ""
        return Reason("topic_not_in_speaker_quotes", {"speaker": speaker, "topic": topic})
    named = any(mentions(item.hit.passage.text, speaker) for item in found)
    if named or (opened.lexical.search(speaker, 1)[1].size and _is_known(speaker, opened)):
        return Reason("speaker_not_quoted", {"speaker": speaker})
    return Reason("unknown_speaker", {"speaker": speaker})


def _is_known(speaker: str, opened: OpenCollection) -> bool:
    """Whether the last part of the name occurs anywhere in the articles."""
    terms = opened.lexical.terms(speaker)
    return bool(terms) and opened.lexical.document_frequency(terms[-1]) > 0


def _is_relevant(found: Sequence[Found], weighed: Weighed) -> bool:
    return any(
        weighed.coverage(f"{item.located.article.title or ''} {item.hit.passage.text}") >= _RELEVANT
        for item in found[:10]
    )


def _is_limited_by_date(request: AskRequest) -> bool:
    filters = request.filters
    return bool(request.as_of or filters.published_from or filters.published_to)
