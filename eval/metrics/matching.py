"""Whether a text contains an answer: SQuAD's normalisation, at word boundaries."""

import re
import string
from collections.abc import Iterable
from functools import lru_cache

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "‘’“”«»„…–—", " "))


def normalise(text: str) -> str:
    """Lower-case, no punctuation, no articles, single spaces (Rajpurkar et al. 2016).

    Unlike there, punctuation becomes a space, so that "80-year-old" contains "80".
    """
    return " ".join(_ARTICLES.sub(" ", text.casefold().translate(_PUNCTUATION)).split())


@lru_cache(maxsize=4096)
def _padded(text: str) -> str:
    return f" {normalise(text)} "


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether the text contains any of the answers as whole words."""
    padded = _padded(text)
    return any(f" {wanted} " in padded for answer in answers if (wanted := normalise(answer)))
