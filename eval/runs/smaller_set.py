"""A smaller set from a set: some of its questions, and the articles that these need."""

import hashlib
import random
from collections.abc import Sequence

from msgspec import structs

from eval.questions import Case, QuestionSet
from index.errors import InvalidFieldError
from index.records import Document


def sample(
    asked: QuestionSet, questions: int | None, articles: int | None, seed: int
) -> QuestionSet:
    """Choose questions, then articles, by seed; None takes all.

    The articles that the chosen questions name as evidence come first. Where each question has its
    passage, the passages of the others are left out.
    """
    cases = _some(asked.cases, questions, seed)
    documents = asked.documents
    if documents is not None and asked.passage_given and questions is not None:
        needed = _named(cases)
        documents = [document for document in documents if document.id in needed]
    if documents is not None and articles is not None:
        documents = _with_evidence(documents, cases, articles, seed)
    return structs.replace(asked, cases=cases, documents=documents)


def part(asked: QuestionSet, wanted: str) -> QuestionSet:
    """Take one of several parts that have no question in common: "1/2" is the first of two.

    Raises:
        InvalidFieldError: it is not written so.
    """
    number, _, count = wanted.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise InvalidFieldError("part", f"{wanted!r} is not like 1/2, the first of two parts")
    cases = [case for case in asked.cases if _bucket(case.id) % int(count) == int(number) - 1]
    return structs.replace(asked, cases=cases)


def _bucket(id: str) -> int:
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8])


def _some(cases: Sequence[Case], count: int | None, seed: int) -> list[Case]:
    if count is None or count >= len(cases):
        return list(cases)
    chosen = sorted(random.Random(seed).sample(range(len(cases)), count))  # noqa: S311
    return [cases[number] for number in chosen]


def _with_evidence(
    documents: Sequence[Document], cases: Sequence[Case], count: int, seed: int
) -> list[Document]:
    needed = _named(cases)
    others = [n for n, document in enumerate(documents) if document.id not in needed]
    random.Random(seed).shuffle(others)  # noqa: S311
    kept = {n for n, document in enumerate(documents) if document.id in needed}
    kept.update(others[: max(0, count - len(kept))])
    return [documents[n] for n in sorted(kept)]


def _named(cases: Sequence[Case]) -> set[str]:
    return {evidence.article for case in cases for evidence in case.evidence if evidence.article}
