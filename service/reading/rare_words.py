"""How much of a question's words a sentence holds, each word weighed by how rare it is."""

import math
from collections.abc import Callable, Set

from msgspec import Struct

from index.followers.lexical import LexicalIndex

# Words that say what is asked for, not what it is about.
_ASKING = frozenset(
    [
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "which",
        "whose",
        "whom",
        "did",
        "does",
        "do",
        "many",
        "much",
        "say",
        "said",
        "tell",
        "told",
        "think",
        "about",
        "recently",
        "recent",
        "latest",
        "last",
        "week",
        "this",
        "year",
        "say",
        "says",
    ]
)


class Weighed(Struct, frozen=True):
    """A question's terms with their weights; they add up to 1, unless there are none."""

    weights: dict[str, float]
    terms_of: Callable[[str], list[str]]

    def coverage(self, text: str) -> float:
        """Part of the question's weight whose terms stand in `text`, 0 to 1."""
        return self.covered(self.shared(text))

    def shared(self, text: str) -> frozenset[str]:
        """The question's terms that stand in `text`."""
        return frozenset(self.weights).intersection(self.terms_of(text))

    def covered(self, terms: Set[str]) -> float:
        """The same as `coverage` for terms already taken from a text."""
        if not terms:
            return 0.0
        return sum(weight for term, weight in self.weights.items() if term in terms)


def weigh(question: str, lexical: LexicalIndex) -> Weighed:
    """Weigh the question's terms by inverse document frequency (Robertson & Zaragoza 2009)."""
    asking = set(lexical.terms(" ".join(_ASKING)))
    terms = [term for term in dict.fromkeys(lexical.terms(question)) if term not in asking]
    total = max(1, lexical.count)
    raw = {term: _idf(lexical.document_frequency(term), total) for term in terms}
    whole = sum(raw.values())
    return Weighed({term: weight / whole for term, weight in raw.items()}, lexical.terms)


def _idf(frequency: int, total: int) -> float:
    return math.log1p((total - min(frequency, total) + 0.5) / (frequency + 0.5))
