"""Suggested questions: each is asked first, and cached until the collection changes.

SuggestRequest --leads--> questions --asked--> those that are surely answered
"""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from threading import Lock

import msgspec
from msgspec import structs

from index.followers.called_outlets import with_known_outlets
from index.followers.open_collection import OpenCollection
from index.records import reshape
from prompts import ENGLISH, say
from service.answerer import Answerer
from service.questions.requests.parsing import to_query
from service.questions.understand import understand
from service.suggestions.candidates import Lead, Leads
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.suggestions import Suggestion, SuggestRequest

_MOST_ASKED = 10
"""Questions tried for one request."""
_LEAST_CONFIDENCE = 0.5
_KEPT = 512


class Suggester:
    """Suggests questions that the articles answer. Safe to use from several threads."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._kept: OrderedDict[bytes, list[Suggestion]] = OrderedDict()
        self._lock = Lock()

    def suggest(self, request: SuggestRequest) -> list[Suggestion]:
        """Suggest follow-up questions, or questions to start with.

        Raises:
            NotFoundError: no such collection.
            InvalidFieldError: an invalid date or condition, or an unknown language.
        """
        asked = _asking(request, request.question or "?")
        opened = self._answerer.opened_for(asked)
        position = opened.library.log.position(opened.collection)
        key = msgspec.json.encode((opened.collection.pk, position, opened.seq, request))
        with self._lock:
            known = self._kept.get(key)
        if known is None:
            known = list(islice(self._sure(request, opened), request.limit))
            self._keep(key, known)
        return known

    def _keep(self, key: bytes, found: list[Suggestion]) -> None:
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def _sure(self, request: SuggestRequest, opened: OpenCollection) -> Iterator[Suggestion]:
        """The questions that have a sure answer, each with another quotation."""
        shown: set[str] = {(request.question or "").casefold()}
        for lead in islice(self._leads(request, opened), _MOST_ASKED):
            language = self._answerer.language_of(_asking(request, request.question or "?"))
            question = _worded(lead, language)
            answer = self._answerer.answer(
                structs.replace(_asking(request, question), spelling=False)
            )
            if not _is_sure(answer):
                continue
            news = {question.casefold(), answer.answers[0].quote}
            if shown.isdisjoint(news):
                shown |= news
                yield Suggestion(
                    question=question,
                    kind=lead.kind,
                    person=lead.person,
                    article_id=answer.citations[0].article_id,
                )

    def _leads(self, request: SuggestRequest, opened: OpenCollection) -> Iterator[Lead]:
        query = to_query(_asking(request, request.question or "?"), opened.collection.name)
        query = structs.replace(query, filters=with_known_outlets(query.filters, opened.lexical))
        leads = Leads(opened, query)
        if request.question is None:
            return leads.to_begin_with()
        question = understand(query.question, request.filters.speaker)
        return leads.after(question, request.articles)


def _worded(lead: Lead, language: str) -> str:
    if lead.topic is None:
        return say("answer_ask_what_said_at_all", language, person=lead.person)
    topic = lead.topic if language == ENGLISH else lead.topic.removeprefix("the ")
    return say("answer_ask_what_said", language, person=lead.person, topic=topic)


def _asking(request: SuggestRequest, question: str) -> AskRequest:
    return reshape(request, AskRequest, question=question)


def _is_sure(answer: Answer) -> bool:
    return bool(answer.answers) and answer.answers[0].confidence >= _LEAST_CONFIDENCE
