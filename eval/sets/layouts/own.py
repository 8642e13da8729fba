"""Our own layout: one JSON object per line with the fields of `eval.questions.Case`.

Unlike other layouts it is strict: an unknown field is most likely misspelt, and a repeated id would
give two results with the same name.
"""

from pathlib import Path

from eval.questions import Case, Kind, QuestionSet
from eval.sets.steps.checks import check_case
from eval.sets.steps.faults import Faults
from eval.sets.steps.fields import build
from eval.sets.steps.files import Row, Sample, digest, name_of, rows


def recognises(sample: Sample) -> bool:
    """Whether any of the first rows has a question."""
    return any("question" in row for row in sample.rows)


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set."""
    return QuestionSet(
        name=name_of(path),
        kind=Kind.ANSWERS,
        cases=list(read_cases(path, faults).values()),
        sha256=digest([path]),
    )


def read_cases(path: Path, faults: Faults) -> dict[str, Case]:
    """The cases by their ids, in order."""
    cases: dict[str, Case] = {}
    lines: dict[str, int] = {}
    for row in rows(path, faults):
        case = _case(row)
        if case is None:
            continue
        if case.id in cases:
            row.place.report("id", f"{case.id!r} is already the id of line {lines[case.id]}")
            continue
        cases[case.id] = case
        faults.places[case.id] = row.place
        lines[case.id] = row.line
    return cases


def _case(row: Row) -> Case | None:
    fields = dict(row.fields)
    if fields.get("answerable") == "unknown":
        fields["answerable"] = None
    elif "answerable" not in fields and fields.get("answers"):
        # A question with an answer is answerable.
        fields["answerable"] = True
    case = build(Case, fields, row.place)
    if case is not None:
        check_case(case, row.place)
    return case
