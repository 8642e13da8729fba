"""Answers a question in its conversation, from earlier turns to the stored result.

    request, turns before it --resolve--> Resolution --answer--> Answer --record--> the next turn

A stand-alone question without a conversation is answered directly.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from index.errors import ContradictionError
from index.followers.open_collection import OpenCollection
from index.store.conversation_table import MOST_TURNS, Conversation, ConversationTable
from index.store.writing import now
from prompts import say
from service.answerer import Answerer
from service.answers.refusing.reasons import NOT_ON_TOPIC
from service.conversations.earlier import (
    Earlier,
    as_answered_now,
    told_limits,
    turn_of,
    unlimited,
)
from service.conversations.history import from_history
from service.conversations.recording import keep, restore
from service.conversations.replies import ask_back, chat_back
from service.conversations.scores import without_explaining, without_hidden_scores
from service.conversations.several import together
from service.conversations.sources import show_sources, tell_certainty
from service.conversations.understanding import each_asked, understood
from service.conversations.without_topic import without_added_topic
from service.questions.followups.acts.meta import is_about_answers
from service.questions.followups.filling_in import Scoring
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import Turn
from service.questions.requests.parsing import day_asked, tidied
from service.stopwatch import Stopwatch, timed
from service.telling import changing, silent, untold
from service.wire.answer import Answer, Form, Resolved
from service.wire.asking import MAX_HISTORY, AskRequest

Remember = Callable[[AskRequest, Answer, str], None]
"""Called with each answer, its question and the collection."""


class _Asked(Struct, frozen=True, kw_only=True):
    """A question being answered: its collection and earlier turns."""

    request: AskRequest
    opened: OpenCollection
    watch: Stopwatch
    earlier: Earlier = Earlier()

    def instead(self, question: str, earlier: Earlier) -> "_Asked":
        """Another question, after other turns."""
        request = structs.replace(self.request, question=question)
        return structs.replace(self, request=request, earlier=earlier)


class Conversing:
    """Answers questions as parts of conversations. Safe to use from several threads."""

    def __init__(
        self,
        answerer: Answerer,
        table: ConversationTable,
        scoring: Scoring | None = None,
        remember: Remember | None = None,
    ) -> None:
        """Set the components; `remember` is called with each answer.

        `scoring` adds omitted words to what the rules find; None: rules only.
        """
        self.table = table
        self._answerer = answerer
        self._scoring = scoring
        self._remember = remember

    def ask(self, request: AskRequest, received: float | None = None) -> Answer:
        """Answer a question in the context of its conversation or `history`.

        Raises:
            NotFoundError: no such collection or conversation.
            InvalidFieldError: a field is invalid.
            ContradictionError: fields contradict each other or the conversation.
            CrossedTurnsError: another turn of the conversation was answered in the meantime.
        """
        with Stopwatch(received).running() as watch:
            conversation, stored = self._continued(request)
            request = _of_one_collection(without_explaining(request), conversation)
            opened = self._answerer.opened_for(request)
            asked = _Asked(request=request, opened=opened, watch=watch)
            asked = structs.replace(asked, earlier=stored or self._told(asked))
            meant, answer = self._replies(asked, self._resolved(asked))
            answer = self._in_conversation(asked, meant, answer)
            if conversation is not None:
                self._record(conversation, request, meant, answer)
            if self._remember is not None:
                self._remember(request, answer, opened.collection.name)
            return structs.replace(without_hidden_scores(answer), timings_ms=watch.total())

    @timed("resolve")
    def _continued(self, request: AskRequest) -> tuple[Conversation | None, Earlier | None]:
        """The stored conversation that a question goes on with, and its turns, if there is one."""
        if request.conversation_id is None:
            return None, None
        if request.history is not None:
            raise ContradictionError(
                "history: cannot be combined with `conversation_id`, whose turns are stored; "
                "send only one of them"
            )
        conversation, stored = self.table.latest(request.conversation_id, MAX_HISTORY)
        turns = tuple(turn_of(restore(turn)) for turn in stored)
        return conversation, Earlier(turns=turns, number=conversation.turns + 1)

    def _told(self, asked: _Asked) -> Earlier:
        """The turns that a question brings along; none if it is asked by itself."""
        request = asked.request
        if request.history is None:
            return Earlier()

        def understand(question: str, turns: Sequence[Turn]) -> Resolution:
            return self._resolved(asked.instead(question, Earlier(turns=tuple(turns))))

        def reply(question: str, meant: Resolution, earlier: Earlier) -> Answer:
            return self._again(asked.instead(question, earlier), meant)

        return from_history(request.history, asked.opened, request.question, understand, reply)

    @timed("resolve")
    def _resolved(self, asked: _Asked) -> Resolution:
        request, turns = asked.request, asked.earlier.turns
        message, *others = each_asked(tidied(request.question), asked.opened)
        meant = understood(message, turns, asked.opened, day_asked(request), self._scoring)
        meant = structs.replace(meant, others=tuple(others))
        if not request.narrow:
            meant = structs.replace(meant, narrowing=unlimited(meant.narrowing))
        if not meant.replaced:
            is_told = request.conversation_id is not None or request.history is not None
            has_asked = bool(turns) and bool(turns[-1].choices)
            return structs.replace(meant, may_ask_back=is_told and not has_asked)
        shown = (quote.article_id for turn in reversed(turns) for quote in turn.quotes)
        return structs.replace(meant, discussed=tuple(dict.fromkeys(shown)))

    def _again(self, asked: _Asked, meant: Resolution) -> Answer:
        """The answer to an earlier question of the same conversation, which nobody is told of."""
        alone = structs.replace(asked.request, history=None, conversation_id=None)
        with silent():
            return self._reply(structs.replace(asked, request=alone), meant)

    def _reply(self, asked: _Asked, meant: Resolution) -> Answer:
        opened, language = asked.opened, self._answerer.language_of(asked.request)
        match meant.act:
            case Act.ASK:
                return self._answered(asked, meant)
            case Act.CHAT:
                return chat_back(meant, opened, language)
            case Act.CHOOSE:
                return ask_back(meant, language)
            case Act.SOURCES:
                return show_sources(meant, opened, language)
            case Act.CERTAINTY:
                return tell_certainty(self._weighed(asked, meant), opened, language)

    def _answered(self, asked: _Asked, meant: Resolution) -> Answer:
        """The answer; without a topic that nobody typed if the one asked about is silent on it."""
        answer = self._answerer.answer_as_meant(asked.request, meant, asked.watch)
        wider = without_added_topic(meant) if answer.reason == NOT_ON_TOPIC else None
        if wider is None:
            return answer
        again = self._answerer.answer_as_meant(asked.request, wider, asked.watch)
        return again if again.status == "answered" else answer

    def _replies(self, asked: _Asked, meant: Resolution) -> tuple[Resolution, Answer]:
        """The reply, to each question of the message after the one before it."""
        if not meant.others:
            return meant, self._reply(asked, meant)
        answers, replaced = list[Answer](), list(meant.replaced)
        # The reply starts with the first question, not with its results.
        with changing(Answer, untold):
            answers.append(self._reply(asked, meant))
            for question in meant.others:
                asked = asked.instead(question, asked.earlier.after(meant, answers[-1]))
                meant = self._resolved(asked)
                answers.append(self._reply(asked, meant))
                replaced += meant.replaced
        meant = structs.replace(meant, replaced=tuple(replaced))
        return meant, together(answers, self._answerer.language_of(asked.request))

    def _weighed(self, asked: _Asked, meant: Resolution) -> Resolution:
        """The same with confidences: a history has none, so its question is answered once more."""
        if any(quote.confidence for quote in meant.about):
            return meant
        shown = _first_shown(meant, asked.earlier)
        if shown is None or shown.form != Form.ANSWERS:
            return meant
        before = tuple(turn for turn in asked.earlier.turns if turn.number < shown.number)
        then = asked.instead(shown.question, Earlier(turns=before))
        found = structs.replace(self._resolved(then), searched=shown.searched)
        return structs.replace(meant, about=as_answered_now(meant.about, self._again(then, found)))

    def _in_conversation(self, asked: _Asked, meant: Resolution, answer: Answer) -> Answer:
        """The answer with its place, what its words were taken for, and what was ignored."""
        notes = _notes(asked.earlier, self._answerer.language_of(asked.request))
        return structs.replace(
            answer,
            resolved=[
                Resolved(words=one.words, meaning=one.meaning, turn=one.turn)
                for one in meant.replaced
            ],
            limits=told_limits(meant.narrowing),
            conversation_id=asked.request.conversation_id,
            turn=asked.earlier.number,
            notes=[*notes, *answer.notes],
            text="\n\n".join([*notes, answer.text]),
        )

    @timed("record")
    def _record(
        self, conversation: Conversation, request: AskRequest, meant: Resolution, answer: Answer
    ) -> None:
        language = self._answerer.language_of(request)
        turn = keep(
            answer, conversation.turns + 1, now(), request.question, language, meant.narrowing
        )
        self.table.add(conversation, turn)


def _first_shown(meant: Resolution, earlier: Earlier) -> Turn | None:
    """The turn whose question the quotes answer; others may have shown them again since."""
    about = {(quote.article_id, quote.version, quote.start) for quote in meant.about}
    showing = (t for t in reversed(earlier.turns) if not is_about_answers(t.question))
    places = ((t, {(q.article_id, q.version, q.start) for q in t.quotes}) for t in showing)
    return next((turn for turn, shown in places if shown & about), None)


def _notes(earlier: Earlier, language: str) -> list[str]:
    """What to know about the turns before."""
    notes = []
    if earlier.ignored:
        notes.append(say("answer_quotes_ignored", language, count=earlier.ignored))
    if earlier.number == MOST_TURNS + 1:
        notes.append(say("answer_oldest_dropped", language, count=MOST_TURNS))
    return notes


def _of_one_collection(request: AskRequest, conversation: Conversation | None) -> AskRequest:
    """The request, of the collection that its conversation is about."""
    if conversation is None:
        return request
    if request.collection not in (None, conversation.collection):
        raise ContradictionError(
            f"collection: the conversation is about {conversation.collection!r}; leave it out, "
            "or start another conversation"
        )
    return structs.replace(request, collection=conversation.collection)
