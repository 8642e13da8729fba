"""Cases from users' feedback on answers.

    {"question": "What did it cost?", "verdict": "right",
     "answer": {"article_id": "council-vote", "version": "9f86...", "start": 120, "end": 154}}

`verdict` is "right", "wrong" or "missing"; `history`, `filters`, `as_of`, `asked_at` and `note` are
optional, as in a question set. A right answer becomes evidence, its words read from the library;
the others become unjudged cases for a person to finish.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from eval.building.set_file import SetFile
from eval.questions import Case, Evidence, Turn
from eval.sets.steps.checks import check_case
from eval.sets.steps.faults import Faults, Place
from eval.sets.steps.fields import build
from eval.sets.steps.files import Row, rows
from eval.sets.steps.set_builder import nearest_occurrence
from index.errors import NotFoundError
from index.records import Article
from index.store.library import Library
from index.store.values import Collection
from service.wire.asking import AskFilters


class AnswerPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The position of an answer, as in the service's citations."""

    article_id: str
    start: int
    end: int
    version: str | None = None


class Feedback(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A user's verdict on one answer."""

    question: str
    verdict: Literal["right", "wrong", "missing"]
    answer: AnswerPlace | None = None
    history: list[Turn] = []
    filters: AskFilters = AskFilters()
    as_of: str | None = None
    asked_at: str | None = None
    note: str | None = None


def add_feedback(path: Path, out: Path, library: Library, collection: Collection) -> int:
    """Add a case to `out` for each new row of feedback; return how many were added.

    A right answer whose words are no longer in the article becomes a case to judge again.

    Raises:
        UnreadableFileError: a row is invalid; it names the row and the field. Nothing was added.
        StoreError: `out` cannot be written.
    """
    return add_cases(
        (_case(row, library, collection) for row in rows(path, Faults(stop=True))), out
    )


def case_of(given: Feedback, name: str, library: Library, collection: Collection) -> Case:
    """The case of feedback that comes from no file; `name` names it in faults.

    Raises:
        UnreadableFileError: it is invalid, such as a right answer that is nowhere.
    """
    place = Place(Faults(stop=True), Path(name), None)
    return _case(Row(1, msgspec.to_builtins(given), place), library, collection)


def add_cases(cases: Iterable[Case], out: Path) -> int:
    """Add to `out` those cases that are not there yet; return how many were added.

    Raises:
        StoreError: `out` cannot be written.
    """
    set_file = SetFile(out)
    found: dict[str, Case] = {}
    for case in cases:
        found.setdefault(case.id, case)
    known = {case.id for case in set_file.cases}
    new = [case for case in found.values() if case.id not in known]
    if new:
        set_file.append(*new)
    return len(new)


def _case(row: Row, library: Library, collection: Collection) -> Case:
    given = build(Feedback, row.fields, row.place)
    assert given is not None  # noqa: S101  # the first fault was raised
    quote = _quote(given, row, library, collection)
    evidence = _evidence(given, quote, library, collection) if given.verdict == "right" else None
    case = Case(
        id=_id(given),
        question=given.question,
        history=given.history,
        answers=[quote] if evidence and quote else [],
        evidence=[evidence] if evidence else [],
        answerable=True if evidence else None,
        as_of=given.as_of,
        asked_at=given.asked_at,
        filters=given.filters,
        type=_type(given, evidence),
        note=_note(given, quote, evidence),
    )
    check_case(case, row.place)
    return case


def _quote(given: Feedback, row: Row, library: Library, collection: Collection) -> str | None:
    """The words of the answer, in the version of the article that it came from."""
    if given.answer is None:
        if given.verdict == "right":
            row.place.report("answer", "is missing; a right answer needs its position")
        return None
    place = given.answer
    article = _article(library, collection, place.article_id, place.version)
    if article is None:
        what = f"no article {place.article_id!r} of this version in collection {collection.name!r}"
        row.place.report("answer", what)
        return None
    if not 0 <= place.start < place.end <= len(article.text):
        length = len(article.text)
        row.place.report(
            "answer", f"{place.start}-{place.end} is not within the article's {length} characters"
        )
    return article.text[place.start : place.end]


def _evidence(
    given: Feedback, quote: str | None, library: Library, collection: Collection
) -> Evidence | None:
    """The quote in the current version of its article; None if it no longer occurs there."""
    if given.answer is None or quote is None:
        return None
    current = _article(library, collection, given.answer.article_id, None)
    start = nearest_occurrence(current.text, quote, given.answer.start) if current else None
    if start is None:
        return None
    return Evidence(article=given.answer.article_id, quote=quote, start=start, kind="feedback")


def _article(
    library: Library, collection: Collection, id: str, version: str | None
) -> Article | None:
    try:
        return library.article(collection, id, version)
    except NotFoundError:
        return None


def _type(given: Feedback, evidence: Evidence | None) -> str:
    changed = given.verdict == "right" and evidence is None
    return "feedback-changed" if changed else f"feedback-{given.verdict}"


def _note(given: Feedback, quote: str | None, evidence: Evidence | None) -> str | None:
    """The user's note, and the judged answer if the case does not contain it."""
    answer = f"{given.verdict} was: {quote}" if quote and evidence is None else None
    return "; ".join(part for part in (given.note, answer) if part) or None


def _id(given: Feedback) -> str:
    """The same id for the same row, so that repeated rows are added once."""
    return "feedback-" + hashlib.sha256(msgspec.json.encode(given)).hexdigest()[:12]
