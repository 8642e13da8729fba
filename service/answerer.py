"""The entry point for all channels: request in, response out.

AskRequest --parse--> Inquiry --answering line--> Outcome --compose--> Answer
"""

from collections.abc import Iterator

from msgspec import Struct, structs

from index.followers.called_outlets import with_known_outlets
from index.followers.catalogue import Catalogue
from index.followers.open_collection import OpenCollection
from index.records import Query, Vectors
from index.search import Freshness
from service.aliases.descriptions import described
from service.aliases.names import Aliases
from service.aliases.rewording import may_be_reworded, rewordings
from service.answering import Ahead, AnsweringLine
from service.answers.calibration import Calibration
from service.answers.matches import least_of_maybes
from service.answers.of_its_days import of_its_days
from service.answers.outcome import Outcome
from service.answers.refusing.reasons import NOT_ON_TOPIC
from service.answers.writing.composing import compose
from service.answers.writing.revisions import (
    is_better_spelt,
    is_sure,
    is_surer,
    with_correction,
)
from service.candidates import Candidate
from service.questions.asked_person import rightly_spelt
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.inquiry import Inquiry
from service.questions.language.detection import without_function_words
from service.questions.requests.parsing import (
    day_asked,
    filters_in_force,
    language_of_reply,
    most_answers,
    narrowed,
    tidied,
    to_query,
    to_question,
)
from service.questions.spelling.correcting import correct
from service.questions.time.named_dates import Dated, without_date
from service.questions.time.periods import Timeframe, period_held, timeframe
from service.questions.understand import Kind, Question
from service.readers.contract import Reader
from service.stopwatch import Stopwatch, timed
from service.telling import changing, untold
from service.wire.answer import Answer, Corrected
from service.wire.asking import AskRequest


class AnswerPolicy(Struct, frozen=True, kw_only=True):
    """Thresholds for answers, unless a request sets its own."""

    collection: str = "default"
    language: str = "en"
    min_confidence: float | None = None
    """Minimum confidence of answers; None: as fitted for each situation."""
    maybe_confidence: float | None = None
    """Minimum confidence of a maybe, shown if there is no answer; None: as fitted for each
    situation."""
    seconds: float | None = None
    """Milliseconds after which no further passages are read; None: no limit."""
    freshness: Freshness = Freshness()


