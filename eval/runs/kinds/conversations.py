"""Scripted conversations: is each turn answered correctly, given the earlier responses?

Two bounds can be measured as well: the turn as typed without any context, and the human-written
stand-alone question. The gain from following a conversation lies between them.
"""

from collections.abc import Iterator
from functools import partial
from threading import RLock

from msgspec import structs

from eval.conversations import Conversation, ScriptedTurn
from eval.metrics.maybes import as_answered, as_refused, is_maybe
from eval.metrics.turns import Verdict, judge
from eval.questions import QuestionSet
from eval.records import Record, Share, ShownAnswer
from eval.runs.steps import Step
from eval.runs.targets import Target
from eval.sets.conversations import case_id
from service.wire.answer import Answer, Form
from service.wire.asking import AskRequest

MOST_ANSWERS = 3
"""Number of answers judged: as many as the page shows; forms are judged completely."""


def steps(
    question_set: QuestionSet, target: Target, collection: str | None, *, bounds: bool = True
) -> Iterator[Step]:
    """A step for each turn that is to be measured."""
    wanted = {case.id for case in question_set.cases}
    for conversation in question_set.conversations:
        walk = _Walk(conversation, target, collection, bounds=bounds)
        for number, turn in enumerate(conversation.turns, 1):
            if (name := case_id(conversation, number)) in wanted:
                yield Step(name, turn.question, partial(_measure, walk, number, name))


class _Walk:
    """One conversation, turn by turn; each turn is asked once, after all those before it."""

    def __init__(
        self, conversation: Conversation, target: Target, collection: str | None, *, bounds: bool
    ) -> None:
        self.conversation = conversation
        self.bounds = bounds
        self._target = target
        self._collection = collection
        self._answers: list[Answer] = []
        self._id = ""
        self._lock = RLock()

    def answer(self, number: int) -> Answer:
        """The reply to turn `number`, from 1."""
        with self._lock:
            if not self._answers:
                self._id = self._target.begin(self._collection)
            while len(self._answers) < number:
                turn = self.conversation.turns[len(self._answers)]
                self._answers.append(self.ask(turn.question, self._id))
            return self._answers[number - 1]

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        """Ask, on the day of the conversation."""
        day = self.conversation.day
        return self._target.ask(
            AskRequest(
                question=question,
                conversation_id=conversation_id,
                collection=self._collection,
                as_of=day.isoformat() if day else None,
            )
        )


def _measure(walk: _Walk, number: int, name: str) -> Record:
    turn = walk.conversation.turns[number - 1]
    answer = walk.answer(number)
    verdict = _judged(turn, answer)
    return Record(
        id=name,
        question=turn.question,
        type=f"{walk.conversation.half}, {turn.kind[0]}",
        expected=[turn.stand_alone, *turn.answers],
        found=[_shown(answer, is_right=verdict is Verdict.RIGHT)] if answer.answers else [],
        scores={
            f"{prefix}{of} turns": _share(verdict, of)
            for prefix in ("", f"{walk.conversation.half.replace('_', ' ')}: ")
            for of in Verdict
        }
        | _maybes(turn, answer)
        | (_bounds(walk, turn) if walk.bounds else {}),
        lost=None if verdict is Verdict.RIGHT else f"{verdict}, expected {turn.expect}",
        reason=f"{answer.reason or answer.status}; searched: {answer.searched}",
        timings_ms=answer.timings_ms,
    )


def _bounds(walk: _Walk, turn: ScriptedTurn) -> dict[str, Share]:
    """What the turn is worth as typed without any context, and as a person completed it."""
    verdicts = {
        "floor": _judged(turn, walk.ask(turn.question)),
        "stand-alone": _judged(turn, walk.ask(turn.stand_alone)),
    }
    return {
        f"{bound} {verdict} turns": _share(of, verdict)
        for bound, of in verdicts.items()
        for verdict in (Verdict.RIGHT, Verdict.WRONG)
    }


def _judged(turn: ScriptedTurn, answer: Answer) -> Verdict:
    """What a reply is worth; a maybe counts as a refusal."""
    return judge(turn, _on_the_page(as_refused(answer)))


def _maybes(turn: ScriptedTurn, answer: Answer) -> dict[str, Share]:
    """Whether it was a maybe, and whether that would have been right as an answer."""
    if not is_maybe(answer):
        return {"maybe turns": Share(0.0)}
    verdict = judge(turn, _on_the_page(as_answered(answer)))
    return {"maybe turns": Share(1.0), "right maybe turns": _share(verdict, Verdict.RIGHT)}


def _on_the_page(answer: Answer) -> Answer:
    """The answer with what the page shows of it."""
    if answer.form is not Form.ANSWERS:
        return answer
    shown = answer.answers[:MOST_ANSWERS]
    numbers = {number for item in shown for number in item.citations}
    cited = [citation for citation in answer.citations if citation.number in numbers]
    return structs.replace(answer, answers=shown, citations=cited)


def _share(verdict: Verdict, of: Verdict) -> Share:
    return Share(float(verdict is of))


def _shown(answer: Answer, *, is_right: bool) -> ShownAnswer:
    first = answer.answers[0]
    cited = next(one for one in answer.citations if one.number == first.citations[0])
    return ShownAnswer(
        quote=first.quote,
        highlight=first.highlight.text if first.highlight else None,
        article=cited.article_id,
        title=cited.title,
        start=cited.start,
        end=cited.end,
        speaker=first.speaker.name if first.speaker else None,
        confidence=first.confidence,
        right=is_right,
    )
