"""Questions over articles: are the answers right, cited, and given when there are any?"""

from collections.abc import Iterator
from functools import partial

from eval.questions import Case, QuestionSet
from eval.records import Record
from eval.runs.asking import ask
from eval.runs.judging import Judge
from eval.runs.steps import Step
from eval.runs.targets import Target


def steps(
    asked: QuestionSet, target: Target, collection: str | None, *, given: bool
) -> Iterator[Step]:
    """A step for each question.

    With `given`, a question that belongs to one passage is asked of that passage alone: reading is
    measured without searching.
    """
    judge = Judge(target, collection)
    for case in asked.cases:
        within = _passage(case) if given and asked.passage_given else None
        yield Step(
            case.id, case.question, partial(_measure, judge, target, case, collection, within)
        )


def _measure(
    judge: Judge, target: Target, case: Case, collection: str | None, within: str | None
) -> Record:
    return judge.record(case, ask(target, case, collection, within))


def _passage(case: Case) -> str | None:
    return next((evidence.article for evidence in case.evidence if evidence.article), None)