class Answerer:
    """Answers requests from the articles only. Thread-safe."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: Reader,
        policy: AnswerPolicy,
        calibration: Calibration | None = None,
        aliases: Aliases | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._reader = reader
        self._policy = policy
        self._calibration = calibration
        self._aliases = aliases or Aliases()

    def answer(self, request: AskRequest, received: float | None = None) -> Answer:
        """Answer from the articles only, or explain why they contain no answer.

        The time since `received`, a reading of `time.perf_counter`, counts towards the limit.

        Raises:
            NotFoundError: no such collection.
            InvalidFieldError: an invalid date, an empty question, or an unknown language.
        """
        with Stopwatch(received).running() as watch:
            return self.answer_as_meant(request, _plain(request), watch)

    def answer_as_meant(self, request: AskRequest, meant: Resolution, watch: Stopwatch) -> Answer:
        """Answer a message in a conversation by its resolved meaning."""
        language = self.language_of(request)

        dated = self._dated(request, meant)
        is_open = may_be_reworded(meant.searched, self._aliases)

        def in_words(ahead: Ahead) -> Answer | None:
            # Other names for what it asks about are tried unless its answer is sure.
            if is_open and not is_sure(ahead.outcome):
                return None
            answer = compose(ahead.outcome, ahead.inquiry, request, language)
            # What an answer of other days says first is of all answers.
            is_of_other_days = answer.answers[0].timely is False
            return None if is_of_other_days else answer

        with changing(Ahead, untold if dated is not None else in_words, once=True):
            inquiry, outcome, corrected = self._better_spelt(request, meant, watch)
            if dated is not None:
                inquiry, outcome = self._of_its_days(
                    request, meant, watch, dated, (inquiry, outcome)
                )
        answer = compose(outcome, inquiry, request, language)
        return structs.replace(
            answer if corrected is None else with_correction(answer, corrected, language),
            timings_ms=watch.total(),
            models=self._models(inquiry.opened),
        )

    def inquiry(self, request: AskRequest) -> Inquiry:
        """Parse a stand-alone request for answering."""
        with Stopwatch().running() as watch:
            return self._inquire(request, _plain(request), watch)

    def language_of(self, request: AskRequest) -> str:
        """The language of Dateline's own sentences.

        Raises:
            InvalidFieldError: the requested language is not supported.
        """
        return language_of_reply(request, self._policy.language)

    def opened_for(self, request: AskRequest) -> OpenCollection:
        """The collection of a request.

        Raises:
            NotFoundError: no such collection.
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

    def _dated(self, request: AskRequest, meant: Resolution) -> Dated | None:
        """The question without the date that it names; None if it names none."""
        if not request.narrow:
            return None
        return without_date(tidied(meant.searched), day_asked(request))

    def _of_its_days(
        self,
        request: AskRequest,
        meant: Resolution,
        watch: Stopwatch,
        dated: Dated,
        found: tuple[Inquiry, Outcome],
    ) -> tuple[Inquiry, Outcome]:
        """What was found, or what the question without its date finds, if that is better."""
        inquiry, outcome = found
        asked = inquiry.question.request
        if asked is not None and (outcome.statements or asked.is_of_days):
            return found
        limits = filters_in_force(inquiry.query)
        typed = tidied(meant.searched)
        period, is_held = period_held(dated, typed, inquiry.opened, limits)
        undated = self._inquire(request, structs.replace(meant, searched=dated.question), watch)
        undated = structs.replace(
            undated,
            question=structs.replace(undated.question, period=period, is_timeless=not is_held),
            query=structs.replace(undated.query, period=period),
        )
        without = self._line(undated.opened).answer(undated)
        better = of_its_days(outcome, without, period, least_of_maybes(undated))
        return found if better is None else (undated, better)

    def _better_spelt(
        self, request: AskRequest, meant: Resolution, watch: Stopwatch
    ) -> tuple[Inquiry, Outcome, Corrected | None]:
        """The outcome of the question with its misspelt words corrected, or as it was typed."""
        typed = self._inquire(request, meant, watch)
        line = self._line(typed.opened)
        spelt = correct(tidied(meant.searched), typed) if request.spelling else None
        if spelt is None:
            return self._otherwise_named(request, meant, watch, typed)
        as_spelt = structs.replace(meant, searched=spelt.question)
        corrected = self._inquire(request, as_spelt, watch)
        # Its answer starts with the correction note, if it is the final answer.
        with changing(Ahead, untold):
            outcome = line.answer(corrected)
        if not spelt.is_name and not outcome.statements:
            as_typed = line.answer(typed)
            if not is_better_spelt(outcome, as_typed):
                return typed, as_typed, None
        told = Corrected(typed=tidied(request.question), question=spelt.question)
        return corrected, outcome, told

    def _otherwise_named(
        self, request: AskRequest, meant: Resolution, watch: Stopwatch, typed: Inquiry
    ) -> tuple[Inquiry, Outcome, Corrected | None]:
        """The outcome of the question as typed, or with other names of what it asks about."""
        line = self._line(typed.opened)
        best: tuple[Inquiry, Outcome, Corrected | None] = (typed, line.answer(typed), None)
        if not request.spelling or is_sure(best[1]):
            return best
        for named, is_needed in self._renamed(meant, typed, best[1]):
            inquiry = self._inquire(request, named, watch)
            with changing(Ahead, untold):
                outcome = line.answer(inquiry)
            # A name that articles use as well needs no other: what another finds must be sure.
            if is_surer(outcome, best[1]) and (is_needed or is_sure(outcome)):
                told = Corrected(typed=tidied(request.question), question=named.searched)
                best = inquiry, outcome, told
        return best

    def _renamed(
        self, meant: Resolution, typed: Inquiry, outcome: Outcome
    ) -> Iterator[tuple[Resolution, bool]]:
        """What is meant under other names, and whether no article uses the one that was typed."""
        question, opened = tidied(meant.searched), typed.opened
        for reworded in rewordings(question, opened, self._aliases):
            yield structs.replace(meant, searched=reworded.question), reworded.is_needed
        topic = typed.question.topic
        refusal = outcome.refusal.name if outcome.refusal else NOT_ON_TOPIC
        if typed.question.kind is not Kind.STATEMENT or not topic or refusal != NOT_ON_TOPIC:
            return
        given = meant.narrowing.article_ids
        for one in described(topic, opened, self._aliases):
            if ids := tuple(id_ for id_ in one.article_ids if not given or id_ in given):
                narrowing = structs.replace(meant.narrowing, article_ids=ids)
                searched = question.replace(topic, one.topic)
                yield structs.replace(meant, searched=searched, narrowing=narrowing), False

    def _inquire(self, request: AskRequest, meant: Resolution, watch: Stopwatch) -> Inquiry:
        """The request parsed: once, whatever follows."""
        typed = tidied(request.question)
        request = structs.replace(request, question=meant.searched)
        asked = to_query(request, self._policy.collection)
        opened = self.catalogue.get(asked.collection)
        given = with_known_outlets(asked.filters, opened.lexical)
        filters = narrowed(given, meant.narrowing)
        query = structs.replace(asked, filters=filters or given)
        dated = query.question if request.narrow else ""
        frame = timeframe(dated, day_asked(request), opened, filters_in_force(query))
        read = structs.replace(query, question=tidied(meant.read))
        question = structs.replace(to_question(request, read), is_timeless=not frame.is_held)
        if request.narrow and question.request and question.request.is_of_days:
            filters = narrowed(filters or given, _of_days(request, query, frame))
            query = structs.replace(query, filters=filters or given)
        if request.filters.speaker is not None:
            speaker = rightly_spelt(request.filters.speaker, opened)
            question = structs.replace(question, speaker=speaker)
        subject = question.subject if question.request else query.question
        policy = self._policy
        least, maybe = request.min_confidence, request.maybe_confidence
        return Inquiry(
            question=question,
            query=structs.replace(
                query,
                period=frame.preferred,
                discussed=meant.discussed,
                question=without_function_words(subject),
            ),
            opened=opened,
            vector=_embed(opened, question.subject if read == query else subject),
            timeframe=frame,
            min_confidence=policy.min_confidence if least is None else least,
            maybe_confidence=policy.maybe_confidence if maybe is None else maybe,
            max_answers=most_answers(request, question),
            deadline=None if policy.seconds is None else watch.start + policy.seconds,
            in_context=meant.in_context,
            wordings=_wordings(typed, meant),
            unread_topic=meant.unread_topic,
            with_topic=query.question if meant.unread_topic else "",
            may_ask_back=meant.may_ask_back,
            narrowing=meant.narrowing,
            is_calibrated=self._calibration_for(opened) is not None,
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


def _wordings(typed: str, meant: Resolution) -> tuple[str, ...]:
    """A follow-up as it was typed, and with all that it was taken to say."""
    return tuple(dict.fromkeys((typed, tidied(meant.searched)))) if meant.discussed else ()


def _plain(request: AskRequest) -> Resolution:
    return Resolution(act=Act.ASK, searched=request.question)


@timed("embed")
def _embed(opened: OpenCollection, text: str) -> Vectors:
    return opened.embedder.embed_questions([text])


def _of_days(request: AskRequest, query: Query, frame: Timeframe) -> Narrowing:
    """The days that "what happened on 3 May?" is about."""
    dated = without_date(query.question, day_asked(request))
    period = dated.told if dated else frame.preferred
    if period is None:
        return Narrowing()
    return Narrowing(published_from=period.first, published_to=period.last)
