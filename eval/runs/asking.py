"""One question, asked as a user asks it, and a second time where that leaves something open."""

import time

from msgspec import Struct, structs

from eval.questions import Case
from eval.runs.correctness import is_known, is_right, words_of
from eval.runs.targets import Target
from service.wire import Answer, AskFilters, AskRequest, SearchAnswer, SearchRequest

PASSAGES = 100
_ALL = 20


class Asked(Struct, frozen=True, kw_only=True):
    """What came back for one question."""

    answer: Answer
    """As any user gets it."""
    every: Answer
    """With every candidate however improbable; the same as `answer` where its first is right, or
    nobody knows what is right."""
    found: SearchAnswer | None
    """The passages the search found; None where the passage was given."""
    milliseconds: float
    """From sending the question to holding the answer."""


def ask(target: Target, case: Case, collection: str | None, within: str | None = None) -> Asked:
    """Ask, search, and ask again for what was held back unless the first answer is right.

    `within` names the one article whose reading is measured.
    """
    filters = structs.replace(case.filters, article_ids=[within]) if within else case.filters
    request = AskRequest(
        question=case.question,
        collection=collection,
        as_of=case.as_of,
        asked_at=case.asked_at,
        filters=filters,
    )
    started = time.perf_counter()
    answer = target.ask(request)
    milliseconds = (time.perf_counter() - started) * 1000
    every = answer
    if is_known(case) and not _is_first_right(answer, case):
        every = target.ask(structs.replace(request, min_confidence=0.0, max_answers=_ALL))
    found = None if within else target.search(_search(case, collection, filters))
    return Asked(answer=answer, every=every, found=found, milliseconds=milliseconds)


def _is_first_right(answer: Answer, case: Case) -> bool:
    words = words_of(answer)
    return bool(words) and is_right(words[0], case)


def _search(case: Case, collection: str | None, filters: AskFilters) -> SearchRequest:
    return SearchRequest(
        question=case.question,
        collection=collection,
        as_of=case.as_of,
        asked_at=case.asked_at,
        filters=filters,
        limit=PASSAGES,
    )
