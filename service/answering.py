"""The answering pipeline: an inquiry in; statements from the articles, or a refusal, out.

    question --interpret--> search --> passages --read--> candidates --keep, merge--> statements

A question may have several interpretations; the first that finds an answer is used. `answerer.py`
turns requests into inquiries, and the outcome into the response.
"""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from operator import attrgetter

from msgspec import Struct, structs

from index.followers.lexical.spelling import Neighbours
from index.search import CANDIDATES, TIMELY_WEIGHT, Found, Freshness, search, search_speaker
from service.answers.calibration import Calibration
from service.answers.forms.making import make_form
from service.answers.matches import sure_enough
from service.answers.maybes import maybe_of, with_best_maybe
from service.answers.outcome import Outcome
from service.answers.refusing.reasons import Refusal
from service.answers.refusing.refusals import why_nothing
from service.answers.refusing.speaker_refusals import ask_which_person
from service.answers.refusing.unwanted import is_wanted, nothing_else, passages_not_shown
from service.answers.refusing.which_event import which_event
from service.answers.refusing.which_namesake import which_namesake
from service.answers.scope import Scope
from service.answers.statements.asked_verb import with_verb_first
from service.answers.statements.choices import best_of_each, each_way
from service.answers.statements.disagreement import with_disagreements
from service.answers.statements.discussed import favour, on_topic
from service.answers.statements.leading_sentences import join_leading_sentences
from service.answers.statements.merging import merge
from service.answers.statements.newest import newest_first
from service.answers.statements.own_reasons import with_own_reasons
from service.answers.statements.quoted_words import with_quoted_words
from service.answers.statements.saying_so import with_verdicts_first
from service.answers.statements.sharing import shared_out
from service.answers.statements.wordings import agreed, is_unsure, worded
from service.answers.word_for_word import word_for_word
from service.candidates import Candidate, Unfinished
from service.questions.asked_person import choose_by_topic, is_spoken_by
from service.questions.followups.acts.chatter import asks_something
from service.questions.inquiry import Inquiry
from service.questions.interpretations import Interpretation, Why, interpretations
from service.questions.kinds.names_alone import name_alone
from service.questions.kinds.plain_requests import PlainRequest
from service.questions.time.newest import asks_for_newest
from service.questions.understand import Kind
from service.readers.contract import Reader
from service.reading.copies import collapsed, with_copies
from service.reading.crowds import InTurn
from service.reading.plain_articles import PlainArticles
from service.stopwatch import timed
from service.telling import Searched, changing, tell, untold
from service.wire.answer import Form

_LASTING = 0.75
"""Minimum probability of staying first for a provisional answer."""
_FEWEST = 40
"""Number of passages to retrieve, if available: more than a reader looks at."""
_DEEPER = 4 * CANDIDATES
_READ_AGAIN = 2
"""Number of passages that are read in other wordings."""
_MOST_ALIKE = 5
"""Maximum number of near-duplicate passages from one outlet that keep their rank."""


class Ahead(Struct, frozen=True):
    """A likely first answer, sent before the rest is read."""

    outcome: Outcome
    inquiry: Inquiry
    """The question as interpreted."""


