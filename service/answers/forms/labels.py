"""Headings above and between quotes: the form, an empty side, why a maybe is uncertain."""

from msgspec import Struct, structs

from prompts import say
from service.answers.outcome import Outcome
from service.answers.outcome import Side as FoundSide
from service.answers.refusing.reasons import Refusal, in_words
from service.answers.statements.merging import Statement
from service.wire.answer import Form, Side

_LABELS = {
    Form.EXTRACT: ("answer_extract", "answer_extract_newest"),
    Form.TIMELINE: ("answer_timeline", ""),
    Form.SPEAKERS: ("answer_speakers", ""),
    Form.COMPARISON: ("answer_comparison", "answer_comparison_any"),
}
"""The message above each form, with a topic and without one."""


class Shape(Struct, frozen=True):
    """The headings above and between quotes; empty for plain answers."""

    label: str | None = None
    sides: list[Side] = []


def shaped(outcome: Outcome, language: str) -> Shape:
    """The words around the quotes of an outcome."""
    request = outcome.question.request
    if outcome.maybe is not None and outcome.refusal is not None:
        return Shape(_unsure(outcome.refusal, outcome.maybe, language))
    if outcome.form is Form.ANSWERS or request is None:
        return Shape()
    on_topic, of_all = _LABELS[outcome.form]
    name = on_topic if request.topic else of_all
    name = "answer_extract_days" if request.is_of_days else name
    label = say(name, language, topic=request.topic)
    more = _more(outcome, language)
    sides = [Side(name=s.name, text=_nothing(s, request.topic, language)) for s in outcome.sides]
    return Shape(" ".join(filter(None, [label, more])), sides)


def _unsure(refusal: Refusal, maybe: Statement, language: str) -> str:
    """Why there is no answer, without the articles that the refusal names, and that this may be."""
    plain = refusal.wording.removesuffix("_titles").removesuffix("_closest")
    reason = in_words(structs.replace(refusal, wording=plain, looked_at=None), language)
    return f"{reason} {told_as_maybe(maybe.confidence, language)}"


def told_as_maybe(confidence: float, language: str) -> str:
    """The sentence above every maybe."""
    return say("answer_maybe", language, percent=round(100 * confidence))


def _more(outcome: Outcome, language: str) -> str | None:
    if not outcome.more:
        return None
    name = "answer_more_days" if outcome.form is Form.TIMELINE else "answer_more_people"
    return say(name, language, count=f"{outcome.more:,}")


def _nothing(side: FoundSide, topic: str, language: str) -> str | None:
    if not side.is_empty:
        return None
    name = "answer_side_nothing" if side.is_quoted and topic else "answer_side_not_quoted"
    return say(name, language, person=side.name, topic=topic)
