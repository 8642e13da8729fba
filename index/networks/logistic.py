"""Odds and probabilities, and logistic regressions of named features."""

from math import exp, log

from msgspec import Struct


def sigmoid(log_odds: float) -> float:
    """The probability with these odds; beyond 30 and -30 it hardly changes."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds))))


def logit(probability: float) -> float:
    """The logarithm of the odds, for probabilities from 0.001 to 0.999; others are clipped."""
    bounded = min(0.999, max(0.001, probability))
    return log(bounded / (1 - bounded))


class LogisticModel(Struct, frozen=True, kw_only=True):
    """A logistic regression: a weight per feature name, and a constant."""

    weights: dict[str, float] = {}
    constant: float = 0.0

    def probability(self, features: dict[str, float]) -> float:
        """How likely it is with these features, between 0 and 1."""
        weighed = (self.weights.get(name, 0.0) * value for name, value in features.items())
        return sigmoid(self.constant + sum(weighed))
