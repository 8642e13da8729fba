"""Windows of passages as a reader sees them, with the tokens that answer.

    [CLS] question [SEP] part of the passage [SEP]
    [CLS] question [SEP] head [SEP] part of the passage [SEP]

A passage longer than a window is cut where a sentence begins, at a random place around the answer,
so that answers stand anywhere in a window.
"""

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from eval.training.data.altered import altered
from eval.training.data.material import Material
from index.embedders.minilm import model_folder
from index.records import Span
from service.readers.spans.pairs import LONGEST_HEAD

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

    def __init__(self, material: Material, heads: float = 0.0) -> None:
        """Tokenize.

        Args:
            material: the set.
            heads: the part of the windows, by chance, that stand under their passage's head.
        """
        tokenizer = tokenizer_of_the_base()
        self._material = material
        self._passages = [
            Tokenized(found.ids, found.offsets)
            for found in tokenizer.encode_batch(material.passages, add_special_tokens=False)
        ]
        questions = tokenizer.encode_batch(
            [asked.question for asked in material.asked], add_special_tokens=False
        )
        self._questions = [found.ids[:LONGEST_QUESTION] for found in questions]
        named = tokenizer.encode_batch(material.heads, add_special_tokens=False)
        self._heads = [found.ids[:LONGEST_HEAD] for found in named]
        self._headed = heads
        self._tokenizer = tokenizer
        self._cls, self._sep, self._stop = (
            tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", ".")
        )

    def positive(self, number: int, room: int, rng: random.Random) -> Window:
        """A window of the question's own passage of at most `room` passage tokens.

        It holds one of the answers whole, where there is one that fits.
        """
        asked = self._material.asked[number]
        passage = self._passages[asked.passage]
        spans = [found for span in asked.spans if (found := tokens_of(passage.offsets, span))]
        fitting = [span for span in spans if span.end - span.start <= room]
        around = rng.choice(fitting) if fitting else None
        cut = self._cut(passage, around, room, rng)
        inside = [s for s in spans if cut.start <= s.start and s.end <= cut.end]
        relevant = asked.relevant and (bool(inside) or not asked.spans)
        window = self._window(self._questions[number], asked.passage, cut, inside, rng)
        return window._replace(relevant=relevant)

    def altered(self, number: int, room: int, rng: random.Random) -> Window | None:
        """The window of an answer, under a question about somebody else of the same passage."""
        asked = self._material.asked[number]
        text = self._material.passages[asked.passage]
        answers = [text[span.start : span.end] for span in asked.spans]
        question = altered(asked.question, text, answers, rng) if answers else None
        if question is None:
            return None
        passage = self._passages[asked.passage]
        around = tokens_of(passage.offsets, asked.spans[0])
        cut = self._cut(passage, around, room, rng)
        ids = self._tokenizer.encode(question, add_special_tokens=False).ids[:LONGEST_QUESTION]
        return self._window(ids, asked.passage, cut, [], rng)

    def negative(self, number: int, passage: int, room: int, rng: random.Random) -> Window | None:
        """A window that answers nothing, of any passage of the set; None where there is none."""
        asked = self._material.asked[number]
        tokens = self._passages[passage]
        spans = [
            found
            for s in asked.spans
            if passage == asked.passage and (found := tokens_of(tokens.offsets, s))
        ]
        for _ in range(4):
            cut = self._cut(tokens, None, room, rng)
            if not any(span.start < cut.end and cut.start < span.end for span in spans):
                return self._window(self._questions[number], passage, cut, [], rng)
        return None

    def tokens_of_passage(self, passage: int) -> int:
        """How long a passage is."""
        return len(self._passages[passage].ids)

    def _window(
        self,
        question: list[int],
        passage: int,
        cut: Span,
        inside: Sequence[Span],
        rng: random.Random,
    ) -> Window:
        before = [self._cls, *question, self._sep]
        head = self._heads[passage]
        # Without heads chance is not asked, so that older recipes still give the same windows.
        if head and self._headed and rng.random() < self._headed:
            before += [*head, self._sep]
        shift = len(before) - cut.start
        return Window(
            [*before, *self._passages[passage].ids[cut.start : cut.end], self._sep],
            len(before),
            tuple(span.start + shift for span in inside),
            tuple(span.end - 1 + shift for span in inside),
            relevant=False,
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


def tokens_of(offsets: Sequence[tuple[int, int]], span: Span) -> Span | None:
    """The tokens that touch a span; None where none does."""
    touching = [
        number
        for number, (start, end) in enumerate(offsets)
        if start < span.end and span.start < end
    ]
    return Span(touching[0], touching[-1] + 1) if touching else None


def tokenizer_of_the_base() -> Any:
    """The base model's tokenizer, which neither cuts nor pads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