class AnsweringLine:
    """Finds answers in articles. Thread-safe."""

    def __init__(
        self, reader: Reader, calibration: Calibration | None, freshness: Freshness
    ) -> None:
        self._reader = reader
        self._calibration = calibration
        self._freshness = freshness

    def answer(self, inquiry: Inquiry) -> Outcome:
        """The outcome of the first interpretation that finds anything, or a refusal."""
        refused = _refuse(inquiry, Refusal("not_a_question"))
        if not asks_something(inquiry.query.question):
            return refused
        if inquiry.is_contradictory:
            return _refuse(inquiry, Refusal("filters_match_nothing"))
        request = inquiry.question.request
        if request:
            # Results for a part of a form are not yet the answer.
            with changing(Ahead, untold):
                made = make_form(inquiry, request, self._search, self.answer)
            if made:
                return made
        unsure: list[Outcome] = []
        for interpretation in interpretations(inquiry.question, inquiry.opened):
            if not interpretation.applies_after(_reason(refused)):
                continue
            outcome = self._answer_as_read(_read_as(interpretation, inquiry))
            asks_back = interpretation.why is Why.WHICH_ONE and _reason(outcome) == "which_speaker"
            if outcome.statements or asks_back:
                return outcome
            if outcome.maybe:
                unsure.append(outcome)
            if interpretation.why is Why.AS_ASKED:
                refused = outcome
        return self._on_name_alone(inquiry) or with_best_maybe(refused, unsure)

    def _on_name_alone(self, inquiry: Inquiry) -> Outcome | None:
        """What articles say about a name or term, if the text is nothing else."""
        near = Neighbours(inquiry.opened, inquiry.query.filters, inquiry.query.as_of)
        name = name_alone(inquiry.question.text, near)
        if name is None:
            return None
        about = PlainRequest(form=Form.EXTRACT, topic=name)
        asked = structs.replace(inquiry.question, request=about)
        inquiry = structs.replace(inquiry, question=asked)
        made = make_form(inquiry, about, self._search, self.answer)
        return made if made and made.statements else None

    def quotations(self, inquiry: Inquiry) -> list[Candidate]:
        """A person's quotations, those closest to the question's topic first."""
        return self._read(inquiry, self._search(inquiry))

    def _answer_as_read(self, inquiry: Inquiry) -> Outcome:
        """Search, read, keep and merge for one interpretation."""
        if inquiry.person.is_ambiguous and not inquiry.question.topic:
            return _ask_which(inquiry)
        found = self._search_once(inquiry)
        if (which := which_namesake(inquiry, found)) is not None:
            return _refuse(inquiry, which, found)
        with changing(Unfinished, partial(self._ahead, inquiry, found)):
            candidates = with_copies(self._read(inquiry, found), found)
        if is_unsure(inquiry, candidates):
            candidates = self._in_other_words(inquiry, found, candidates)
        if inquiry.person.is_ambiguous:
            chosen = choose_by_topic(inquiry.person, candidates)
            inquiry = structs.replace(inquiry, person=chosen)
            if inquiry.person.is_ambiguous:
                return _ask_which(inquiry, found)
            candidates = [candidate for candidate in candidates if inquiry.person.says(candidate)]
        if inquiry.question.kind is Kind.STATEMENT and inquiry.question.speaker:
            candidates = join_leading_sentences(candidates)
        return self._conclude(inquiry, found, candidates)

    def _search_once(self, inquiry: Inquiry) -> list[Found]:
        """The same, where copies and what an outlet repeats take few places; deeper if many did."""
        found = self._search(inquiry)
        once, fair = _fairly(found)
        if fair < _FEWEST <= len(found) and not inquiry.question.speakers:
            once, _ = _fairly(self._search(inquiry, _DEEPER))
        return once

    @timed("search")
    def _search(self, inquiry: Inquiry, k: int = CANDIDATES) -> list[Found]:
        """The best passages; for somebody's words, that person's quotations everywhere as well."""
        opened, query, vector = inquiry.opened, inquiry.query, inquiry.vector
        if inquiry.question.speakers:
            speakers = sorted(inquiry.question.speakers)
            found = search_speaker(opened, query, vector, speakers, freshness=self._freshness)
        else:
            # A form is about its own topic alone.
            is_whole = inquiry.question.request is not None or not inquiry.in_context
            further = [] if is_whole else [inquiry.in_context]
            freshness = _for_news(self._freshness, query.question)
            found = search(opened, query, vector, further=further, k=k, freshness=freshness)
        tell(Searched(inquiry.in_full(inquiry.question)))
        return found

    @timed("read")
    def _read(self, inquiry: Inquiry, found: Sequence[Found]) -> list[Candidate]:
        """What answers in the passages, best first, each with its probability."""
        if not found:
            return []
        shown = passages_not_shown(found, inquiry.narrowing)
        articles = PlainArticles(shown)
        if not articles:
            return self._judged(inquiry, self._candidates(inquiry, shown))
        with changing(Unfinished, articles.unfinished):
            candidates = self._candidates(inquiry, articles.found(shown))
        return self._judged(inquiry, articles.originals(candidates))

    def _in_other_words(
        self, inquiry: Inquiry, found: Sequence[Found], candidates: Sequence[Candidate]
    ) -> list[Candidate]:
        """The candidates, with what other wordings find in the articles that may be meant."""
        meant = {inquiry.query.discussed[0], *(one.article.id for one in candidates[:1])}
        there = [item for item in found if item.located.article.id in meant][:_READ_AGAIN]
        plain = structs.replace(inquiry, query=structs.replace(inquiry.query, discussed=()))
        with changing(Unfinished, untold):
            others = [
                self._read(structs.replace(plain, question=question), there)[:1]
                for question in worded(inquiry)
            ]
        return agreed(candidates, list(chain.from_iterable(others)))

    def _candidates(self, inquiry: Inquiry, found: Sequence[Found]) -> list[Candidate]:
        return best_of_each(
            [
                self._reader.read(
                    question, inquiry.vector, found, inquiry.opened, until=inquiry.deadline
                )
                for question in each_way(inquiry.question)
            ]
        )

    def _judged(self, inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
        """What a reader found, without others' words, each with its probability in this inquiry."""
        question = inquiry.question
        if question.speaker and question.kind is not Kind.STATEMENT:
            candidates = [c for c in candidates if not _is_anothers(c, question.speaker)]
        candidates = with_quoted_words(question, on_topic(candidates, inquiry.unread_topic))
        if self._calibration:
            candidates = self._calibration.apply(candidates)
        candidates = with_own_reasons(question, with_verb_first(question, candidates))
        favoured = favour(candidates, inquiry.query.discussed)
        return newest_first(question, with_verdicts_first(inquiry, favoured))

    def _ahead(
        self, inquiry: Inquiry, found: Sequence[Found], unfinished: Unfinished
    ) -> Ahead | None:
        """The first answer, as far as the articles are read; None: nothing is sure enough yet."""
        if inquiry.person.is_ambiguous or unfinished.lasting < _LASTING:
            return None
        judged = with_copies(self._judged(inquiry, unfinished.candidates), found)
        if is_unsure(inquiry, judged):
            return None
        kept = _wanted(inquiry, sure_enough(inquiry, judged))
        if not kept:
            return None
        outcome = _answered(inquiry, found, kept)
        return Ahead(structs.replace(outcome, statements=outcome.statements[:1]), inquiry)

    @timed("compose")
    def _conclude(
        self, inquiry: Inquiry, found: Sequence[Found], candidates: Sequence[Candidate]
    ) -> Outcome:
        """Keep what is sure enough and merge what says the same; else find out why nothing is."""
        which = which_event(inquiry, candidates) if inquiry.may_ask_back else None
        if which is not None:
            return _refuse(inquiry, which, found)
        sure = sure_enough(inquiry, candidates)
        if kept := _wanted(inquiry, sure):
            return _answered(inquiry, found, kept)
        nothing = found and (sure or inquiry.narrowing.not_quotes)
        why = nothing_else(inquiry) if nothing else why_nothing(inquiry, found, candidates)
        refused = _refuse(inquiry, why, found)
        maybe = maybe_of(inquiry, why, candidates)
        if maybe is None and why.name == "low_confidence":
            maybe = word_for_word(inquiry, found)
        return structs.replace(refused, maybe=maybe, others=inquiry.person.others)


def _fairly(found: Sequence[Found]) -> tuple[list[Found], int]:
    """Passages with all copies of a story in one place; how many keep theirs beside the others."""
    told = attrgetter("located.article", "hit.passage.text")
    once = InTurn(collapsed(found), told, _MOST_ALIKE, enough=_FEWEST)
    fair = list(once)
    return fair, len(fair) - len(once.last)


def _for_news(freshness: Freshness, question: str) -> Freshness:
    """How much newer articles are preferred; more where the newest is asked for."""
    if not asks_for_newest(question):
        return freshness
    return structs.replace(freshness, weight=max(freshness.weight, TIMELY_WEIGHT))


def _wanted(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    return [c for c in candidates if is_wanted(c, inquiry.narrowing)]


def _answered(inquiry: Inquiry, found: Sequence[Found], candidates: Sequence[Candidate]) -> Outcome:
    """What the candidates say, what says the same as one statement."""
    statements = with_disagreements(inquiry.question, merge(candidates))
    return Outcome(
        question=inquiry.question,
        statements=shared_out(statements, inquiry.max_answers),
        found=found,
        others=inquiry.person.others,
    )


def _read_as(interpretation: Interpretation, inquiry: Inquiry) -> Inquiry:
    """The inquiry as read; of several people of a name, those whom the filters leave are meant."""
    read = structs.replace(inquiry, question=interpretation.question, person=interpretation.person)
    scope = Scope(inquiry.opened, inquiry.query)
    if not (read.person.is_ambiguous and scope.is_limited):
        return read
    person = read.person.among(scope.quotes)
    names = person.possible_names or read.question.speakers
    question = structs.replace(read.question, speakers=names, spoken_in=person.only_in)
    return structs.replace(read, question=question, person=person)


def _reason(outcome: Outcome) -> str | None:
    return outcome.refusal.name if outcome.refusal else None


def _refuse(inquiry: Inquiry, refusal: Refusal, found: Sequence[Found] = ()) -> Outcome:
    return Outcome(question=inquiry.question, refusal=refusal, found=found)


def _ask_which(inquiry: Inquiry, found: Sequence[Found] = ()) -> Outcome:
    scope = Scope(inquiry.opened, inquiry.query)
    return _refuse(inquiry, ask_which_person(inquiry.question, inquiry.person, scope), found)


def _is_anothers(candidate: Candidate, person: str) -> bool:
    """Whether a candidate is a quotation that is not certainly that person's."""
    said = candidate.said
    return said is not None and not is_spoken_by(candidate.article, said, person)
