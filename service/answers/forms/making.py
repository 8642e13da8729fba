"""Makes the form that a plain request asks for, or explains why it cannot."""

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import structs

from index.search import Found
from service.answers.forms.comparison import Ask, comparison
from service.answers.forms.extract import extract, newest
from service.answers.forms.quotations import Spoken, spoken_on
from service.answers.forms.timeline import timeline
from service.answers.forms.topic import Topic
from service.answers.outcome import Outcome
from service.answers.refusing.refusals import why_no_form
from service.answers.refusing.unwanted import is_wanted, nothing_else
from service.answers.statements.merging import Statement
from service.questions.followups.resolution import Narrowing
from service.questions.inquiry import Inquiry
from service.questions.kinds.plain_requests import PlainRequest
from service.stopwatch import timed
from service.wire.answer import Form

_ARTICLES = 30


def speakers(inquiry: Inquiry, topic: Topic) -> Outcome | None:
    """The people quoted, most quoted first; None if nobody with a name is quoted on the topic."""
    registry = inquiry.opened.people.registry()
    every = spoken_on(topic, topic.closest[:_ARTICLES], registry)
    spoken = [one for one in every if is_wanted(one.candidate, inquiry.narrowing)]
    counted = Counter(one.name for one in spoken)
    best = _best_of_each(spoken)
    ranked = sorted(best, key=lambda one: (-counted[one.name], -one.weight, one.name))
    shown = ranked[: inquiry.max_answers]
    if not shown:
        return None
    return Outcome(
        question=inquiry.question,
        statements=[Statement([one.candidate], speaker=one.name) for one in shown],
        more=len(ranked) - len(shown),
    )


def _best_of_each(spoken: list[Spoken]) -> list[Spoken]:
    best: dict[str, Spoken] = {}
    for one in spoken:
        best.setdefault(one.name, one)
    return list(best.values())


Search = Callable[[Inquiry], Sequence[Found]]
"""Finds the passages closest to an inquiry."""
_MAKERS: dict[Form, Callable[[Inquiry, Topic], Outcome | None]] = {
    Form.EXTRACT: extract,
    Form.TIMELINE: timeline,
    Form.SPEAKERS: speakers,
}


def make_form(inquiry: Inquiry, request: PlainRequest, search: Search, ask: Ask) -> Outcome | None:
    """The form, made of what the articles hold, or a refusal.

    None if the request is better read as a question like others: one that compares what nobody is
    quoted on ("how do lions and tigers differ?").
    """
    if request.form is Form.COMPARISON:
        outcome = comparison(inquiry, request, ask)
        return outcome and structs.replace(outcome, form=request.form)
    found = search(inquiry) if request.topic else ()
    return structs.replace(_made(inquiry, request, found), form=request.form, found=found)


@timed("compose")
def _made(inquiry: Inquiry, request: PlainRequest, found: Sequence[Found]) -> Outcome:
    if request.topic:
        topic = Topic(inquiry, found)
        outcome = _MAKERS[request.form](inquiry, topic)
        is_related = bool(topic.related)
    else:
        outcome, is_related = newest(inquiry), False
    if outcome is not None:
        return outcome
    if is_related and inquiry.narrowing != Narrowing():
        return Outcome(question=inquiry.question, refusal=nothing_else(inquiry))
    refusal = why_no_form(inquiry, request, found, is_related=is_related)
    return Outcome(question=inquiry.question, refusal=refusal)
