"""Questions about articles: are the answers right and cited, and refused if there is none?"""

from collections.abc import Iterator
from functools import partial

from eval.questions import Case, QuestionSet
from eval.records import Record
from eval.runs.asking import ask
from eval.runs.judging import Judge
from eval.runs.steps import Step
from eval.runs.targets import Target


def steps(
    question_set: QuestionSet, target: Target, collection: str | None, *, given: bool
) -> Iterator[Step]:
    """A step for each question.

    With `given`, a question that belongs to one passage is asked about that passage alone, which
    measures reading without search.
    """
    judge = Judge(target, collection)
    for case in question_set.cases:
        within = _passage(case) if given and question_set.passage_given else None
        yield Step(
            case.id, case.question, partial(_measure, judge, target, case, collection, within)
        )


def _measure(
    judge: Judge, target: Target, case: Case, collection: str | None, within: str | None
) -> Record:
    return judge.record(case, ask(target, case, collection, within))


def _passage(case: Case) -> str | None:
    return next((evidence.article for evidence in case.evidence if evidence.article), None)
