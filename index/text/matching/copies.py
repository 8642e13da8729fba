"""Copies of a text: a wire story in several outlets, shortened or with a line added.

Compares the runs of five words that the shorter text shares with the longer one.
"""

import re

_WORD = re.compile(r"\w+")
_RUN = 5
_SHARE = 0.6
_FEWEST = 30
"""Runs of the shorter text: a brief shares them with any longer report of its event."""
_MOST_CHARACTERS = 20_000


def runs_of(text: str) -> frozenset[int]:
    """A text's fingerprint, valid only within this process."""
    words = _WORD.findall(text[:_MOST_CHARACTERS].casefold())
    return frozenset(map(hash, zip(*(words[start:] for start in range(_RUN)), strict=False)))


def are_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts, given their runs, are the same except for cuts and a few words."""
    fewer = min(len(one), len(other))
    return fewer >= _FEWEST and len(one & other) >= _SHARE * fewer
