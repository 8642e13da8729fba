"""Passages of copies: one text in several outlets is shown once."""

from collections.abc import Sequence
from functools import cache

from index.search import Found
from index.text.copies import are_copies, runs_of

_ALIKE = 0.5
"""The share of a passage's runs that a copy's has: both may have been cut elsewhere."""


def collapsed(found: Sequence[Found]) -> list[tuple[Found, list[Found]]]:
    """Each passage with those that say the same in copies of its article, in their order."""
    groups: list[tuple[Found, list[Found]]] = []

    @cache
    def runs_of_article(number: int) -> frozenset[int]:
        return runs_of(found[number].located.article.text)

    own: list[tuple[int, frozenset[int]]] = []
    for number, item in enumerate(found):
        runs = runs_of(item.hit.passage.text)
        place = next(
            (
                at
                for at, (first, its) in enumerate(own)
                if found[first].located.article.id != item.located.article.id
                and _alike(runs, its)
                and are_copies(runs_of_article(first), runs_of_article(number))
            ),
            None,
        )
        if place is None:
            groups.append((item, []))
            own.append((number, runs))
        elif _is_new(item, groups[place]):
            groups[place][1].append(item)
    return groups


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= _ALIKE * fewer


def _is_new(item: Found, group: tuple[Found, list[Found]]) -> bool:
    """Whether no passage of its article is in the group: passages overlap."""
    first, others = group
    return item.located.article.id not in {one.located.article.id for one in (first, *others)}
