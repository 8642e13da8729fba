"""The answer on the wire: statements with their citations, or a refusal with its reason."""

import uuid

from prompts import say
from service.answers.items import answer_items, nearest_passages
from service.answers.outcome import Outcome
from service.answers.refusals import Refusal, people_to_choose
from service.answers.rendering import render
from service.questions.inquiry import Inquiry
from service.stopwatch import timed
from service.wire import Answer, AskRequest

_NOT_QUOTED = "speaker_not_quoted"


@timed("compose")
def compose(outcome: Outcome, inquiry: Inquiry, request: AskRequest, language: str) -> Answer:
    """Cite and render an outcome; times and models are added by whoever knows them."""
    if outcome.refusal is None:
        return _answered(outcome, inquiry, request, language)
    return _refused(outcome, outcome.refusal, inquiry, request, language)


def _answered(outcome: Outcome, inquiry: Inquiry, request: AskRequest, language: str) -> Answer:
    items, citations = answer_items(
        outcome.statements,
        outcome.question,
        inquiry.opened.lexical.terms,
        explain=request.explain,
    )
    return Answer(
        id=_new_id(),
        status="answered",
        reason=None,
        text=render(items, citations, language),
        searched=outcome.question.text,
        answers=items,
        citations=citations,
        nearest=[],
        timings_ms={},
        models={},
        choices=people_to_choose(outcome.question, outcome.others, inquiry.opened),
        period=inquiry.query.period,
        conversation_id=request.conversation_id,
    )


def _refused(
    outcome: Outcome, refusal: Refusal, inquiry: Inquiry, request: AskRequest, language: str
) -> Answer:
    others = people_to_choose(outcome.question, outcome.others, inquiry.opened)
    about = outcome.question.speaker if refusal.name == _NOT_QUOTED else None
    return Answer(
        id=_new_id(),
        status="no_answer",
        reason=refusal.name,
        text=say(f"reason_{refusal.wording or refusal.name}", language, **refusal.values),
        searched=outcome.question.text,
        answers=[],
        citations=[],
        nearest=nearest_passages(outcome.found, about),
        timings_ms={},
        models={},
        choices=others or list(refusal.choices),
        period=inquiry.query.period,
        conversation_id=request.conversation_id,
    )


def _new_id() -> str:
    return f"ans_{uuid.uuid4().hex}"
