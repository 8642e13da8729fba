"""Short and long forms of tests: the first of many cases by default, all of them at the gate."""

from collections.abc import Iterable
from typing import Any

import pytest


def gated(cases: Iterable[Any], by_default: int = 1) -> list[Any]:
    """The cases as parameters, of which so many belong to the default run."""
    return [
        pytest.param(case, marks=[] if number < by_default else [pytest.mark.gate])
        for number, case in enumerate(cases)
    ]
