"""Questions with candidate sentences, the right ones by number: SelQA.

    {"id": ..., "question": ..., "title": ..., "sentences": ["...", "..."], "gold": [1]}

Each sentence is an article called "<id of the case>/<number from 0>"; evidence names the right
ones. A sentence without words is left out, and the others keep their numbers.

Source: Jurczyk et al. 2016, "SelQA".
"""

from pathlib import Path

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults
from eval.sets.steps.files import Row, Sample, rows
from eval.sets.steps.set_builder import Gathered
from index.records import Document


class _Candidates(Struct, frozen=True):
    id: str
    sentences: list[str]
    gold: list[int]
    title: str | None = None


def recognises(sample: Sample) -> bool:
    """Whether the rows bring sentences and say which are right."""
    return any({"question", "sentences", "gold"} <= row.keys() for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set.

    Raises:
        FaultError: the file cannot be read on.
    """
    gathered = Gathered(path, faults)
    for row in rows(path, faults):
        found = _candidates(row)
        if found is None:
            continue
        for number, sentence in enumerate(found.sentences):
            if sentence.strip():
                document = candidate(found.id, number, sentence, f"{path.name}, line {row.line}")
                gathered.document(document, row.place)
        evidence = [{"article": f"{found.id}/{number}"} for number in found.gold]
        fields = {**row.fields, "answerable": bool(evidence), "answers": None}
        gathered.case(fields, row.place, evidence)
    return gathered.finish(Kind.SENTENCES)


def candidate(case: str, number: int, sentence: str, origin: str) -> Document:
    """A sentence as an article."""
    return Document(id=f"{case}/{number}", text=sentence, format="sentence", origin=origin)


def _candidates(row: Row) -> _Candidates | None:
    try:
        return convert(row.fields, _Candidates)
    except ValidationError as exc:
        row.place.report("", str(exc))
        return None
