"""The answering line: a question in, cited answers out, or an honest reason why there are none.

AskRequest --understand--> Question --search--> passages --read--> candidates
           --keep, merge--> answers --cite--> Answer
"""

import uuid
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct, structs

from index.followers.catalogue import Catalogue, OpenCollection
from index.records import Query, Vectors
from index.search import Found, Freshness, search, search_words_of
from prompts import say
from service.answers.calibration import Calibration
from service.answers.items import _items, _nearest
from service.answers.leading_sentences import with_what_they_lead_to
from service.answers.merging import merge
from service.answers.refusals import Reason, people_to_choose, which_of, why_nothing
from service.answers.rendering import render
from service.candidates import Candidate
from service.questions.asked_person import Whose, narrower, told_apart, whose_words
from service.questions.requests import day_asked, to_query
from service.questions.speaker_matching import is_spoken_by
from service.questions.understand import Kind, Question, is_question, plainly, understand
from service.readers.contract import Reader
from service.reading.rare_words import weigh
from service.stopwatch import Stopwatch
from service.wire import (
    Answer,
    AskRequest,
)

_NOT_QUOTED = "speaker_not_quoted"
_NOBODY = (_NOT_QUOTED, "unknown_speaker")


class AnswerPolicy(Struct, frozen=True, kw_only=True):
    """What is shown as an answer."""

    collection: str = "default"
    language: str = "en"
    min_confidence: float = 0.1
    """Candidates below are not shown, unless a request says otherwise."""
    seconds: float | None = None
    """After so many, no further passages are read for a question; None: however long it takes."""
    freshness: Freshness = Freshness()


