"""How much is read for one question: how many windows, and until when."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class ReadingBudget(Struct, frozen=True, kw_only=True):
    """How much is read for one question. `reader.json` stores it as `reading`."""

    windows: int = 6
    characters: int = 480
    """Length up to which a window grows."""
    first: int = 4
    """Windows of the first stage; the others are read only if those leave a doubt."""
    heads: bool = False
    """Whether the title of its article is read before each window, as in training."""

    def stages(self, items: Sequence[T], until: float | None) -> Iterator[Sequence[T]]:
        """Yield the first items, then as many of the others as the remaining time allows.

        Args:
            items: what there is to read, best first.
            until: the deadline on `time.perf_counter`'s clock; None: there is none. How long the
                others take is estimated from the first.
        """
        started = time.perf_counter()
        if items:
            yield items[: self.first]
        others = items[self.first :]
        if until is not None:
            others = others[: _affordable(self.first, started, until)]
        if others:
            yield others


def _affordable(done: int, started: float, until: float) -> int:
    """How many more items can be read until then at the speed of those done since `started`."""
    now = time.perf_counter()
    return max(0, int(done * (until - now) / (now - started)))
