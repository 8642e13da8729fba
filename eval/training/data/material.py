"""Training questions: question sets in, questions with passage and answer spans out.

A tenth of every set, chosen by a hash of the article, is never trained on (`is_held_back`):
decisions are made on that tenth.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from eval.questions import Case, QuestionSet
from eval.sets import load
from eval.support.files import read_rows
from eval.training.data.held_back import is_held_back, is_held_back_text
from index.records import Document, Span
from index.text.segmentation.sentences import split_sentences
from service.reading.windows import head_of

EVERY = frozenset(("said",))
"""The types of questions whose answers all belong to the answer, rather than saying the same."""
_PART = 900
# How many characters the first sentence is looked for in.
_LEAD = 400


class Asked(Struct, frozen=True, kw_only=True):
    """One question about one passage."""

    id: str
    question: str
    passage: int
    """Number of the passage in its `Material`."""
    spans: tuple[Span, ...] = ()
    """Where the answers are; empty: the passage holds none, or none was marked."""
    relevant: bool = True
    """Whether the passage answers the question."""
    every: bool = False
    """Whether all of the answers are wanted, not any one of them."""


class Material(Struct, frozen=True, kw_only=True):
    """One set: its passages once, and the questions about them."""

    name: str
    passages: list[str]
    asked: list[Asked]
    heads: list[str]
    """A line that says where each passage comes from, as the product shows it to the reader."""


def read_material(path: Path, *, held_back: bool = False) -> Material:
    """A set's training questions, or those of the held-out tenth.

    Raises:
        UnreadableFileError: the file is not a question set.
        ValueError: its questions come without passages.
    """
    found = load(path)
    if found.documents is None:
        raise ValueError(f"{path}: {found.kind.value} come without passages to train on")
    return material_of(found, _name(path), held_back=held_back)


def material_of(found: QuestionSet, name: str, *, held_back: bool = False) -> Material:
    """The same for a set that was read."""
    every = found.documents or []
    kept = [d for d in every if is_held_back(d) == held_back]
    numbers = {document.id: number for number, document in enumerate(kept)}
    asked = [asked for case in found.cases for asked in _asked(case, numbers, kept)]
    return Material(
        name=name,
        passages=[d.text for d in kept],
        asked=asked,
        heads=[_head(d) for d in kept],
    )


def read_measured(path: Path, *, whole: bool) -> Material:
    """A set's held-out questions, followed by the others if all of it is measured."""
    one = read_material(path, held_back=True)
    if not whole:
        return one
    other = read_material(path)
    moved = [
        msgspec.structs.replace(asked, passage=asked.passage + len(one.passages))
        for asked in other.asked
    ]
    return Material(
        name=one.name,
        passages=[*one.passages, *other.passages],
        asked=[*one.asked, *moved],
        heads=[*one.heads, *other.heads],
    )


def parts_of(text: str) -> Iterator[Span]:
    """Runs of whole sentences, in order, each short enough for one row of the network."""
    start = end = 0
    for sentence in split_sentences(text):
        if end > start and sentence.end - start > _PART:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    yield Span(start, max(end, len(text)))


def _head(document: Document) -> str:
    text = document.text[:_LEAD]
    first = next(iter(split_sentences(text)), Span(0, 0))
    return head_of(document.title, text[first.start : first.end])


def read_pairs(path: Path, *, held_back: bool = False) -> Material:
    """Questions with one sentence each, labelled as right (1) or wrong (0), from JSON lines."""
    kept = [r for r in read_rows(path) if is_held_back_text(r["question"]) == held_back]
    asked = [
        Asked(
            id=f"{path.stem}-{number}",
            question=row["question"],
            passage=number,
            relevant=bool(row.get("label", 1)),
        )
        for number, row in enumerate(kept)
    ]
    return Material(
        name=_name(path),
        passages=[r["sentence"] for r in kept],
        asked=asked,
        heads=["" for _ in kept],
    )


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def _asked(
    case: Case, numbers: Mapping[str | None, int], documents: Sequence[Document]
) -> Iterator[Asked]:
    article = next((e.article for e in case.evidence if e.article), None)
    number = numbers.get(article)
    if number is None or case.answerable is None:
        return
    text = documents[number].text
    spans = tuple(dict.fromkeys(_spans(case, text))) if case.answerable else ()
    if bool(spans) == case.answerable:
        yield Asked(
            id=case.id,
            question=case.question,
            passage=number,
            spans=spans,
            relevant=case.answerable,
            every=case.type in EVERY,
        )


def _spans(case: Case, text: str) -> Iterator[Span]:
    """Marked answers; evidence that is longer is narrowed to the answer inside it."""
    for evidence in case.evidence:
        if evidence.start is None or not evidence.quote:
            continue
        start, end = evidence.start, evidence.start + len(evidence.quote)
        if evidence.quote in case.answers or not case.answers:
            yield Span(start, end)
            continue
        for answer in case.answers:
            at = text.find(answer, start, end)
            if answer and at >= 0:
                yield Span(at, at + len(answer))
