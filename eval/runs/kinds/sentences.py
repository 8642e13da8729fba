"""Sentence ranking: do sentences that answer the question rank above those that do not?

Each sentence is an article of its own, and each question is asked about its own sentences alone.
They are ranked by the reader's confidence, then by search score. As usual for these sets (Wang et
al. 2007), questions without a right or without a wrong sentence are left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from eval.metrics import ranking
from eval.questions import Case, QuestionSet
from eval.records import Record, Share
from eval.runs.steps import Step
from eval.runs.targets import Target
from service.wire.asking import AskFilters, AskRequest
from service.wire.passages import SearchRequest

_MOST_ANSWERS = 20
_MOST_PASSAGES = 100


def steps(question_set: QuestionSet, target: Target, collection: str | None) -> Iterator[Step]:
    """A step for each question that has right and wrong sentences."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for document in question_set.documents or ():
        id = document.id or ""
        sentences[id.rpartition("/")[0]].append(id)
    for case in question_set.cases:
        right = {evidence.article for evidence in case.evidence if evidence.article}
        mine = sentences[case.id]
        if right and len(right) < len(mine):
            measure = partial(_measure, target, case, mine, right, collection)
            yield Step(case.id, case.question, measure)


def _measure(
    target: Target, case: Case, mine: Sequence[str], right: set[str], collection: str | None
) -> Record:
    ranked = _ranked(target, case, mine, collection)
    gains = [float(id in right) for id in ranked]
    return Record(
        id=case.id,
        question=case.question,
        type=case.type,
        scores={
            "MAP": Share(ranking.average_precision(gains, len(right))),
            "MRR": Share(ranking.reciprocal_rank(gains)),
            "right sentence first": Share(ranking.hit_at(gains, 1)),
            "nDCG@10": Share(ranking.ndcg_at(gains, [1.0] * len(right), 10)),
        },
        lost=None if gains and gains[0] else "outranked",
    )


def _ranked(target: Target, case: Case, mine: Sequence[str], collection: str | None) -> list[str]:
    filters = AskFilters(article_ids=list(mine))
    answer = target.ask(
        AskRequest(
            question=case.question,
            collection=collection,
            filters=filters,
            max_answers=_MOST_ANSWERS,
            min_confidence=0.0,
        )
    )
    found = target.search(
        SearchRequest(
            question=case.question, collection=collection, filters=filters, limit=_MOST_PASSAGES
        )
    )
    read = [citation.article_id for citation in answer.citations]
    searched = [passage.article_id for passage in found.passages]
    return list(dict.fromkeys([*read, *searched, *mine]))
