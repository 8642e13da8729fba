"""Which earlier words matter for a message; a trained tagger can take this place."""

from collections.abc import Sequence
from typing import NamedTuple

from service.questions.followups.grammar.words import is_content, words_of
from service.questions.followups.turns import Turn

_TURNS_BACK = 2
_HALF = 0.5


class Weighted(NamedTuple):
    """An earlier word, and how much it matters: 1 surely, 0 not at all."""

    word: str
    score: float


def important_words(message: str, turns: Sequence[Turn]) -> list[Weighted]:
    """Earlier words by how much they matter for a message, in the order of the turns.

    Without a tagger: the content words of the last questions, those of the one before less.
    """
    present = {word.low for word in words_of(message)}
    found: dict[str, Weighted] = {}
    for age, turn in enumerate(reversed(turns[-_TURNS_BACK:])):
        for word in words_of(turn.searched):
            if is_content(word) and word.low not in present:
                found.setdefault(word.low, Weighted(word.text, _HALF**age))
    return list(found.values())
