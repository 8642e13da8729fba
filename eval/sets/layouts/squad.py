"""SQuAD's layout, 1.1 and 2.0: one JSON document of articles, paragraphs, questions and answers.

    {"data": [{"title": ..., "paragraphs": [{"context": ..., "qas": [
        {"id": ..., "question": ..., "is_impossible": false,
         "answers": [{"text": ..., "answer_start": 0}]}]}]}]}

Each paragraph becomes an article with its text unchanged, so that offsets hold. With `multi_span`
all answers together are the answer. A wrong offset is moved to the answer's nearest occurrence, as
official files require; an answer that does not occur at all is a fault.

Source: Rajpurkar et al. 2016 (1.1), Rajpurkar et al. 2018 (2.0, `is_impossible`).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.sets.steps.faults import Faults, Place
from eval.sets.steps.files import Sample, document
from eval.sets.steps.set_builder import (
    SetBuilder,
    nearest_occurrence,
    passage_document,
    passage_evidence,
)

_STRING = r'"(?:[^"\\]|\\.)*"'
# Other keys with a string or number may precede "data".
_BEGINNING = re.compile(
    rf'\s*\{{\s*(?:{_STRING}\s*:\s*(?:{_STRING}|[\w.+-]+)\s*,\s*)*"data"\s*:\s*\['
)
_EXPECTED = "expected SQuAD's layout"


class _Answer(Struct, frozen=True):
    text: str
    answer_start: int


class _Question(Struct, frozen=True):
    """A question with the fields that may give its type."""

    id: str | int
    question: str
    answers: list[_Answer] = []
    is_impossible: bool = False
    multi_span: bool = False
    type: str | None = None
    domain: str | None = None
    structure: str | None = None
    kind: str | None = None


class _Paragraph(Struct, frozen=True):
    context: str
    qas: list[Any]


def recognises(sample: Sample) -> bool:
    """Whether a JSON document begins with a list "data"."""
    return _BEGINNING.match(sample.head.decode(errors="replace")) is not None


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set."""
    builder = SetBuilder(path, faults)
    for title, paragraph, place in _paragraphs(document(path), Place(faults, path, None)):
        passage = passage_document(paragraph.context, title, path.name)
        builder.document(passage, place)
        for number, row in enumerate(paragraph.qas):
            below = place.below(f".qas[{number}]")
            asked = _converted(row, _Question, below)
            if asked is not None:
                builder.add(_case(asked, passage.id or "", passage.text, below), below)
    return builder.finish(Kind.ANSWERS, passage_given=True)


def _paragraphs(top: Any, place: Place) -> Iterator[tuple[str, _Paragraph, Place]]:
    for number, article in enumerate(top["data"]):
        here = place.below(f"data[{number}]")
        title = article.get("title") if isinstance(article, dict) else None
        paragraphs = article.get("paragraphs") if isinstance(article, dict) else None
        if not isinstance(paragraphs, list):
            here.report(".paragraphs", f"{_EXPECTED}: a list of paragraphs")
            continue
        for position, row in enumerate(paragraphs):
            below = here.below(f".paragraphs[{position}]")
            paragraph = _converted(row, _Paragraph, below)
            if paragraph is not None:
                yield title if isinstance(title, str) else "", paragraph, below


def _converted(row: Any, type_: Any, place: Place) -> Any:
    try:
        return msgspec.convert(row, type_)
    except msgspec.ValidationError as exc:
        message, _, path = str(exc).partition(" - at ")
        place.report(path.strip("`").removeprefix("$"), f"{_EXPECTED}: {message}")
        return None


def _case(asked: _Question, article: str, text: str, place: Place) -> Case:
    evidence = [] if asked.is_impossible else list(_evidence(asked, article, text, place))
    answers = [] if asked.is_impossible else [answer.text for answer in asked.answers]
    return Case(
        id=str(asked.id),
        question=asked.question,
        answers=list(dict.fromkeys(answers)),
        together=asked.multi_span,
        evidence=evidence or passage_evidence(article),
        answerable=False if asked.is_impossible else bool(answers) or None,
        type=asked.type or asked.domain or asked.structure or asked.kind,
    )


def _evidence(asked: _Question, article: str, text: str, place: Place) -> Iterator[Evidence]:
    for quote, offset in dict.fromkeys((a.text, a.answer_start) for a in asked.answers):
        start = nearest_occurrence(text, quote, offset)
        if start is None:
            place.report("", f"answer {quote!r} does not occur in its paragraph")
        else:
            yield Evidence(article=article, quote=quote, start=start)
