"""A message and its context as network input: word pieces with their origins.

    [CLS] message [SEP] last question [SEP] its headline [SEP] its quote [SEP] ... [SEP]

The latest turn comes first, so that a position says how long ago something was said. What does not
fit is left out: the oldest turns first, but never the first question, which usually sets the topic.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

from index.networks.tokenizing import encodable
from service.questions.followups.turns import ShownQuote, Turn

LONGEST = 96
"""The most word pieces that are read, special ones included."""
LONGEST_MESSAGE = 40
LONGEST_TEXT = 32
"""The most word pieces of one earlier question, headline or quote."""
_CHARACTERS = 400
_QUOTES = 2
"""Number of quotes read per turn; an answer's later ones mostly repeat the first."""
_WORD = re.compile(r"\w+")


class Part(Enum):
    """What an earlier text is."""

    QUESTION = "question"
    HEADLINE = "headline"
    QUOTE = "quote"


class Earlier(NamedTuple):
    """One text of the turns before: a question, a shown quote, or the headline above one."""

    text: str
    turn: int
    part: Part = Part.QUESTION


class Word(NamedTuple):
    """A word that was read."""

    text: str
    place: int
    """Its text: a number among the earlier ones, or -1 for the message."""
    start: int
    end: int


class Context(NamedTuple):
    """What the network reads, and its words."""

    ids: list[int]
    segments: list[int]
    """0 for a piece of the message, 1 for one of an earlier text."""
    words: list[Word]
    pieces: list[int]
    """Of each word the number of its first piece."""


def earlier_of(turns: Sequence[Turn]) -> list[Earlier]:
    """The texts of the turns, oldest first: headlines and quotes come after their question."""
    return list(chain.from_iterable(map(_texts_of, turns)))


def _texts_of(turn: Turn) -> Iterator[Earlier]:
    yield Earlier(turn.searched, turn.number)
    for shown in turn.quotes[:_QUOTES]:
        if shown.title:
            yield Earlier(shown.title, turn.number, Part.HEADLINE)
        said = f"{shown.speaker}: " if shown.speaker else ""
        yield Earlier(said + _middle(shown), turn.number, Part.QUOTE)


def _middle(shown: ShownQuote) -> str:
    """The quote; of a long one, what stands around the words that answered."""
    at = shown.text.find(shown.highlight) if shown.highlight else 0
    start = max(0, at - _CHARACTERS // 4)
    start = shown.text.find(" ", start) + 1 if start else 0
    return shown.text[start : start + _CHARACTERS]


class ContextTokenizer:
    """The base model's tokenizer for contexts. It never changes, so threads can share it."""

    def __init__(self, definition: str) -> None:
        """Build it from the contents of a `tokenizer.json`."""
        self._tokenizer = Tokenizer.from_str(definition)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin, self._end = self._tokenizer.encode("").ids

    def encode(self, message: str, earlier: Sequence[Earlier]) -> Context:
        """Word pieces and words of a message and the earlier texts."""
        texts = [encodable(text[:_CHARACTERS]) for text in (*(e.text for e in earlier), message)]
        *before, asked = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        context = Context([self._begin], [0], [], [])
        self._add(context, texts[-1], asked, -1, LONGEST_MESSAGE)
        lengths = [min(len(one), LONGEST_TEXT) + 1 for one in before]
        for place in _chosen(earlier, lengths, LONGEST - len(context.ids)):
            self._add(context, texts[place], before[place], place, LONGEST_TEXT)
        return context

    def _add(self, context: Context, text: str, found: Encoding, place: int, longest: int) -> None:
        starts = {start: n for n, (start, _) in reversed(list(enumerate(found.offsets[:longest])))}
        for match in _WORD.finditer(text):
            if match.start() in starts:
                context.words.append(Word(match[0], place, *match.span()))
                context.pieces.append(len(context.ids) + starts[match.start()])
        context.ids.extend([*found.ids[:longest], self._end])
        context.segments.extend([int(place >= 0)] * (min(len(found), longest) + 1))


def _chosen(earlier: Sequence[Earlier], lengths: Sequence[int], room: int) -> list[int]:
    """The numbers of the texts that fit, the latest turn first, each turn in its order."""
    order = sorted(range(len(earlier)), key=lambda place: (-earlier[place].turn, place))
    chosen = set()
    for place in dict.fromkeys((0, *order)) if order else ():
        if lengths[place] <= room:
            chosen.add(place)
            room -= lengths[place]
    return [place for place in order if place in chosen]
