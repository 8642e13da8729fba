"""Words without regard to case and accents: "Málaga" and "MALAGA" are the same."""

import re
import unicodedata
from collections import Counter

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits."""


def folded(text: str) -> str:
    """The text in lower case, without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def folded_words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(folded(text))


def spellings(text: str) -> dict[str, str]:
    """Each word of a text, folded, with the spelling that the text gives it most often."""
    counts = Counter(WORD.findall(text))
    found: dict[str, str] = {}
    # Of two that are equally frequent, the capital letter may only be that of a sentence.
    for word in sorted(counts, key=lambda word: (-counts[word], not word.islower())):
        found.setdefault(folded(word), word)
    return found
