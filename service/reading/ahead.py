"""Provisional answers: the current best, and how likely it is to stay the best.

What is read next is known but for what the network makes of it: a good sentence that is unread may
hold a better answer. `ahead.json` says what that likelihood was fitted on.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from index.networks.logistic import logit
from service.candidates import Candidate, Unfinished
from service.reading.confidence import Features, Weights
from service.reading.windows import Window
from service.telling import tell

WEIGHTS_FILE = Path(__file__).with_name("ahead.json")


class Model(Weights, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of `ahead.json`."""

    fitted_on: str


def tell_unfinished(candidates: list[Candidate], windows: Sequence[Window], read: int) -> None:
    """Tell what was found in the first windows, unless there is nothing, or nothing else to read.

    `read` of the windows were read; the candidates are the best first.
    """
    if candidates and read < len(windows):
        features = _features(candidates, windows[read:], read)
        tell(Unfinished(candidates, _model().probability(features), features))


def _features(candidates: Sequence[Candidate], unread: Sequence[Window], read: int) -> Features:
    leading, *rivals = (logit(candidate.confidence) for candidate in candidates[:2])
    return {
        "leading": leading,
        "rival": rivals[0] if rivals else logit(0.0),
        "unread": max(logit(window.best.confidence) for window in unread),
        "alone": 1.0 if read == 1 else 0.0,
    }


@cache
def _model() -> Model:
    return msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
