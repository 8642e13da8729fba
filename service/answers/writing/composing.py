"""Composes the response: statements with citations, or a refusal with its reason."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import count, islice

from msgspec import UNSET, structs

from index.followers.open_collection import OpenCollection
from index.records import Quote, Span, reshape
from index.search import Found
from service.answers.citations import cite, viewer_link
from service.answers.forms.labels import shaped
from service.answers.matches import matching
from service.answers.outcome import Outcome
from service.answers.refusing.choices import people_to_choose
from service.answers.refusing.reasons import Refusal, in_words
from service.answers.scope import Scope
from service.answers.statements.copies import originals
from service.answers.statements.merging import Statement
from service.answers.statements.verdicts import verdict
from service.answers.writing.other_days import marked, told
from service.answers.writing.rendering import render
from service.answers.writing.revisions import revisions
from service.answers.writing.typed_values import typed
from service.candidates import Candidate
from service.questions.asked_person import mentions
from service.questions.inquiry import Inquiry
from service.questions.understand import Question
from service.stopwatch import timed
from service.wire.answer import (
    Answer,
    AnswerItem,
    Choice,
    Citation,
    Form,
    Highlight,
    Nearest,
    Speaker,
)
from service.wire.asking import AskRequest

_NEAREST = 3
_DIGITS = 4
_LONGEST_PRONOUN = 4
_NOT_QUOTED = "speaker_not_quoted"


@timed("compose")
def compose(outcome: Outcome, inquiry: Inquiry, request: AskRequest, language: str) -> Answer:
    """Cite and render an outcome; the caller adds times and models."""
    if outcome.refusal is None:
        return _answered(outcome, inquiry, request, language)
    refused = _refused(outcome, outcome.refusal, inquiry, request, language)
    if outcome.maybe is None:
        return refused
    found = structs.replace(outcome, statements=[outcome.maybe])
    return _uncertain(refused, _answered(found, inquiry, request, language))


def _uncertain(refused: Answer, maybe: Answer) -> Answer:
    """The maybe as its answer would be, with the reason and what else the refusal offers."""
    return structs.replace(
        maybe,
        status="uncertain",
        reason=refused.reason,
        choices=refused.choices,
        nearest=[passage for passage in refused.nearest if not _holds_any(passage, maybe)],
    )


def _matched(items: Sequence[AnswerItem], outcome: Outcome, inquiry: Inquiry) -> list[AnswerItem]:
    """The items with what their confidence is worth; in a form, it is no probability."""
    if outcome.form is not Form.ANSWERS:
        return list(items)
    if outcome.maybe is not None:
        return [structs.replace(item, match="maybe") for item in items]
    match = matching(outcome.question, inquiry)
    return [structs.replace(item, match=match(item.confidence)) for item in items]


def _holds_any(passage: Nearest, answer: Answer) -> bool:
    return any(
        passage.article_id == cited.article_id
        and passage.start < cited.end
        and cited.start < passage.end
        for cited in answer.citations
    )


def _answered(outcome: Outcome, inquiry: Inquiry, request: AskRequest, language: str) -> Answer:
    items, citations = _cited_items(
        outcome.statements, outcome.question, inquiry.opened, explain=request.explain
    )
    items = _matched(items, outcome, inquiry)
    items = marked(items, citations, outcome.question.period)
    other_days = told(inquiry.timeframe, items, citations, language)
    shape = shaped(outcome, language)
    answer = Answer(
        id=_new_id(),
        status="answered",
        reason=None,
        text="",
        searched=inquiry.in_full(outcome.question),
        answers=items,
        citations=citations,
        nearest=[],
        timings_ms={},
        models={},
        disagreement=any(item.disagreement for item in items),
        form=outcome.form,
        label=shape.label,
        sides=shape.sides,
        more=outcome.more,
        choices=_other_people(outcome, inquiry),
        period=outcome.question.period,
        conversation_id=request.conversation_id,
    )
    shown = filter(None, [other_days, render(answer, language)])
    return structs.replace(answer, text="\n\n".join(shown))


def _refused(
    outcome: Outcome, refusal: Refusal, inquiry: Inquiry, request: AskRequest, language: str
) -> Answer:
    about = outcome.question.speaker if refusal.name == _NOT_QUOTED else None
    return Answer(
        id=_new_id(),
        status="no_answer",
        reason=refusal.name,
        text=in_words(refusal, language),
        searched=inquiry.in_full(outcome.question),
        answers=[],
        citations=[],
        nearest=_nearest_passages(outcome.found, about),
        timings_ms={},
        models={},
        choices=_other_people(outcome, inquiry) or list(refusal.choices),
        form=outcome.form,
        period=outcome.question.period,
        conversation_id=request.conversation_id,
    )


def _other_people(outcome: Outcome, inquiry: Inquiry) -> list[Choice]:
    """Further people of the name, for whom the question can be asked instead."""
    if not outcome.others:
        return []
    scope = Scope(inquiry.opened, inquiry.query)
    return people_to_choose(outcome.question, outcome.others, scope)


def _new_id() -> str:
    return f"ans_{uuid.uuid4().hex}"


def _cited_items(
    statements: Sequence[Statement],
    question: Question,
    opened: OpenCollection,
    *,
    explain: bool,
) -> tuple[list[AnswerItem], list[Citation]]:
    """Answers, and their citations numbered from 1 in order of appearance."""
    members = [member for statement in statements for member in statement.members]
    # Of all at once: each reads the database.
    marked = zip(members, revisions(members, opened), _copies(statements), strict=True)
    citations = [
        cite(number, member.article, member.quote, revision, copy_of)
        for number, (member, revision, copy_of) in enumerate(marked, start=1)
    ]
    items: list[AnswerItem] = []
    unused = count(1)
    for statement in statements:
        first = statement.best
        type_, value = typed(question, first)
        items.append(
            AnswerItem(
                quote=_text(first, first.quote),
                highlight=_highlight(first, first.highlight) if first.highlight else None,
                highlights=[_highlight(first, span) for span in _marked(first)],
                speaker=_speaker(first, statement.speaker),
                confidence=round(statement.confidence, _DIGITS),
                citations=list(islice(unused, len(statement.members))),
                type=type_,
                value=value,
                verdict=verdict(question, first, opened.lexical.terms),
                disagreement=statement.is_disputed,
                day=statement.day,
                side=statement.side,
                explanation=_rounded(first.features) if explain else UNSET,
            )
        )
    return items, citations


def _copies(statements: Sequence[Statement]) -> Iterator[int | None]:
    """For each citation the number of the one whose article it copies, among its statement's."""
    first = 1
    for statement in statements:
        for place in originals([member.article for member in statement.members]):
            yield None if place is None else first + place
        first += len(statement.members)


