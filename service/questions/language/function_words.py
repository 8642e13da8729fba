"""English words that carry no topic: "what", "did", "the", "about"."""

from functools import cache

from index.quotations.vocabulary.word_classes import CLOSED, TIME, word_classes
from index.text.matching.folding import folded_words

_ASKING = "how long much far often kind sort please tell me ok does do did done am i'm what's who's"


@cache
def function_words() -> frozenset[str]:
    """The closed classes and the words of asking, folded; a contraction counts as its parts."""
    classes = word_classes()
    closed = (word for word, flags in classes.items() if flags & (CLOSED & ~TIME))
    return frozenset(part for word in (*closed, _ASKING) for part in folded_words(word))
