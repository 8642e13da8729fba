"""Generated pairs: what contradicts is never merged, what says the same nearly always is."""

from collections.abc import Callable, Iterator

import pytest

from service.answers.statements.merging import merge
from tests.service.answers.claims.candidates import candidate
from tests.service.answers.claims.pairs import Pair, contradictions, paraphrases

COUNT = 200
HELD_OUT = 1
"""The remainder of the scenes' numbers, divided by two, that the rules were not developed with."""


@pytest.mark.parametrize("seed", [20, 21, pytest.param(22, marks=pytest.mark.slow)])
def test_of_200_contradicting_pairs_none_is_merged(seed: int) -> None:
    pairs = list(contradictions(seed, COUNT))

    lies = [pair for pair in pairs if _is_merged(pair)]

    assert lies == []


@pytest.mark.short(1)
@pytest.mark.parametrize("seed", [20, 21, pytest.param(22, marks=pytest.mark.slow)])
def test_of_200_pairs_that_say_the_same_nearly_all_are_merged(seed: int) -> None:
    pairs = list(paraphrases(seed, COUNT))

    merged = [pair for pair in pairs if _is_merged(pair)]

    assert len(merged) >= 0.95 * COUNT


@pytest.mark.parametrize(
    ("generate", "least", "most"), [(contradictions, 0, 0), (paraphrases, 0.9, 1)]
)
def test_scenes_that_were_held_out_fare_no_worse(
    generate: Callable[[int, int], Iterator[Pair]], least: float, most: float
) -> None:
    pairs = [pair for pair in generate(30, 2 * COUNT) if pair.scene % 2 == HELD_OUT]

    share = sum(_is_merged(pair) for pair in pairs) / len(pairs)

    assert least <= share <= most


def _is_merged(pair: Pair) -> bool:
    return len(merge([candidate(pair.one, "a"), candidate(pair.other, "b")])) == 1