class Answerer:
    """Answers questions from the articles alone. Safe to use from several threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: Reader,
        policy: AnswerPolicy,
        calibration: Calibration | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._reader = reader
        self._policy = policy
        self._calibration = calibration

    @property
    def freshness(self) -> Freshness:
        """How much newer articles are preferred."""
        return self._policy.freshness

    def answer(self, request: AskRequest, came: float | None = None) -> Answer:
        """Answer from the articles alone, or say that they hold no answer.

        Args:
            request: the question, and how it is to be answered.
            came: when it came in, on the clock of `time.perf_counter`: what it waited since counts
                as its time. None: now.

        Raises:
            NotFoundError: there is no such collection.
            InvalidFieldError: a date that is none, an empty question.
        """
        watch = Stopwatch(came)
        query = to_query(request, self._policy.collection)
        opened = self.catalogue.get(query.collection)
        question = understand(query.question, request.filters.speaker)
        if not is_question(query.question):
            return self._nothing(request, question, Reason("not_a_question"), [], watch)
        answer = self._read_as_meant(request, query, question, opened, watch)
        return structs.replace(answer, period=query.period)

    def _read_as_meant(
        self,
        request: AskRequest,
        query: Query,
        question: Question,
        opened: OpenCollection,
        watch: Stopwatch,
    ) -> Answer:
        embedded = self._embedding(watch)
        for reading in narrower(question, opened):
            answer = self._answer(request, query, reading, opened, embedded, watch)
            if answer.status == "answered":
                return answer
        answer = self._answer(request, query, question, opened, embedded, watch)
        if question.is_loose and answer.reason in _NOBODY:
            # "What did settlers call the river": what nobody is quoted with, an article may tell.
            plain = structs.replace(plainly(question.text), speaker=question.speaker)
            told = self._answer(request, query, plain, opened, embedded, watch)
            return told if told.status == "answered" else answer
        return answer

    def _embedding(self, watch: Stopwatch) -> Callable[[str], Vectors]:
        """A question's vector, made once however often the question is read anew."""

        @cache
        def embedded(text: str) -> Vectors:
            with watch.stage("embed"):
                return self.catalogue.embedder.embed_questions([text])

        return embedded

    def _answer(
        self,
        request: AskRequest,
        query: Query,
        question: Question,
        opened: OpenCollection,
        embedded: Callable[[str], Vectors],
        watch: Stopwatch,
    ) -> Answer:
        whose = whose_words(question.speaker, opened) if question.speaker else Whose()
        if whose.is_open and not question.topic:
            reason = which_of(question, whose.others, opened)
            return self._nothing(request, question, reason, [], watch)
        question = structs.replace(
            question,
            speakers=whose.speakers or whose.all_speakers,
            period=query.period,
            asked=day_asked(request),
        )
        vector = embedded(question.text)
        with watch.stage("search"):
            found = self._search(opened, query, vector, question)
        with watch.stage("read"):
            candidates = self._read(question, vector, found, opened, self._until(watch))
        if whose.is_open:
            whose = told_apart(whose, candidates)
            if whose.is_open:
                reason = which_of(question, whose.others, opened)
                return self._nothing(request, question, reason, found, watch)
            candidates = [c for c in candidates if c.said and c.said.speaker in whose.speakers]
        if question.kind is Kind.STATEMENT and question.speaker:
            candidates = with_what_they_lead_to(candidates)
        with watch.stage("compose"):
            answer = self._compose(request, question, opened, found, candidates, watch)
        others = people_to_choose(question, whose.others, opened)
        return structs.replace(answer, choices=others) if others else answer

    def _search(
        self, opened: OpenCollection, query: Query, vector: Vectors, question: Question
    ) -> list[Found]:
        fresh = self._policy.freshness
        if question.speakers:
            speakers = sorted(question.speakers)
            return search_words_of(opened, query, vector, speakers, freshness=fresh)
        return search(opened, query, vector, freshness=fresh)

    def statements(
        self, question: Question, query: Query, opened: OpenCollection
    ) -> list[Candidate]:
        """A person's quotations, the most relevant to the question's topic first."""
        vector = self.catalogue.embedder.embed_questions([question.text])
        found = self._search(opened, query, vector, question)
        return self._read(question, vector, found, opened)

    def _until(self, watch: Stopwatch) -> float | None:
        return None if self._policy.seconds is None else watch.start + self._policy.seconds

    def _read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        until: float | None = None,
    ) -> list[Candidate]:
        candidates: list[Candidate] = []
        if found:
            candidates = self._reader.read(question, vector, found, opened, until=until)
        if question.speaker and question.kind is not Kind.STATEMENT:
            candidates = [c for c in candidates if not _is_anothers(c, question.speaker)]
        return self._calibration.apply(candidates) if self._calibration else candidates

    def _compose(
        self,
        request: AskRequest,
        question: Question,
        opened: OpenCollection,
        found: Sequence[Found],
        candidates: Sequence[Candidate],
        watch: Stopwatch,
    ) -> Answer:
        least = request.min_confidence
        if least is None:
            least = self._policy.min_confidence
        kept = [candidate for candidate in candidates if candidate.confidence >= least]
        if not kept:
            weighed = weigh(question.text, opened.lexical)
            reason = why_nothing(request, question, opened, found, candidates, weighed)
            return self._nothing(request, question, reason, found, watch)
        statements = merge(kept)[: request.max_answers]
        items, citations = _items(
            statements, question, opened.lexical.terms, explain=request.explain
        )
        return Answer(
            id=f"ans_{uuid.uuid4().hex}",
            status="answered",
            reason=None,
            text=render(items, citations, self._language(request)),
            searched=question.text,
            answers=items,
            citations=citations,
            nearest=[],
            timings_ms=watch.total(),
            models=self._models(),
            conversation_id=request.conversation_id,
        )

    def _nothing(
        self,
        request: AskRequest,
        question: Question,
        reason: Reason,
        found: Sequence[Found],
        watch: Stopwatch,
    ) -> Answer:
        language = self._language(request)
        return Answer(
            id=f"ans_{uuid.uuid4().hex}",
            status="no_answer",
            reason=reason.name,
            text=say(f"reason_{reason.wording or reason.name}", language, **reason.values),
            searched=question.text,
            answers=[],
            citations=[],
            nearest=_nearest(found, question.speaker if reason.name == _NOT_QUOTED else None),
            choices=list(reason.choices),
            timings_ms=watch.total(),
            models=self._models(),
            conversation_id=request.conversation_id,
        )

    def _language(self, request: AskRequest) -> str:
        return request.language or self._policy.language

    def _models(self) -> dict[str, str]:
        return {
            "embedder": self.catalogue.embedder.fingerprint,
            "reader": self._reader.fingerprint,
            "calibration": self._calibration.fingerprint if self._calibration else "none",
        }


def _is_anothers(candidate: Candidate, person: str) -> bool:
    """Whether a candidate is words that are not certainly that person's."""
    said = candidate.said
    return said is not None and not is_spoken_by(candidate.article, said, person)
