"""Follow-up questions: does searching for one find the same passages as its stand-alone rewrite?

There are no articles with known answers here, so a person's rewrite is the gold: the passages that
it finds in the collection are those that the follow-up should find. Also measured are the word
overlap of the searched question with the rewrite, and a floor: searching the follow-up as typed.
"""

from collections.abc import Iterator
from functools import partial

from eval.metrics import spans
from eval.questions import Case, QuestionSet
from eval.records import Record, Share
from eval.runs.steps import Step
from eval.runs.targets import Target
from service.wire import AskRequest, SearchRequest

_DEPTHS = (1, 5, 10)


def steps(question_set: QuestionSet, target: Target, collection: str | None) -> Iterator[Step]:
    """A step for each question."""
    for case in question_set.cases:
        yield Step(case.id, case.question, partial(_measure, target, case, collection))


def _measure(target: Target, case: Case, collection: str | None) -> Record:
    rewrite = case.rewrite or case.question
    answer = target.ask(AskRequest(question=case.question, collection=collection))
    gold = _found(target, rewrite, collection)
    scores = {
        "searched F1 to rewrite": Share(spans.token_f1(answer.searched, [rewrite])),
        "searched equals rewrite": Share(spans.exact_match(answer.searched, [rewrite])),
    }
    for name, question in (("", answer.searched), ("floor ", case.question)):
        found = _found(target, question, collection)
        for k in _DEPTHS:
            wanted = set(gold[:k])
            share = Share(len(wanted & set(found[:k])), len(wanted))
            scores[f"{name}follow-up recall@{k}"] = share
    return Record(
        id=case.id,
        question=case.question,
        type="first question" if not case.history else "follow-up",
        expected=[rewrite],
        scores=scores,
        reason=answer.reason,
        timings_ms=answer.timings_ms,
    )


def _found(target: Target, question: str, collection: str | None) -> list[tuple[str, int]]:
    request = SearchRequest(question=question, collection=collection, limit=max(_DEPTHS))
    found = target.search(request).passages
    return [(passage.article_id, passage.start) for passage in found]
