"""The network's scores for the words of a message and of earlier turns."""

from collections.abc import Sequence
from typing import NamedTuple

from service.questions.followups.terms.context import Earlier, Word


class ScoredWord(NamedTuple):
    """A word of an earlier turn."""

    word: str
    turn: int
    probability: float
    """That the message, said in full, would have it."""
    place: int
    """The number of its text among those that were read."""
    start: int
    end: int


class AskedWord(NamedTuple):
    """A word of the message."""

    word: str
    start: int
    end: int
    goes: float
    """The probability that the message, said in full, has something else instead, or nothing."""


class Scores(NamedTuple):
    """What the network says about a message and the turns before it."""

    earlier: list[ScoredWord]
    message: list[AskedWord]
    texts: Sequence[Earlier]
    """The earlier texts that `place` counts."""


def scores_of(
    words: Sequence[Word], chances: Sequence[Sequence[float]], earlier: Sequence[Earlier]
) -> Scores:
    """Sort what the network says by what it says it about."""
    found = Scores([], [], earlier)
    for word, (wanted, goes, _) in zip(words, chances, strict=True):
        if word.place < 0:
            found.message.append(AskedWord(word.text, word.start, word.end, goes))
        else:
            turn = earlier[word.place].turn
            found.earlier.append(ScoredWord(word.text, turn, wanted, *word[1:]))
    return found
