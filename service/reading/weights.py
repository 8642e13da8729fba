"""Logistic weights over named features."""

import math

from msgspec import Struct

Features = dict[str, float]


class Weights(Struct, frozen=True, kw_only=True):
    """Logistic weights of one kind of candidate."""

    bias: float
    features: dict[str, float]

    def probability(self, features: Features) -> float:
        """Probability that a candidate with these features answers."""
        total = self.bias + sum(
            weight * features.get(name, 0.0) for name, weight in self.features.items()
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
