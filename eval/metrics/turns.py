"""Whether the response to a turn of a scripted conversation is right, wrong, or neither.

A reply is right if it is of the expected kind and shows what is expected, wrong if it shows
something else; a refusal, or a clarification, where an answer was expected is neither. A maybe is
judged as a refusal or, to measure its value, as an answer.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from eval.conversations import Expect, ScriptedTurn, Understood
from service.wire.answer import Answer

CHATTER = frozenset({"not_a_question", "greeting", "thanks", "goodbye", "help"})
"""The reasons of replies that are neither answers nor refusals."""
_SEVERAL = 2
_WITH_METADATA = frozenset({Expect.META, Expect.TIMELINE, Expect.CHOICES})
_FORMS = frozenset({Expect.EXTRACT, Expect.TIMELINE, Expect.SPEAKERS, Expect.COMPARISON})


class Verdict(StrEnum):
    """The verdict on a reply."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"
    """An honest refusal where an answer was expected."""
    ASKED_BACK = "asked back"
    """Choices where an answer was expected."""


def judge(turn: ScriptedTurn, answer: Answer) -> Verdict:
    """Judge one reply."""
    if turn.expect is Expect.CHATTER:
        return _verdict(is_right=answer.reason in CHATTER)
    if turn.expect is Expect.NO_ANSWER:
        return _verdict(is_right=answer.status == "no_answer" and answer.reason not in CHATTER)
    if turn.expect is Expect.CHOICES:
        return _choices(turn, answer)
    if answer.status == "no_answer":
        return Verdict.ASKED_BACK if answer.choices else Verdict.REFUSED
    if turn.expect is Expect.META:
        return _verdict(is_right=answer.form == "sources" and _holds(turn, answer, 1))
    if turn.expect in _FORMS and answer.form != turn.expect.value:
        return Verdict.WRONG
    return _verdict(is_right=_holds(turn, answer, _wanted(turn)))


def offers(meant: Sequence[str], answer: Answer) -> bool:
    """Whether the reply asks for clarification, offering at least two of the meanings."""
    offered = [f"{one.name} {one.hint} {one.question}" for one in answer.choices]
    return _count(meant, offered) >= _SEVERAL


def _verdict(*, is_right: bool) -> Verdict:
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _choices(turn: ScriptedTurn, answer: Answer) -> Verdict:
    """Asking back is expected: at least two of what is meant must be there to choose."""
    if offers(turn.answers, answer):
        return Verdict.RIGHT
    return Verdict.REFUSED if answer.status == "no_answer" else Verdict.WRONG


def _wanted(turn: ScriptedTurn) -> int:
    """How many of the expected words have to be shown."""
    if turn.expect is Expect.COMPARISON:
        return len(turn.answers)
    return _SEVERAL if turn.expect in (Expect.TIMELINE, Expect.SPEAKERS) else 1


def _holds(turn: ScriptedTurn, answer: Answer, least: int) -> bool:
    return _count(turn.answers, list(_shown(turn, answer))) >= least


def _count(wanted: Sequence[str], shown: Sequence[str]) -> int:
    """How many of the expected words stand in something that is shown."""
    folded = [_folded(text) for text in shown]
    return sum(any(_folded(words) in text for text in folded) for words in wanted)


def _shown(turn: ScriptedTurn, answer: Answer) -> Iterator[str]:
    """The quotes with their speakers and days; where they count, headlines and outlets as well."""
    cited = {citation.number: citation for citation in answer.citations}
    for item in answer.answers:
        quotes = {item.quote, *(cited[number].quote for number in item.citations)}
        named = item.speaker.name if item.speaker else ""
        yield " ".join([*sorted(quotes), named, item.day or ""])
    if turn.expect in _WITH_METADATA or Understood.DEIXIS in turn.kind:
        for citation in answer.citations:
            yield f"{citation.source} {citation.title} {citation.published}"


def _folded(text: str) -> str:
    """Without regard to case, white space, and the form of apostrophes."""
    return " ".join(text.casefold().replace("’", "'").split())
