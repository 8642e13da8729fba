"""Windows of passages with the tokens that answer, from sets whose questions name their passage."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval.questions import Case
from eval.sets import load
from index.embedders.minilm import model_folder
from index.records import Document, Span

WINDOW = 256
STRIDE = 96
_KEEP_EMPTY_WINDOWS = 0.3
_LONGEST_QUESTION = 300


class Example(NamedTuple):
    """One window of a passage: token ids, and the answer's first and last token (0, 0: none)."""

    ids: list[int]
    segments: list[int]
    start: int
    end: int


def is_held_back(document: Document) -> bool:
    """Whether an article belongs to the tenth that is never trained on, by hash of its title."""
    return is_held_back_text(document.title or document.text[:200])


def is_held_back_text(told_by: str) -> bool:
    """The same by what tells an article from others: its title, or how it begins."""
    return hashlib.sha256(told_by.encode()).digest()[0] % 10 == 0


def read_examples(paths: Sequence[Path], seed: int) -> list[Example]:
    """Windows of all sets in random order, without the articles that are held back.

    Of the windows of an answered question that hold no answer, three in ten are kept.
    """
    rng = random.Random(seed)  # noqa: S311
    examples: list[Example] = []
    for path in paths:
        before = len(examples)
        for example, is_wanted in _windows(path):
            if is_wanted or rng.random() < _KEEP_EMPTY_WINDOWS:
                examples.append(example)
        print(f"{path.parent.name}/{path.name}: {len(examples) - before:,} windows", flush=True)
    rng.shuffle(examples)
    return examples


def _windows(path: Path) -> Iterator[tuple[Example, bool]]:
    """Windows, and whether each holds an answer or belongs to a question without any."""
    tokenizer = _tokenizer()
    asked = load(path)
    passages = {document.id: document for document in asked.documents or ()}
    for case in asked.cases:
        document = passages.get(_passage(case))
        if document is None or is_held_back(document):
            continue
        span = _span(case)
        first = tokenizer.encode(case.question[:_LONGEST_QUESTION], document.text)
        for window in (first, *first.overflowing):
            example = _example(window, span)
            yield example, span is None or example.start > 0


def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW, stride=STRIDE, strategy="only_second")
    return tokenizer


def _passage(case: Case) -> str | None:
    return next((evidence.article for evidence in case.evidence if evidence.article), None)


def _span(case: Case) -> Span | None:
    """Where the first marked answer stands."""
    for evidence in case.evidence:
        if evidence.start is not None and evidence.quote:
            return Span(evidence.start, evidence.start + len(evidence.quote))
    return None


def _example(window: Any, span: Span | None) -> Example:
    if span is None:
        return Example(window.ids, window.type_ids, 0, 0)
    inside = [
        number
        for number, (start, end) in enumerate(window.offsets)
        if window.type_ids[number] == 1 and start < span.end and span.start < end
    ]
    # A window that cuts the answer holds none.
    whole = (
        inside
        and window.offsets[inside[0]][0] <= span.start
        and span.end <= window.offsets[inside[-1]][1]
    )
    first, last = (inside[0], inside[-1]) if whole else (0, 0)
    return Example(window.ids, window.type_ids, first, last)
