"""What every front door calls: a request in, the answer for the wire out.

AskRequest --parse--> Inquiry --answering line--> Outcome --compose--> Answer
"""

from collections.abc import Sequence

from msgspec import Struct, structs

from index.followers.catalogue import Catalogue
from index.followers.open_collection import OpenCollection
from index.records import Query, Vectors
from index.search import Formulation, Freshness
from service.answering import AnsweringLine
from service.answers.calibration import Calibration
from service.answers.composing import compose
from service.candidates import Candidate
from service.questions.followups.narrowing import narrowed
from service.questions.followups.resolution import Act, Resolution
from service.questions.inquiry import Inquiry
from service.questions.languages import without_function_words
from service.questions.requests import (
    day_asked,
    filters_in_force,
    language_of_reply,
    most_answers,
    to_query,
    to_question,
)
from service.questions.timeframes import timeframe
from service.questions.understand import Question
from service.readers.contract import Reader
from service.stopwatch import Stopwatch, timed
from service.wire import Answer, AskRequest


class AnswerPolicy(Struct, frozen=True, kw_only=True):
    """What is shown as an answer, unless a request says otherwise."""

    collection: str = "default"
    language: str = "en"
    min_confidence: float = 0.1
    """Candidates below it are not shown."""
    seconds: float | None = None
    """After so many, no further passages are read for a question; None: no limit."""
    freshness: Freshness = Freshness()


class Answerer:
    """Answers requests from the articles alone. Safe to use from several threads."""

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

    def answer(self, request: AskRequest, received: float | None = None) -> Answer:
        """Answer from the articles alone, or say why they hold no answer.

        Args:
            request: the question, and how it is to be answered.
            received: when it arrived, on the clock of `time.perf_counter`; the time that it waited
                counts. None: now.

        Raises:
            NotFoundError: there is no such collection.
            InvalidFieldError: an invalid date, an empty question, or an unknown language.
        """
        with Stopwatch(received).running() as watch:
            plain = Resolution(act=Act.ASK, searched=request.question)
            return self.answer_as_meant(request, plain, watch)

    def answer_as_meant(self, request: AskRequest, meant: Resolution, watch: Stopwatch) -> Answer:
        """Answer a message of a conversation by what it means there.

        Args:
            request: how it is to be answered.
            meant: the question that stands for the request's, and its limits.
            watch: a running stopwatch.

        Raises:
            NotFoundError: there is no such collection.
            InvalidFieldError: an invalid date, an empty question, or an unknown language.
        """
        inquiry = self._inquire(request, meant, watch)
        outcome = self._line(inquiry.opened).answer(inquiry)
        answer = compose(outcome, inquiry, request, self.language_of(request))
        return structs.replace(
            answer, timings_ms=watch.total(), models=self._models(inquiry.opened)
        )

    def language_of(self, request: AskRequest) -> str:
        """The language of our own sentences.

        Raises:
            InvalidFieldError: Dateline does not speak the one that is asked for.
        """
        return language_of_reply(request, self._policy.language)

    def opened_for(self, request: AskRequest) -> OpenCollection:
        """The collection that a request asks.

        Raises:
            NotFoundError: there is no such collection.
        """
        return self.catalogue.get(request.collection or self._policy.collection)

    def statements(
        self, question: Question, query: Query, opened: OpenCollection
    ) -> list[Candidate]:
        """A person's quotations, those closest to the question's topic first."""
        return self._line(opened).quotations(
            Inquiry(
                question=question,
                query=query,
                opened=opened,
                vector=_embed(opened, question.text),
                min_confidence=0.0,
                max_answers=0,
            )
        )

    def _inquire(self, request: AskRequest, meant: Resolution, watch: Stopwatch) -> Inquiry:
        """The request parsed: once, whatever follows."""
        typed, request = request.question, structs.replace(request, question=meant.searched)
        asked = to_query(request, self._policy.collection)
        filters = narrowed(asked.filters, meant.narrowing)
        query = structs.replace(asked, filters=filters or asked.filters)
        opened = self.catalogue.get(query.collection)
        frame = timeframe(query.question, day_asked(request), opened, filters_in_force(query))
        question = structs.replace(to_question(request, query), is_timeless=not frame.is_held)
        subject = question.subject if question.request else query.question
        vector, further = _embed_all(opened, question.subject, _further(typed, meant))
        least, seconds = request.min_confidence, self._policy.seconds
        return Inquiry(
            question=question,
            query=structs.replace(
                query,
                period=frame.preferred,
                discussed=meant.discussed,
                question=without_function_words(subject),
            ),
            opened=opened,
            vector=vector,
            timeframe=frame,
            min_confidence=self._policy.min_confidence if least is None else least,
            max_answers=most_answers(request, question),
            deadline=None if seconds is None else watch.start + seconds,
            further=further,
            narrowing=meant.narrowing,
            is_contradictory=filters is None,
        )

    def _line(self, opened: OpenCollection) -> AnsweringLine:
        return AnsweringLine(self._reader, self._calibration_for(opened), self._policy.freshness)

    def _calibration_for(self, opened: OpenCollection) -> Calibration | None:
        """The calibration, unless the collection changed to another embedder since the start."""
        calibration = self._calibration
        if calibration and calibration.subject.embedder == opened.embedder.fingerprint:
            return calibration
        return None

    def _models(self, opened: OpenCollection) -> dict[str, str]:
        calibration = self._calibration_for(opened)
        return {
            **opened.models(),
            "reader": self._reader.fingerprint,
            "calibration": calibration.fingerprint if calibration else "none",
        }


@timed("embed")
def _embed(opened: OpenCollection, *texts: str) -> Vectors:
    return opened.embedder.embed_questions(texts)


def _further(typed: str, meant: Resolution) -> tuple[str, ...]:
    """The ways to put a follow-up besides the question that stands alone."""
    if not meant.is_follow_up:
        return ()
    return tuple(dict.fromkeys(text for text in (typed, meant.in_context) if text))


def _embed_all(
    opened: OpenCollection, text: str, further: Sequence[str]
) -> tuple[Vectors, tuple[Formulation, ...]]:
    """The question's vector, and further formulations with theirs, embedded as one batch."""
    vectors = _embed(opened, text, *further)
    others = zip(further, vectors[1:], strict=True)
    return vectors[:1], tuple(Formulation(text, vector[None]) for text, vector in others)
