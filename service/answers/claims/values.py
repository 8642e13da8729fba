"""Numbers that cannot both be right: 11 and 14, but not "about 40" and 41."""

from collections.abc import Sequence
from typing import NamedTuple

from service.answers.claims.tokens import Sort, Token
from service.answers.claims.vocabulary import form, words

# Rounded figures of one thing differ by less: "3.2 million", "3.24 million".
_ROUNDING = 0.03
_ROUGHLY = 0.15
_AT_LEAST = frozenset(("least", "more", "over", "than", "exceed", "minimum"))
_AT_MOST = frozenset(
    ("most", "up", "under", "fewer", "less", "below", "maximum", "almost", "nearly")
)


class _Range(NamedTuple):
    least: float
    most: float
    unit: str
    counted: str


def are_different_numbers(
    mine: Sequence[Token], its: Sequence[Token], one: Sequence[Token], other: Sequence[Token]
) -> bool:
    """Whether the number of one claim excludes that of another.

    `mine` and `its` are the tokens of the claims, `one` and `other` those of their answers, with
    one number each.
    """
    left, right = _range(mine, one), _range(its, other)
    if left is None or right is None or left.unit != right.unit:
        return False
    if left.counted and right.counted and left.counted != right.counted:
        return False
    return left.most < right.least or right.most < left.least


def _range(whole: Sequence[Token], answer: Sequence[Token]) -> _Range | None:
    numbers = [token for token in answer if token.sort is Sort.NUMBER]
    if len(numbers) != 1 or numbers[0] not in whole:
        return None
    at = whole.index(numbers[0])
    value, unit = float(numbers[0].key.stem), numbers[0].key.tag
    before = {token.key.stem for token in whole[max(0, at - 3) : at]}
    counted = whole[at + 1].key.stem if at + 1 < len(whole) and whole[at + 1].written else ""
    if "not" in before:
        return None
    share = _ROUGHLY if before & _rough() else _ROUNDING if abs(value) >= 100 else 0.0
    margin = abs(value) * share
    least, most = value - margin, value + margin
    if before & _AT_LEAST:
        most = float("inf")
    if before & _AT_MOST:
        least = float("-inf")
    return _Range(least, most, unit, counted)


def bounds() -> frozenset[str]:
    """Stems of words that make of a number a bound or a rough one."""
    return _AT_LEAST | _AT_MOST | _rough()


def _rough() -> frozenset[str]:
    return frozenset(form(word).stem for word in words("approximate"))
