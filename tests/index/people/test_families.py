"""People of one surname are told apart, in an article and across articles."""

import pytest

from tests.forms import gated
from tests.index.people.families import judge, stories

_MOST_SPLIT = 0.05


@pytest.mark.gate
@pytest.mark.parametrize("seed", gated(range(8), 2))
def test_no_two_of_a_family_become_one_and_hardly_anybody_becomes_two(seed: int) -> None:
    told = list(stories(seed, 10))

    verdict = judge(told)

    assert verdict.merged == []
    assert len(verdict.split) <= _MOST_SPLIT * verdict.people
    # Of two sisters, nobody can tell which one “Ms Voss” is.
    assert verdict.named > 0.75 * verdict.quotations
