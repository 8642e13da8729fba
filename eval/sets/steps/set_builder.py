"""Builds a set from the cases and documents of another layout."""

import hashlib
from pathlib import Path
from typing import Any

from msgspec import structs

from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.sets.steps.checks import check_case
from eval.sets.steps.faults import Faults, Place
from eval.sets.steps.fields import build, known_fields
from eval.sets.steps.files import Fields, digest, name_of
from index.records import Document

GIVEN = "passage"
"""The kind of evidence that only names the passage a question is about."""
_CASE = (
    *("id", "question", "history", "answers", "answerable"),
    *("speaker", "type", "rewrite", "asked_at"),
)
_LONGEST_TITLE = 80


class SetBuilder:
    """Collects the cases and documents of a set.

    Published sets have small faults that cannot be fixed: an empty question and an exact duplicate
    of a case are left out, another case with the same id gets the suffix "#2", and the answers of
    an unanswerable case ("Insufficient information.") are dropped.
    """

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.place = Place(faults, path, None)
        self._faults = faults
        self._cases: dict[str, Case] = {}
        self._documents: dict[str, Document] = {}

    def case(self, fields: Fields, place: Place, evidence: list[Any] | None = None) -> None:
        """Add a case from a row's fields; unknown fields are dropped."""
        chosen = known_fields(fields, _CASE) | {"evidence": evidence or []}
        if chosen.get("answerable") == "unknown":
            del chosen["answerable"]
        case = build(Case, chosen, place)
        if case is not None:
            self.add(case, place)

    def add(self, case: Case, place: Place) -> None:
        """Add a case."""
        if case.answerable is False:
            case = structs.replace(case, answers=[])
        known = self._cases.get(case.id)
        if known == case or not case.question.strip():
            return
        number = 2
        while known is not None:
            case = structs.replace(case, id=f"{case.id.removesuffix(f'#{number - 1}')}#{number}")
            known = self._cases.get(case.id)
            number += 1
        check_case(case, place)
        self._cases[case.id] = case
        self._faults.places[case.id] = place

    def document(self, document: Document, place: Place) -> None:
        """Add an article; the same one may be added again."""
        known = self._documents.setdefault(document.id or "", document)
        if not document.text.strip():
            place.report("", f"the text of {document.id!r} is empty")
        elif known.text != document.text:
            place.report("", f"{document.id!r} is the id of two different texts")

    def passage(self, fields: Fields, text_field: str, place: Place) -> str | None:
        """Add the passage that a row is about; return its id, or None if it has no passage."""
        text, title = fields.get(text_field), fields.get("title")
        if not isinstance(text, str):
            place.report(text_field, "expected the text of the passage")
            return None
        document = passage_document(text, title if isinstance(title, str) else "", self.path.name)
        self.document(document, place)
        return document.id

    def finish(self, kind: Kind, *, passage_given: bool = False) -> QuestionSet:
        """The finished set."""
        return QuestionSet(
            name=name_of(self.path),
            kind=kind,
            cases=list(self._cases.values()),
            documents=list(self._documents.values()) or None,
            passage_given=passage_given,
            sha256=digest([self.path]),
        )


def passage_document(text: str, title: str, origin: str) -> Document:
    """A passage as an article; its id depends on title and text only."""
    words = "_".join(title.split())[:_LONGEST_TITLE] or "passage"
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=f"{words}-{sha[:16]}",
        text=text,
        format="passage",
        origin=origin,
        title=" ".join(title.split()) or None,
    )


def evidence_rows(evidence: Any, **more: Any) -> list[Any]:
    """Evidence rows in our layout: `doc_id` becomes `article`, other fields are dropped."""
    if not isinstance(evidence, list):
        return [] if evidence is None else [evidence]
    return [_linked(row) | more if isinstance(row, dict) else row for row in evidence]


def _linked(row: Fields) -> Fields:
    names = ("article", "quote", "start", "kind")
    return known_fields({"article": row.get("doc_id"), **row}, names)


def nearest_occurrence(text: str, quote: str, start: int) -> int | None:
    """The occurrence of the quote that is nearest to an offset; None if there is none."""
    if text.startswith(quote, max(0, start)) and start >= 0:
        return start
    after = text.find(quote, max(0, start))
    before = text.rfind(quote, 0, max(0, start) + len(quote))
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - start), default=None)


def passage_evidence(article: str) -> list[Evidence]:
    """Evidence that names the passage without a quote."""
    return [Evidence(article=article, kind=GIVEN)]
