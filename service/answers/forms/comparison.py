"""A comparison: what each of several people or organisations said on a topic, side by side.

Each side is answered like a separate question: "What did X say about Z?". A side without quotations
on the topic says so.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from index.followers.open_collection import OpenCollection
from index.interruption import steps
from index.records import Vectors
from service.answers.outcome import Outcome, Side
from service.answers.refusing.reasons import NOT_ON_TOPIC, Refusal
from service.questions.inquiry import Inquiry
from service.questions.interpretations import NOT_QUOTED
from service.questions.kinds.plain_requests import PlainRequest
from service.questions.understand import Kind, Question
from service.stopwatch import timed

Ask = Callable[[Inquiry], Outcome]
"""Answers one question."""
_WHICH = "which_speaker"


class _Said(Struct, frozen=True):
    """One of those compared, as the request names them, and what was found."""

    asked: str
    name: str
    """The person's full name, if it is known."""
    outcome: Outcome

    @property
    def is_quoted(self) -> bool:
        """Whether the articles quote anyone with that name."""
        refusal = self.outcome.refusal
        return refusal is None or refusal.name not in NOT_QUOTED


def comparison(inquiry: Inquiry, request: PlainRequest, ask: Ask) -> Outcome | None:
    """What each said; None if the request names nobody whom the articles quote."""
    for parties in request.parties:
        every = [_said(name, len(parties), inquiry, request, ask) for name in steps(parties)]
        if any(said.is_quoted for said in every):
            return _concluded(inquiry, request, every)
    return None


def _said(name: str, count: int, inquiry: Inquiry, request: PlainRequest, ask: Ask) -> _Said:
    topic = request.topic or None
    text = f"What did {name} say about {topic}?" if topic else f"What did {name} say?"
    question = structs.replace(
        inquiry.question, text=text, kind=Kind.STATEMENT, speaker=name, topic=topic, request=None
    )
    outcome = ask(
        structs.replace(
            inquiry,
            question=question,
            query=structs.replace(inquiry.query, question=text),
            vector=_embed(inquiry.opened, text),
            in_context="",
            max_answers=max(1, inquiry.max_answers // count),
        )
    )
    return _Said(name, _full_name(outcome.question, inquiry.opened) or name, outcome)


def _full_name(question: Question, opened: OpenCollection) -> str | None:
    """The name of the one person that a question was found to mean."""
    people = {opened.people.registry().speaking(speaker) for speaker in question.speakers}
    person = people.pop() if len(people) == 1 else None
    return person.name if person else None


def _concluded(inquiry: Inquiry, request: PlainRequest, every: Sequence[_Said]) -> Outcome:
    """The sides; the question back if a name is several people's; a refusal if all are empty."""
    for said in every:
        if said.outcome.refusal is not None and said.outcome.refusal.name == _WHICH:
            return _clarifying(inquiry, said, said.outcome.refusal)
    statements = [
        structs.replace(statement, side=side)
        for side, said in enumerate(every)
        for statement in said.outcome.statements
    ]
    if not statements:
        return _nothing(inquiry, request, every)
    return Outcome(
        question=inquiry.question,
        statements=statements,
        sides=[_side(said) for said in every],
    )


def _side(said: _Said) -> Side:
    """One side; a person without quotations has the name in the request."""
    is_empty = not said.outcome.statements
    return Side(said.asked if is_empty else said.name, is_empty, said.is_quoted)


def _clarifying(inquiry: Inquiry, said: _Said, refusal: Refusal) -> Outcome:
    text = inquiry.question.text
    choices = tuple(
        structs.replace(choice, question=text.replace(said.asked, choice.name, 1))
        for choice in refusal.choices
    )
    return Outcome(
        question=inquiry.question,
        refusal=structs.replace(refusal, choices=choices),
        found=said.outcome.found,
    )


def _nothing(inquiry: Inquiry, request: PlainRequest, every: Sequence[_Said]) -> Outcome:
    """Nobody said anything on it: told of those whom the articles do quote."""
    quoted = [said for said in every if said.is_quoted]
    first = quoted[0].outcome.refusal
    values = {"speaker": ", ".join(said.name for said in quoted), "topic": request.topic}
    refusal = Refusal(NOT_ON_TOPIC, values, looked_at=first.looked_at if first else None)
    if not request.topic and first is not None:
        refusal = first
    return Outcome(question=inquiry.question, refusal=refusal, found=quoted[0].outcome.found)


@timed("embed")
def _embed(opened: OpenCollection, text: str) -> Vectors:
    return opened.embedder.embed_questions([text])
