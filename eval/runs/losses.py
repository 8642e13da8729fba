"""At which stage a known answer was lost.

indexed? -> retrieved? -> read? -> first? -> confident enough? -> the right speaker?
"""

from collections.abc import Sequence

from eval.questions import Case
from eval.runs.asking import Asked
from eval.runs.correctness import Words, answers, hits, is_right, quotes
from eval.runs.targets import Target
from service.wire import SearchRequest

_LOOK = 100
_LONGEST = 500


def stage_of_loss(
    case: Case, asked: Asked, every: Sequence[Words], target: Target, collection: str | None
) -> str:
    """The first stage that the answer did not pass."""
    read = [n for n, words in enumerate(every) if is_right(words, case)]
    if read:
        if read[0] == 0:
            return "below threshold"
        return "outranked"
    if any(answers(words, case) for words in every):
        return "wrong speaker"
    if asked.found is None or any(hits(p.text, case) for p in asked.found.passages):
        return "not read"
    return "not retrieved" if _is_indexed(case, target, collection) else "not indexed"


def _is_indexed(case: Case, target: Target, collection: str | None) -> bool:
    """Whether the answer's words stand in some passage, looked for by these words themselves."""
    articles = {evidence.article for evidence in case.evidence if evidence.article}
    if any(target.article(article, collection, None) is not None for article in articles):
        return True
    return any(_is_found(words, case, target, collection) for words in _wanted(case))


def _wanted(case: Case) -> list[str]:
    return [*case.answers, *quotes(case)][:5]


def _is_found(words: str, case: Case, target: Target, collection: str | None) -> bool:
    request = SearchRequest(
        question=words[:_LONGEST],
        collection=collection,
        as_of=case.as_of,
        filters=case.filters,
        limit=_LOOK,
    )
    return any(hits(passage.text, case) for passage in target.search(request).passages)
