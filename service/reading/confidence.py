"""Features to a probability: regressions that rank candidates and score the best."""

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

from msgspec import Struct, field, structs

from index.networks.logistic import sigmoid
from service.candidates import Candidate
from service.reading.ranking import answering_words, ranked, without_overlaps

Features = dict[str, float]

BEHIND = "behind"
"""1 for all candidates but the first: where that one answers, they mostly do not."""
SHARE = "share"
"""How probably these words answer rather than others that were read."""
_LITTLE = frozenset("of in on at to for by with and or".split())
_SEARCHED = frozenset(
    "fused rank dense passage headline window sentence timely untimely same_time fresh".split()
)
_UNFITTED = {
    "margin": 0.25,
    "log_probability": 0.3,
    "relevance": 0.3,
    "window": 0.4,
    "second": -1.0,
}


class Weights(Struct, frozen=True, kw_only=True):
    """The weights of one regression over named features."""

    bias: float
    features: dict[str, float]

    def log_odds(self, features: Features) -> float:
        """Log-odds that a candidate with these features is an answer."""
        return self.bias + sum(
            weight * features.get(name, 0.0) for name, weight in self.features.items()
        )

    def probability(self, features: Features) -> float:
        """Probability that a candidate with these features is an answer."""
        return sigmoid(self.log_odds(features))


def read_alone(features: Features) -> Features:
    """What reading says of a candidate, whatever search made of where it stands.

    A conversation's subject lifts all of its passages in a search, right or wrong.
    """
    return {name: value for name, value in features.items() if name not in _SEARCHED}


def shares(log_odds: Sequence[float], words: Sequence[str]) -> list[float]:
    """How probably each of a question's candidates is the answer, if one of them is: a softmax.

    Candidates of which one has all `words` of the other are one answer: "Lamb", "a teacher, Lamb".
    """
    top = max(log_odds, default=0.0)
    parts = [exp(value - top) for value in log_odds]
    whole = sum(parts)
    sets = [frozenset(own.split()) - _LITTLE for own in words]
    return [
        sum(part for part, other in zip(parts, sets, strict=True) if _is_one(own, other)) / whole
        for own in sets
    ]


def _is_one(own: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one answer has all words of the other; no words at all are not part of others."""
    return own == other or (bool(own and other) and (own <= other or other <= own))


class ConfidenceModel(Weights, frozen=True, kw_only=True):
    """Ranks candidates by their features and gives each a probability.

    The defaults are for a network without fitted weights: they mostly trust its own scores.
    """

    bias: float = -1.0
    features: dict[str, float] = field(default_factory=lambda: dict(_UNFITTED))
    fitted_on: str = ""
    deciding: Weights | None = None
    """Computes the probabilities of the ranked candidates; None: the ranking weights do.

    Finding the right span among a hundred others is one task; judging whether the best one answers
    at all is another. For the latter, an article from a different year counts much more.
    """
    sure: float = 0.7
    """Reading stops once the best candidate is at least this probable."""
    hopeless: float = 0.0
    """Reading stops if the best candidate is at most this probable: no answer is to be expected."""

    @property
    def uses_network_score(self) -> bool:
        """Whether the network's score of a quotation has a weight."""
        weights = (self, self.deciding or self)
        return any("inside" in one.features for one in weights)

    def is_settled(self, scored: Sequence[Candidate]) -> bool:
        """Whether the remaining windows need not be read."""
        if not scored:
            return False
        best = scored[0].confidence
        return best >= self.sure or best <= self.hopeless

    def score(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Candidates with a probability, best first; probabilities never rise down the list.

        With fitted weights without those that overlap a better one.
        """
        ordered = ranked([_with(c, self.probability(c.features)) for c in candidates])
        if self.deciding is None:
            return ordered
        ordered = without_overlaps(ordered)
        log_odds = [self.log_odds(read_alone(c.features)) for c in ordered]
        found = shares(log_odds, [answering_words(c) for c in ordered])
        decided = (
            self.deciding.probability({**c.features, SHARE: share, BEHIND: float(place > 0)})
            for place, (c, share) in enumerate(zip(ordered, found, strict=True))
        )
        falling = accumulate(decided, min)
        return [_with(c, value) for c, value in zip(ordered, falling, strict=True)]


UNFITTED_QUOTATIONS = ConfidenceModel(bias=0.0, features={"said": 1.0})
"""For quotations, if nothing was fitted: the sentence reader's own probability."""


class ConfidenceModels(NamedTuple):
    """One confidence model for each kind of search."""

    collection: ConfidenceModel = ConfidenceModel()
    """For answers from a whole collection."""
    article: ConfidenceModel = ConfidenceModel()
    """For answers from a single chosen article."""
    quotations: ConfidenceModel = UNFITTED_QUOTATIONS
    """For somebody's words."""


def _with(candidate: Candidate, confidence: float) -> Candidate:
    return structs.replace(candidate, confidence=confidence)
