"""When a text holds an answer: SQuAD's normalisation, on word borders."""

import re
import string
from collections.abc import Iterable
from functools import lru_cache

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "‘’“”«»„…–—", " "))


def normalise(text: str) -> str:
    """Lower case, no punctuation, no articles, single spaces (Rajpurkar et al. 2016).

    Punctuation becomes a space here and not nothing, so that "80-year-old" holds "80".
    """
    return " ".join(_ARTICLES.sub(" ", text.casefold().translate(_PUNCTUATION)).split())


@lru_cache(maxsize=4096)
def _padded(text: str) -> str:
    return f" {normalise(text)} "


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether any of the answers stands in the text, as whole words."""
    padded = _padded(text)
    return any(f" {wanted} " in padded for answer in answers if (wanted := normalise(answer)))