def _highlight(candidate: Candidate, span: Span) -> Highlight:
    return Highlight(span.start, span.end, _text(candidate, span))


def _marked(candidate: Candidate) -> list[Span]:
    """Every stretch of the quote that answers, in order."""
    best = [candidate.highlight] if candidate.highlight else []
    return sorted([*best, *candidate.also])


def _speaker(candidate: Candidate, full_name: str | None) -> Speaker | None:
    """The speaker by name, or as the article describes somebody it does not name."""
    said = candidate.said
    if said is None:
        return None
    name = full_name or said.speaker or _described(candidate, said)
    return Speaker(name, _text(candidate, said.cue) if said.cue else None) if name else None


def _described(candidate: Candidate, said: Quote) -> str | None:
    """The words that refer to the speaker, unless they are only a pronoun ("she")."""
    words = _text(candidate, said.source) if said.source else ""
    return words if len(words) > _LONGEST_PRONOUN else None


def _text(candidate: Candidate, span: Span) -> str:
    return candidate.article.text[span.start : span.end]


def _rounded(features: dict[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in features.items()}


def _nearest_passages(found: Sequence[Found], about: str | None) -> list[Nearest]:
    """The best passages; if the question is about a person, those that name them come first."""
    named = [about is not None and mentions(item.hit.passage.text, about) for item in found]
    ranked = sorted(zip(found, named, strict=True), key=lambda pair: not pair[1])
    return [_near(item, about if is_named else None) for item, is_named in ranked[:_NEAREST]]


def _near(item: Found, about: str | None) -> Nearest:
    article, passage = item.located.article, item.hit.passage
    return reshape(
        article,
        Nearest,
        article_id=article.id,
        source=article.outlet,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(item.hit.scores.fused, _DIGITS),
        viewer=viewer_link(article, Span(passage.start, passage.end)),
        about=about,
    )
