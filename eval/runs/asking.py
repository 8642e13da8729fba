"""One question, asked the way a user asks it, and again without the threshold if needed."""

import time

from msgspec import Struct, structs

from eval.metrics.maybes import as_refused, is_maybe
from eval.questions import Case
from eval.runs.correctness import is_known, is_right, quoted_spans
from eval.runs.targets import Target
from index.records import reshape
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.passages import SearchAnswer, SearchRequest

PASSAGES = 100
_ALL = 20


class Replies(Struct, frozen=True, kw_only=True):
    """The service's replies to one question."""

    answer: Answer
    """The answer as users get it; a maybe counts as a refusal."""
    unfiltered: Answer
    """With all candidates, however improbable; the same as `answer` if its first is right or the
    right answer is unknown."""
    search: SearchAnswer | None
    """The passages found by search; None if the passage was given."""
    maybe: Answer | None = None
    """The maybe shown."""
    milliseconds: float
    """From sending the question to receiving the answer."""


def ask(target: Target, case: Case, collection: str | None, within: str | None = None) -> Replies:
    """Ask, search and, unless the first answer is right, ask again without the threshold.

    With `within`, only that article is read.
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
    shown = target.ask(request)
    milliseconds = (time.perf_counter() - started) * 1000
    answer = unfiltered = as_refused(shown)
    if is_known(case) and not _is_first_right(answer, case):
        unfiltered = target.ask(structs.replace(request, min_confidence=0.0, max_answers=_ALL))
    search = None if within else target.search(reshape(request, SearchRequest, limit=PASSAGES))
    return Replies(
        answer=answer,
        unfiltered=unfiltered,
        search=search,
        maybe=shown if is_maybe(shown) else None,
        milliseconds=milliseconds,
    )


def _is_first_right(answer: Answer, case: Case) -> bool:
    spans = quoted_spans(answer)
    return bool(spans) and is_right(spans[0], case)
