"""One question and candidate sentence per line, labelled right or wrong: TREC QA.

    {"question": ..., "sentence": ..., "label": 1}

The rows of one question form one case ("q1", "q2" ... in order of appearance), whose candidates
are articles as in `eval.sets.layouts.candidates`.

Source: Wang et al. 2007, "What is the Jeopardy model?"
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.layouts.candidates import candidate
from eval.sets.steps.faults import Faults, Place
from eval.sets.steps.files import Fields, Sample, rows
from eval.sets.steps.set_builder import SetBuilder


class _Labelled(Struct, frozen=True):
    question: str
    sentence: str
    label: Literal[0, 1]


def recognises(sample: Sample) -> bool:
    """Whether the rows label sentences."""
    return any({"question", "sentence", "label"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    asked: dict[str, list[_Labelled]] = {}
    places: dict[str, Place] = {}
    for row, place in _labelled(path, faults):
        asked.setdefault(row.question, []).append(row)
        places.setdefault(row.question, place)
    for number, (question, group) in enumerate(asked.items(), start=1):
        id, place = f"q{number}", places[question]
        for position, row in enumerate(group):
            if row.sentence.strip():
                builder.document(candidate(id, position, row.sentence, path.name), place)
        builder.case(_fields(id, question, group), place, _right(id, group))
    return builder.finish(Kind.SENTENCES)


def _labelled(path: Path, faults: Faults) -> Iterator[tuple[_Labelled, Place]]:
    for row in rows(path, faults):
        try:
            yield convert(row.fields, _Labelled), row.place
        except ValidationError as exc:
            row.place.report("", str(exc))


def _fields(id: str, question: str, group: list[_Labelled]) -> Fields:
    return {"id": id, "question": question, "answerable": any(row.label for row in group)}


def _right(id: str, group: list[_Labelled]) -> list[Fields]:
    return [{"article": f"{id}/{n}"} for n, row in enumerate(group) if row.label]
