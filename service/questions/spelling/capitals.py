"""Capitalises names typed in lower case, "did okafor concede", as in the articles."""

from index.followers.lexical.spelling import Neighbours
from index.followers.open_collection import OpenCollection
from index.text.matching.folding import WORD, folded
from service.questions.language.function_words import function_words

_SHORTEST = 3


def with_capitals(question: str, opened: OpenCollection) -> str:
    """The question with a capital for each of its words that every article writes with one.

    What a name tells about an article, small letters tell as well.
    """
    near = Neighbours(opened)
    return WORD.sub(lambda word: _as_written(word[0], near), question)


def _as_written(word: str, near: Neighbours) -> str:
    plain = folded(word)
    if not word.islower() or len(word) < _SHORTEST or plain in function_words():
        return word
    written = near.spellings(plain)
    return word.capitalize() if all(one[:1].isupper() for one in written) else word
