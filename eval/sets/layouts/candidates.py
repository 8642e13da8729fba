"""Questions with candidate sentences and the numbers of the right ones: SelQA.

    {"id": ..., "question": ..., "title": ..., "sentences": ["...", "..."], "gold": [1]}

Each sentence is an article with the id "<id of the case>/<number from 0>"; evidence names the right
ones. Empty sentences are left out, and the others keep their numbers.

Source: Jurczyk et al. 2016, "SelQA".
"""

from pathlib import Path

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Row, Sample, rows
from eval.sets.steps.set_builder import SetBuilder
from index.records import Document


class _Candidates(Struct, frozen=True):
    id: str
    sentences: list[str]
    gold: list[int]
    title: str | None = None


def recognises(sample: Sample) -> bool:
    """Whether the rows have sentences and say which are right."""
    return any({"question", "sentences", "gold"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: reading cannot continue.
    """
    builder = SetBuilder(path, faults)
    for row in rows(path, faults):
        found = _candidates(row)
        if found is None:
            continue
        for number, sentence in enumerate(found.sentences):
            if sentence.strip():
                document = candidate(found.id, number, sentence, f"{path.name}, line {row.line}")
                builder.document(document, row.place)
        evidence = [{"article": f"{found.id}/{number}"} for number in found.gold]
        fields = {**row.fields, "answerable": bool(evidence), "answers": None}
        builder.case(fields, row.place, evidence)
    return builder.finish(Kind.SENTENCES)


def candidate(case: str, number: int, sentence: str, origin: str) -> Document:
    """A sentence as an article."""
    return Document(id=f"{case}/{number}", text=sentence, format="sentence", origin=origin)


def _candidates(row: Row) -> _Candidates | None:
    try:
        return convert(row.fields, _Candidates)
    except ValidationError as exc:
        row.place.report("", str(exc))
        return None
