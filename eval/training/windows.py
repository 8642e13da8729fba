"""Windows of passages as a reader sees them, with the tokens that answer.

    [CLS] question [SEP] part of the passage [SEP]

A passage longer than a window is cut where a sentence begins, at a random place around the answer,
so that answers stand anywhere in a window.
"""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from eval.training.material import Asked, Material
from index.embedders.minilm import model_folder
from index.records import Span

LONGEST_QUESTION = 40
"""Tokens; what is longer is cut."""


class Window(NamedTuple):
    """One training example."""

    ids: list[int]
    context: int
    """Where the passage begins; the tokens before are the question's."""
    starts: tuple[int, ...]
    """First tokens of the answers inside; none: no answer, or nobody knows where."""
    ends: tuple[int, ...]
    relevant: bool
    group: int = -1
    """Windows of one question, of which some answer it, share a number; -1: it stands alone."""


class Tokenized(NamedTuple):
    """A text's word pieces and where each stands."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Cutter:
    """Tokenizes a set once and cuts windows from it."""

    def __init__(self, material: Material) -> None:
        tokenizer = _tokenizer()
        self._material = material
        self._passages = [
            Tokenized(found.ids, found.offsets)
            for found in tokenizer.encode_batch(material.passages, add_special_tokens=False)
        ]
        questions = tokenizer.encode_batch(
            [asked.question for asked in material.asked], add_special_tokens=False
        )
        self._questions = [found.ids[:LONGEST_QUESTION] for found in questions]
        self._cls, self._sep, self._stop = (
            tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", ".")
        )

    def positive(self, number: int, room: int, rng: random.Random) -> Window:
        """A window of the question's own passage of at most `room` passage tokens.

        It holds one of the answers whole, where there is one that fits.
        """
        asked = self._material.asked[number]
        passage = self._passages[asked.passage]
        spans = [found for span in asked.spans if (found := _tokens_of(passage, span))]
        fitting = [span for span in spans if span.end - span.start <= room]
        around = rng.choice(fitting) if fitting else None
        cut = self._cut(passage, around, room, rng)
        return self._window(number, asked, passage, cut, spans)

    def negative(self, number: int, passage: int, room: int, rng: random.Random) -> Window | None:
        """A window that answers nothing, of any passage of the set; None where there is none."""
        asked = self._material.asked[number]
        tokens = self._passages[passage]
        spans = [
            found
            for s in asked.spans
            if passage == asked.passage and (found := _tokens_of(tokens, s))
        ]
        for _ in range(4):
            cut = self._cut(tokens, None, room, rng)
            if not any(span.start < cut.end and cut.start < span.end for span in spans):
                return self._window(number, asked, tokens, cut, [], relevant=False)
        return None

    def tokens_of_passage(self, passage: int) -> int:
        """How long a passage is."""
        return len(self._passages[passage].ids)

    def _window(
        self,
        number: int,
        asked: Asked,
        passage: Tokenized,
        cut: Span,
        spans: Sequence[Span],
        *,
        relevant: bool | None = None,
    ) -> Window:
        question = [self._cls, *self._questions[number], self._sep]
        shift = len(question) - cut.start
        inside = [s for s in spans if cut.start <= s.start and s.end <= cut.end]
        if relevant is None:
            relevant = asked.relevant and (bool(inside) or not asked.spans)
        return Window(
            [*question, *passage.ids[cut.start : cut.end], self._sep],
            len(question),
            tuple(span.start + shift for span in inside),
            tuple(span.end - 1 + shift for span in inside),
            relevant,
        )

    def _cut(self, passage: Tokenized, around: Span | None, room: int, rng: random.Random) -> Span:
        """`room` tokens around a span, from the beginning of a sentence where one is near."""
        count = len(passage.ids)
        if count <= room:
            return Span(0, count)
        lowest, highest = 0, count - room
        if around is not None:
            lowest, highest = max(0, around.end - room), min(around.start, count - room)
            highest = max(lowest, highest)
        start = rng.randint(lowest, highest)
        for at in range(start, max(lowest, start - 30) - 1, -1):
            if at == 0 or passage.ids[at - 1] == self._stop:
                start = at
                break
        return Span(start, min(count, start + room))


def _tokens_of(passage: Tokenized, span: Span) -> Span | None:
    """The tokens that touch a span; None where none does."""
    touching = [
        number
        for number, (start, end) in enumerate(passage.offsets)
        if start < span.end and span.start < end
    ]
    return Span(touching[0], touching[-1] + 1) if touching else None


def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
