"""Cases from the feedback that a server has stored.

thumbs up, answered        the highlighted words are a right answer
thumbs up, refused         the articles hold no answer
thumbs down, answered      a question to judge; the note says what was wrong
thumbs down, refused       a question to judge
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from eval.building.feedback import AnswerPlace, Feedback, add_cases, case_of
from eval.questions import Case
from index.store.feedback_table import FeedbackTable, Wanted
from index.store.library import Library
from index.store.values import Collection
from service.feedback.listing import listed
from service.wire.feedback import FeedbackCitation, FeedbackOut, ShownAnswer

_ALL = 1_000_000
_DAY = len("2026-01-31")
_REFUSED = "no_answer"


def add_readers_feedback(
    table: FeedbackTable, out: Path, library: Library, collection: Collection, *, unverified: bool
) -> int:
    """Add a case to `out` for each question that there is feedback about; return how many were new.

    With `unverified`, feedback on answers unknown to the server counts too.

    Raises:
        StoreError: `out` cannot be written.
    """
    found = listed(library, table, Wanted(collections=(collection.name,), limit=_ALL)).feedback
    usable = (one for one in found if unverified or one.verified)
    return add_cases(_cases(usable, library, collection), out)


def _cases(
    found: Iterator[FeedbackOut], library: Library, collection: Collection
) -> Iterator[Case]:
    for one in found:
        question = one.asked.searched or one.asked.question
        place = _place(one)
        # Of an answer that helped, nothing is left once its article is deleted.
        if question is None or (one.verdict == "up" and place is None and not _is_refused(one)):
            continue
        if one.verdict == "up" and _is_refused(one):
            yield Case(
                id=f"feedback-{one.id.removeprefix('fb_')}",
                question=question,
                answerable=False,
                filters=one.asked.filters,
                as_of=one.asked.as_of,
                asked_at=_asked_at(one),
                type="feedback-refused",
                note=one.note,
            )
        else:
            yield case_of(_judged(one, question, place), one.id, library, collection)


def _judged(one: FeedbackOut, question: str, place: AnswerPlace | None) -> Feedback:
    verdict: Literal["right", "wrong", "missing"] = "missing" if place is None else "wrong"
    if one.verdict == "up":
        verdict = "right"
    said = "; ".join(filter(None, (", ".join(one.reasons), one.note)))
    return Feedback(
        question=question,
        verdict=verdict,
        answer=place,
        filters=one.asked.filters,
        as_of=one.asked.as_of,
        asked_at=_asked_at(one),
        note=said or None,
    )


def _is_refused(one: FeedbackOut) -> bool:
    return one.asked.status == _REFUSED


def _place(one: FeedbackOut) -> AnswerPlace | None:
    """Where the answer stands that is meant: the highlighted words, or the whole quote."""
    first = one.asked.answers[0].citations[0] if one.asked.answers else None
    number = one.citation or first
    cited = next((c for c in one.citations if number in (None, c.number)), None)
    if cited is None:
        return None
    shown = next((a for a in one.asked.answers if a.citations[:1] == [cited.number]), None)
    start, end = _marked(cited, shown)
    return AnswerPlace(article_id=cited.article_id, version=cited.version, start=start, end=end)


def _marked(cited: FeedbackCitation, shown: ShownAnswer | None) -> tuple[int, int]:
    if shown is None or shown.start is None or shown.end is None:
        return cited.start, cited.end
    return shown.start, shown.end


def _asked_at(one: FeedbackOut) -> str | None:
    """The day that "this week" referred to."""
    return one.asked.asked_at or (one.asked.answered or "")[:_DAY] or None
