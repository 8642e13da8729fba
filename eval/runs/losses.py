"""The stage at which a known answer was lost.

indexed? -> retrieved? -> read? -> first? -> confident enough? -> the right speaker?
"""

from collections.abc import Sequence

from eval.questions import Case
from eval.runs.asking import Replies
from eval.runs.correctness import QuotedSpan, evidence_quotes, holds_answer, is_relevant, is_right
from eval.runs.targets import Target
from service.wire.passages import SearchRequest

_LOOK = 100
_LONGEST = 500


def stage_of_loss(
    case: Case,
    replies: Replies,
    candidates: Sequence[QuotedSpan],
    target: Target,
    collection: str | None,
) -> str:
    """The first stage that the answer did not pass."""
    read = [n for n, span in enumerate(candidates) if is_right(span, case)]
    if read:
        if read[0] == 0:
            return "below threshold"
        return "outranked"
    if any(holds_answer(span, case) for span in candidates):
        return "wrong speaker"
    if replies.search is None or any(is_relevant(p.text, case) for p in replies.search.passages):
        return "not read"
    return "not retrieved" if _is_indexed(case, target, collection) else "not indexed"


def _is_indexed(case: Case, target: Target, collection: str | None) -> bool:
    """Whether some passage contains the answer, found by searching for its own words."""
    articles = {evidence.article for evidence in case.evidence if evidence.article}
    if any(target.article(article, collection, None) is not None for article in articles):
        return True
    return any(_is_found(words, case, target, collection) for words in _wanted(case))


def _wanted(case: Case) -> list[str]:
    return [*case.answers, *evidence_quotes(case)][:5]


def _is_found(words: str, case: Case, target: Target, collection: str | None) -> bool:
    request = SearchRequest(
        question=words[:_LONGEST],
        collection=collection,
        as_of=case.as_of,
        filters=case.filters,
        limit=_LOOK,
    )
    return any(is_relevant(passage.text, case) for passage in target.search(request).passages)
