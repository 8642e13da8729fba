"""Comparisons of fewer draws than in use, but for the long forms of tests."""

import pytest

from eval.comparing import differences

_FEW = 100


@pytest.fixture(autouse=True)
def draws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many resamples and swaps an interval and a probability are of."""
    if not request.node.get_closest_marker("gate"):
        monkeypatch.setattr(differences, "_RESAMPLES", _FEW)
