"""Limits near-duplicates from one outlet to a few places.

Copies are put together elsewhere (`copies.py`). These differ in a name or a number, as articles do
that are made to crowd out what others wrote.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from index.records import Article
from index.text.matching.folding import folded_words

_ALIKE = 0.5
"""The share of the words of two that both have. Two reports of one event have fewer in common."""

T = TypeVar("T")


class InTurn(Generic[T]):
    """Things in their order, but those that say nearly the same as others of their outlet last."""

    def __init__(
        self,
        items: Iterable[T],
        told: Callable[[T], tuple[Article, str]],
        most: int,
        enough: int = sys.maxsize,
    ) -> None:
        """So many of an outlet that say nearly the same keep their places.

        Args:
            items: passages or sentences, best first.
            told: the article of each, and its words.
            most: how many.
            enough: once so many have kept their places, all do.
        """
        self._items = items
        self._told = told
        self._most = most
        self._enough = enough
        self._known: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._counts: Counter[tuple[str, frozenset[str]]] = Counter()
        self.last: list[T] = []
        """Those that lost their places, as far as one has looked."""

    def __iter__(self) -> Iterator[T]:
        """Those that keep their places, and then the others."""
        kept = 0
        for item in self._items:
            if kept >= self._enough or self._has_room(*self._told(item)):
                kept += 1
                yield item
            else:
                self.last.append(item)
        yield from self.last

    def _has_room(self, article: Article, text: str) -> bool:
        words = frozenset(folded_words(text))
        outlet = (article.outlet or "").casefold()
        known = self._known[outlet]
        first = next((one for one in known if _are_alike(words, one)), None)
        if first is None:
            known.append(first := words)
        self._counts[outlet, first] += 1
        return self._counts[outlet, first] <= self._most


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _ALIKE * (len(one) + len(other) - shared)
