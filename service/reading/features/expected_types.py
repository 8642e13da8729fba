"""Words of the type that a question expects: dates for "when", durations for "how long"."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.records import Span
from service.questions.kinds.expected_types import types_asked_for
from service.questions.understand import Kind, Question
from service.reading.features.type_patterns import kind_pattern, type_pattern
from service.wire.typed_values import AnswerType

_WORDED = frozenset((Kind.WHO, Kind.WHERE, Kind.WHY))
_FIGURES = frozenset((Kind.NUMBER, Kind.WHEN))
# "How many boats" is answered by a figure, but not by the figures of these.
NOT_COUNTED = (AnswerType.DATE, AnswerType.TIME, AnswerType.MONEY)
_SENTENCE_OPENERS = frozenset(
    """the a an in on at but and or if it he she they we i you this that these those there when
    while as for with after before by from to not no so his her their our its what who how why
    where then now more most some many all one two according however still also even""".split()
)
_WORD = re.compile(r"\w+")


def expects_type(kind: Kind) -> bool:
    """Whether words of a certain type answer this kind of question."""
    return kind in _WORDED or kind in _FIGURES


def typed_spans(question: Question, text: str) -> list[Span]:
    """Spans of `text` of the type the question expects, without those that repeat the question."""
    if not expects_type(question.kind):
        return []
    asked = _words(question.text)
    return [
        span
        for span in _spans(question, text)
        if not asked.issuperset(_WORD.findall(text[span.start : span.end].casefold()))
    ]


def of_type(types: Iterable[AnswerType], text: str) -> list[Span]:
    """The spans of `text` that are figures, days or times of one of these types."""
    found: list[Span] = []
    for type_ in types:
        spans = [_span(match, text) for match in type_pattern(type_).finditer(text)]
        if spans and type_ is AnswerType.COUNT:
            others = [
                _span(m, text) for one in NOT_COUNTED for m in type_pattern(one).finditer(text)
            ]
            spans = [span for span in spans if not any(map(span.overlaps, others))]
        found += spans
    return sorted(span for span in found if span.start < span.end)


def figures_asked_for(question: Question) -> Sequence[AnswerType]:
    """The types of figures, days or times that a question of its kind expects."""
    types = types_asked_for(question.text)
    if question.kind is Kind.NUMBER:
        return sorted(types) or [AnswerType.QUANTITY]
    return sorted(types or {AnswerType.DATE, AnswerType.TIME})


def _spans(question: Question, text: str) -> list[Span]:
    if question.kind not in _WORDED:
        return of_type(figures_asked_for(question), text)
    spans = [_span(match, text) for match in kind_pattern(question.kind.value).finditer(text)]
    if question.kind is Kind.WHO:
        spans = [_without_opener(text, span) for span in spans]
    return [span for span in spans if span.start < span.end]


@lru_cache(maxsize=64)
def _words(question: str) -> frozenset[str]:
    return frozenset(_WORD.findall(question.casefold()))


def _span(match: re.Match[str], text: str) -> Span:
    start, end = match.span("words") if match.groupdict().get("words") else match.span()
    while start < end and (text[start].isspace() or text[start] == ","):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end)


def _without_opener(text: str, span: Span) -> Span:
    """A name without a word that is capitalised only as the first of its sentence."""
    first, _, rest = text[span.start : span.end].partition(" ")
    if first.casefold() in _SENTENCE_OPENERS:
        return Span(span.end - len(rest) if rest else span.end, span.end)
    return span
