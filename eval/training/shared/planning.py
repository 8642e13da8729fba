"""The batches of a training, planned before it begins: a resumed one goes on with the same."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def planned(
    found: Sequence[T],
    length: Callable[[T], int],
    *,
    tokens: int,
    among: int,
    seed: int,
    epochs: int = 1,
) -> list[list[T]]:
    """Batches of about so many tokens, in random order, of all epochs.

    Those of about the same length, among so many that follow each other, go into one batch.
    """
    return [
        batch
        for epoch in range(epochs)
        for batch in _batched(found, length, tokens, among, random.Random(seed + epoch))  # noqa: S311
    ]


def _batched(
    found: Sequence[T], length: Callable[[T], int], tokens: int, among: int, rng: random.Random
) -> list[list[T]]:
    order = list(found)
    rng.shuffle(order)
    batches: list[list[T]] = []
    for first in range(0, len(order), among):
        batch: list[T] = []
        for one in sorted(order[first : first + among], key=length):
            if batch and length(one) * (len(batch) + 1) > tokens:
                batches.append(batch)
                batch = []
            batch.append(one)
        batches.append(batch)
    rng.shuffle(batches)
    return batches
