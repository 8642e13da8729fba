"""Common English words, which are never corrected.

They are the whole words among the word pieces of the base model, which it took from English books
and Wikipedia.
"""

from functools import cache

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.errors import SettingsError
from index.networks.model_folders import model_folder

_LONG = 5
"""With shorter words, too much would be an inflected form: "cots"."""
_LONG_BEGINNING = 4
_BEGINNINGS = ("un", "re", "dis", "mis", "non", "anti", "over", "under", "pre", "tele", "counter")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "able")


def is_common(word: str) -> bool:
    """Whether it is a common word, or one with a beginning or an ending; `word` is folded.

    Without what stands before it, a word says something else: "unregistered" is not misspelt.
    """
    return _is_form(word) or any(
        word.startswith(beginning)
        # "Overheat", but not "untill": a long beginning is hardly part of another word.
        and len(word) - len(beginning) >= _LONG - (len(beginning) >= _LONG_BEGINNING)
        and _is_form(word.removeprefix(beginning))
        for beginning in _BEGINNINGS
    )


def _is_form(word: str) -> bool:
    if word in _words():
        return True
    # The books were American.
    word = word.replace("is", "iz").replace("our", "or")
    # "parentss" is no plural of "parents".
    endings = () if word.endswith("ss") else _ENDINGS
    return word in _words() or any(
        word.endswith(ending)
        and len(word) - len(ending) >= _LONG
        and word[: -len(ending)] in _words()
        for ending in endings
    )


def common_words_like(word: str) -> list[str]:
    """The common words that begin like this one, with one letter wrong in it; `word` is folded."""
    found = process.extract(
        word, _beginning_with(word[:1]), scorer=OSA.distance, score_cutoff=1, limit=None
    )
    return [other for other, _, _ in found]


@cache
def _beginning_with(letter: str) -> list[str]:
    return sorted(word for word in _words() if word.startswith(letter))


@cache
def _words() -> frozenset[str]:
    """Empty if the model is not installed: then nothing is certainly a word."""
    try:
        file = model_folder() / "tokenizer.json"
    except SettingsError:
        return frozenset()
    pieces = msgspec.json.decode(file.read_bytes())["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())
