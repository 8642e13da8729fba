"""Overlap of question and sentence, with words weighted by rarity."""

import math
from collections.abc import Callable, Set

from msgspec import Struct

from index.followers.lexical.follower import LexicalIndex
from index.records import Article
from index.store.library import Located

# Words that say what kind of answer is wanted, not what the question is about.
_ASKING_WORDS = (
    "who what when where why how which whose whom did does do many much say said says tell told "
    "think about recently recent latest last week this year"
)


class WeightedTerms(Struct, frozen=True):
    """A question's terms with their weights, which add up to 1 unless there are no terms."""

    weights: dict[str, float]
    terms_of: Callable[[str], list[str]]

    def coverage(self, text: str) -> float:
        """The share of the question's weight that a text covers, 0 to 1."""
        return self.covered(self.shared(text))

    def shared(self, text: str) -> frozenset[str]:
        """The question's terms that a text contains."""
        return frozenset(self.weights).intersection(self.terms_of(text))

    def covered(self, terms: Set[str]) -> float:
        """The share of the question's weight that these terms cover, 0 to 1."""
        return sum((weight for term, weight in self.weights.items() if term in terms), 0.0)


class SentenceTerms:
    """The question's terms in the sentences of articles, looked up once for each sentence."""

    def __init__(self, weighted: WeightedTerms) -> None:
        self._weighted = weighted
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def of(self, version_pk: int, article: Article, number: int) -> frozenset[str]:
        """The terms in the sentence of that number; none if there is no such sentence."""
        if not 0 <= number < len(article.sentences):
            return frozenset()
        key = (version_pk, number)
        if key not in self._known:
            span = article.sentences[number]
            self._known[key] = self._weighted.shared(article.text[span.start : span.end])
        return self._known[key]

    def of_passage(self, located: Located) -> frozenset[str]:
        """The terms in a passage: in its sentences, and in the text between them."""
        pk, article = located.version_pk, located.article
        numbers = range(located.first_sentence, located.last_sentence + 1)
        found = [self.of(pk, article, number) for number in numbers]
        found += [self._before(article, number) for number in numbers[1:]]
        return frozenset().union(*found)

    def _before(self, article: Article, number: int) -> frozenset[str]:
        """The terms between a sentence and the one before it."""
        sentences = article.sentences
        between = article.text[sentences[number - 1].end : sentences[number].start]
        return frozenset() if between.isspace() else self._weighted.shared(between)


def weigh(question: str, lexical: LexicalIndex) -> WeightedTerms:
    """Weigh the question's terms by inverse document frequency (Robertson & Zaragoza 2009)."""
    asking = set(lexical.terms(_ASKING_WORDS))
    terms = [term for term in dict.fromkeys(lexical.terms(question)) if term not in asking]
    total = max(1, lexical.count)
    raw = {term: _idf(lexical.document_frequency(term), total) for term in terms}
    whole = sum(raw.values())
    return WeightedTerms({term: weight / whole for term, weight in raw.items()}, lexical.terms)


def _idf(frequency: int, total: int) -> float:
    return math.log1p((total - min(frequency, total) + 0.5) / (frequency + 0.5))
