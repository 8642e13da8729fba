"""Training sentences for the tagger, from PolNeAR.

Every attribution hangs on one word of its cue, the anchor: "accused" in "has accused". For each
anchor, the tokens of its sentence are content, source or cue of it, or nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.components.polnear import units_of
from index.networks.model_folders import model_folder
from index.quotations.sentences.units import is_quotation
from index.quotations.tagger.sentence_tokens import Pieces, SentenceTokenizer, sentence_of
from index.records import Span

ROLES = ("content", "source", "cue")
"""Labels 1, 2, 3 of a token; 0 is nothing."""
_WORD = re.compile(r"\w+(?:['’]\w+)?|\S")
_AUXILIARIES = frozenset(
    "is are was were be been being am has have had having will would could can may might shall"
    " should must do does did to not never also n't 's 've 'll 'd 're 'm don't doesn't didn't"
    " won't isn't wasn't aren't weren't can't couldn't wouldn't hasn't haven't hadn't ’s".split()
)
_FEWEST_TIMES = 2
_RAREST = 0.25


Row = dict[str, Any]
"""An article as the file has it."""


class Example(NamedTuple):
    """A sentence with its attributions."""

    pieces: Pieces
    anchors: list[int]
    """Tokens."""
    labels: NDArray[np.int64]
    """Shape (anchors, tokens)."""


def anchor_of(text: str, cue: Span) -> Span:
    """The first word of a cue that is no auxiliary, else its last."""
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, cue.start, cue.end)]
    for word in words:
        if text[word.start : word.end].lower().replace("’", "'") not in _AUXILIARIES:
            return word
    return words[-1] if words else cue


def _spans(gold: dict[str, list[dict[str, Any]]], role: str) -> list[Span]:
    return [Span(part["start"], part["end"]) for part in gold[role]]


def anchor_words(rows: Sequence[Row]) -> list[str]:
    """Words that are an anchor often enough to look at them, in lower case."""
    anchors, words = Counter[str](), Counter[str]()
    for row in rows:
        words.update(word for unit in units_of(row["text"]) for word in set(unit.words))
        for gold in row["attributions"]:
            for cue in _spans(gold, "cue")[:1]:
                word = anchor_of(row["text"], cue)
                anchors[row["text"][word.start : word.end].lower().replace("’", "'")] += 1
    return sorted(
        word
        for word, count in anchors.items()
        if count >= _FEWEST_TIMES and count >= _RAREST * words[word] and word[0].isalpha()
    )


def examples(rows: Sequence[Row], wanted: frozenset[str]) -> Iterator[Example]:
    """Yield sentences that hold a wanted word or an anchor of the gold."""
    tokens = SentenceTokenizer((model_folder() / "tokenizer.json").read_text("utf-8"))
    for row in rows:
        units = [unit for unit in units_of(row["text"]) if not is_quotation(unit)]
        sentences = [sentence_of(row["text"], unit) for unit in units]
        golds = [
            (anchor_of(row["text"], c[0]), g)
            for g in row["attributions"]
            if (c := _spans(g, "cue"))
        ]
        for unit, pieces in zip(units, tokens.encode(sentences), strict=True):
            inside = [(a, g) for a, g in golds if unit.start <= a.start < unit.end]
            if inside or not wanted.isdisjoint(unit.words):
                yield _example(unit.start, pieces, inside)


def _example(
    at: int, pieces: Pieces, golds: Sequence[tuple[Span, dict[str, list[dict[str, Any]]]]]
) -> Example:
    labels: dict[int, NDArray[np.int64]] = {}
    for anchor, gold in golds:
        inside = np.flatnonzero(
            (pieces.starts + at <= anchor.start) & (pieces.ends + at > anchor.start)
        )
        if not len(inside):
            continue
        row = labels.setdefault(int(inside[0]), np.zeros(len(pieces.ids), np.int64))
        for number, role in reversed(list(enumerate(ROLES, 1))):
            for span in _spans(gold, role):
                within = (pieces.ends + at > span.start) & (pieces.starts + at < span.end)
                row[within & (pieces.ends > pieces.starts) & (row == 0)] = number
    anchors = sorted(labels)
    return Example(
        pieces,
        anchors,
        np.array([labels[a] for a in anchors]).reshape(len(anchors), len(pieces.ids)),
    )
