"""When a quote answers a question: it contains a known answer, or matches annotated evidence."""

from collections.abc import Iterable

from msgspec import Struct, structs

from eval.conversations import Expect
from eval.metrics.matching import holds, normalise
from eval.metrics.spans import token_f1
from eval.metrics.turns import CHATTER, offers
from eval.questions import Case, Evidence
from service.questions.asked_person import is_same_person
from service.questions.kinds.speech_forms import is_description
from service.wire.answer import Answer

# Two quotes are the same evidence if their token F1 is at least this (as in
# `eval.components.polnear`).
_ENOUGH = 0.5
MATCHED = "string_match"
"""The kind of evidence found by a rule: a sentence that happens to contain the answer's words."""


class QuotedSpan(Struct, frozen=True):
    """A span of an article's text, and its position."""

    text: str
    article: str
    start: int
    end: int
    speaker: str | None = None
    verdict: str | None = None


def is_known(case: Case) -> bool:
    """Whether the set says enough to judge answers as right or wrong.

    If nobody judged whether the articles contain an answer, a refusal cannot be judged.
    """
    if case.answerable is not True:
        return case.answerable is False
    return bool(case.answers or any(evidence.quote for evidence in case.evidence))


def is_right(span: QuotedSpan, case: Case) -> bool:
    """Whether the span answers the question, has the right speaker and no wrong verdict."""
    contradicts = case.verdict is not None and span.verdict not in (None, case.verdict)
    return holds_answer(span, case) and has_right_speaker(span, case) and not contradicts


def holds_answer(span: QuotedSpan, case: Case) -> bool:
    """Whether the span contains a known answer, whoever says it.

    If the set gives the passage and the offset of its answers, the same words found elsewhere by
    chance do not count: the span must cover an annotated position.
    """
    if case.answerable is False:
        return False
    located = [evidence for evidence in case.evidence if evidence.start is not None]
    if located:
        return any(covers_evidence(span, evidence) for evidence in located)
    if case.answers:
        return holds(span.text, case.answers)
    return any(matches_evidence(span, evidence) for evidence in case.evidence)


def has_right_speaker(span: QuotedSpan, case: Case) -> bool:
    """Whether the span is not attributed to anyone but the expected speaker."""
    if case.speaker is None or not is_named(span):
        return True
    return is_same_person(span.speaker or "", case.speaker)


def is_named(span: QuotedSpan) -> bool:
    """Whether the span is attributed to a name: "the champion", as the article has it, is none."""
    speaker = span.speaker or ""
    return bool(speaker) and not (is_description(speaker) and speaker.split()[-1].islower())


def matches_evidence(span: QuotedSpan, evidence: Evidence) -> bool:
    """Whether the span covers this evidence, or has much the same words if it has no offset."""
    if evidence.quote is None:
        return False
    if evidence.start is not None and evidence.article == span.article:
        return covers_evidence(span, evidence)
    return _is_same_text(span.text, evidence.quote)


def covers_evidence(span: QuotedSpan, evidence: Evidence) -> bool:
    """Whether the span covers the evidence's position in its article."""
    if evidence.article != span.article or evidence.start is None or evidence.quote is None:
        return False
    end = evidence.start + len(evidence.quote)
    return span.start <= evidence.start and end <= span.end


def is_relevant(text: str, case: Case) -> bool:
    """Whether a passage contains an answer's words, or the evidence's if no answers are known."""
    if case.answers:
        return holds(text, case.answers)
    return any(_is_same_text(text, quote) for quote in evidence_quotes(case))


def quoted_spans(answer: Answer) -> list[QuotedSpan]:
    """The quote of each answer, at the position of its first citation."""
    citations = {citation.number: citation for citation in answer.citations}
    found: list[QuotedSpan] = []
    for item in answer.answers:
        first = citations[item.citations[0]]
        speaker = item.speaker.name if item.speaker else None
        place = (first.article_id, first.start, first.end)
        found.append(QuotedSpan(item.quote, *place, speaker, item.verdict))
    return found


def annotated_evidence(case: Case) -> list[Evidence]:
    """The evidence that has a quote and was not found by a rule."""
    return [e for e in case.evidence if e.quote and e.kind != MATCHED]


def evidence_quotes(case: Case) -> Iterable[str]:
    """The quotes of the evidence."""
    return (evidence.quote for evidence in case.evidence if evidence.quote)


def _is_same_text(text: str, quote: str) -> bool:
    one, other = f" {normalise(text)} ", f" {normalise(quote)} "
    if other.strip() and (other in one or one in other):
        return bool(one.strip())
    return token_f1(text, [quote]) >= _ENOUGH


WRONG_KIND = "another kind of reply"
"""The stage of loss for a question about the service taken as one about the articles."""


def has_right_kind(case: Case, answer: Answer, *, is_right: bool) -> bool | None:
    """Whether the reply is of a kind that the set accepts; None if the set leaves that open."""
    if case.expect is Expect.CHATTER:
        return answer.reason in CHATTER
    if case.expect is Expect.CHOICES:
        return offers(case.answers, answer)
    return is_right or is_accepted_refusal(case, answer) if case.refusals else None


def is_accepted_refusal(case: Case, answer: Answer) -> bool:
    """Whether the reply is a refusal that is as good as an answer."""
    return not answer.answers and answer.reason in case.refusals


def as_replied(case: Case, answer: Answer) -> Case:
    """The case as judged: an accepted refusal counts as neither right nor wrong."""
    return structs.replace(case, answerable=None) if is_accepted_refusal(case, answer) else case
