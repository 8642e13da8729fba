"""Cases from what users said about answers: the documented way in.

    {"question": "What did it cost?", "verdict": "right",
     "answer": {"article_id": "council-vote", "version": "9f86...", "start": 120, "end": 154}}

`verdict` is "right", "wrong" or "missing"; `history`, `filters`, `as_of`, `asked_at` and `note` may
stand as in a question set. A right answer becomes evidence, its words read from the library; the
others become cases that nobody has judged, for a person to finish.
"""

import hashlib
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from eval.building.set_file import Kept
from eval.questions import Case, Evidence, Turn
from eval.sets.steps.checks import check_case
from eval.sets.steps.faults import Faults
from eval.sets.steps.fields import build
from eval.sets.steps.files import Row, rows
from eval.sets.steps.set_builder import nearest
from index.errors import NotFoundError
from index.records import Article
from index.store.library import Library
from index.store.values import Collection
from service.wire import AskFilters


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an answer stood: as a citation of the service names it."""

    article_id: str
    start: int
    end: int
    version: str | None = None


class Feedback(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user said about one answer."""

    question: str
    verdict: Literal["right", "wrong", "missing"]
    answer: Place | None = None
    history: list[Turn] = []
    filters: AskFilters = AskFilters()
    as_of: str | None = None
    asked_at: str | None = None
    note: str | None = None


def from_feedback(path: Path, out: Path, library: Library, collection: Collection) -> int:
    """Add a case to `out` for each row that is not yet in it; return how many were added.

    A right answer whose words are no longer in the article becomes a case to judge again.

    Raises:
        UnreadableFileError: naming the row and the field that is wrong; nothing was added.
        StoreError: `out` cannot be written.
    """
    kept = Kept(out)
    found: dict[str, Case] = {}
    for row in rows(path, Faults(stop=True)):
        case = _case(row, library, collection)
        found.setdefault(case.id, case)
    known = {case.id for case in kept.cases}
    new = [case for case in found.values() if case.id not in known]
    if new:
        kept.append(*new)
    return len(new)


def _case(row: Row, library: Library, collection: Collection) -> Case:
    said = build(Feedback, row.fields, row.place)
    assert said is not None  # noqa: S101  # the first fault was raised
    quote = _quote(said, row, library, collection)
    evidence = _evidence(said, quote, library, collection) if said.verdict == "right" else None
    case = Case(
        id=_id(said),
        question=said.question,
        history=said.history,
        answers=[quote] if evidence and quote else [],
        evidence=[evidence] if evidence else [],
        answerable=True if evidence else None,
        as_of=said.as_of,
        asked_at=said.asked_at,
        filters=said.filters,
        type=_type(said, evidence),
        note=_note(said, quote, evidence),
    )
    check_case(case, row.place)
    return case


def _quote(said: Feedback, row: Row, library: Library, collection: Collection) -> str | None:
    """The words of the answer, in the version it was taken from."""
    if said.answer is None:
        if said.verdict == "right":
            row.place.report("answer", "is missing; a right answer says where it stands")
        return None
    place = said.answer
    article = _article(library, collection, place.article_id, place.version)
    if article is None:
        what = f"no article {place.article_id!r} of this version in collection {collection.name!r}"
        row.place.report("answer", what)
        return None
    if not 0 <= place.start < place.end <= len(article.text):
        length = len(article.text)
        row.place.report(
            "answer", f"{place.start}-{place.end} is no stretch of {length} characters"
        )
    return article.text[place.start : place.end]


def _evidence(
    said: Feedback, quote: str | None, library: Library, collection: Collection
) -> Evidence | None:
    """The quote in the current version of its article; None where it is not in it."""
    if said.answer is None or quote is None:
        return None
    current = _article(library, collection, said.answer.article_id, None)
    start = nearest(current.text, quote, said.answer.start) if current else None
    if start is None:
        return None
    return Evidence(article=said.answer.article_id, quote=quote, start=start, kind="feedback")


def _article(
    library: Library, collection: Collection, id: str, version: str | None
) -> Article | None:
    try:
        return library.article(collection, id, version)
    except NotFoundError:
        return None


def _type(said: Feedback, evidence: Evidence | None) -> str:
    changed = said.verdict == "right" and evidence is None
    return "feedback-changed" if changed else f"feedback-{said.verdict}"


def _note(said: Feedback, quote: str | None, evidence: Evidence | None) -> str | None:
    """The user's words, and the answer that was judged where the case does not hold it."""
    answer = f"{said.verdict} was: {quote}" if quote and evidence is None else None
    return "; ".join(part for part in (said.note, answer) if part) or None


def _id(said: Feedback) -> str:
    """The same for the same row, so that rows may be given twice."""
    return "feedback-" + hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:12]
