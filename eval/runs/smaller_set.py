"""A smaller question set: some of the questions, and the articles that they need."""

import hashlib
import random
from collections.abc import Sequence

from msgspec import structs

from eval.questions import Case, QuestionSet
from index.errors import InvalidFieldError
from index.records import Document


def smaller_set(
    question_set: QuestionSet, questions: int | None, articles: int | None, seed: int
) -> QuestionSet:
    """Sample questions, then articles, by seed; None takes all.

    Articles that the sampled questions name as evidence come first. If each question has its own
    passage, the passages of the other questions are left out.
    """
    cases = _some(question_set.cases, questions, seed)
    documents = question_set.documents
    if documents is not None and question_set.passage_given and questions is not None:
        needed = _named(cases)
        documents = [document for document in documents if document.id in needed]
    if documents is not None and articles is not None:
        documents = _with_evidence(documents, cases, articles, seed)
    return structs.replace(question_set, cases=cases, documents=documents)


def one_part(question_set: QuestionSet, wanted: str) -> QuestionSet:
    """Take one of several parts without common questions: "1/2" is the first of two.

    Raises:
        InvalidFieldError: the part is not written like that.
    """
    number, _, count = wanted.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise InvalidFieldError("part", f"{wanted!r}: expected N/M, such as 1/2 for the first half")
    cases = [
        case for case in question_set.cases if _bucket(case.id) % int(count) == int(number) - 1
    ]
    return structs.replace(question_set, cases=cases)


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
