"""Compares two claims: what they share, what is swapped, and what only one contains."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct, structs

from index.text.dates.named_days import Relation, relation
from service.answers.claims.claim import Claim, is_preposition
from service.answers.claims.omissions import Side, are_rivals, omission, side_of
from service.answers.claims.tokens import PAUSE, Sort, Token

_LEAST_SHARED = 4


class Swap(Struct, frozen=True):
    """Words of one claim where the other has different ones."""

    mine: tuple[Token, ...]
    its: tuple[Token, ...]


class Comparison(Struct, frozen=True):
    """What comes of laying two claims side by side."""

    shared: int
    """How many words, numbers and days they share."""
    longest: int
    swaps: tuple[Swap, ...] = ()
    doubts: int = 0
    """Maximum number of stretches in only one of them that may change the meaning."""

    @property
    def without_swaps(self) -> "Comparison":
        """The same, as if what is swapped were alike."""
        return structs.replace(self, shared=self.shared + len(self.swaps), swaps=())

    @property
    def is_same(self) -> bool:
        """Whether they say the same, one perhaps more fully."""
        if self.swaps or self.doubts or not self.shared:
            return False
        return self.shared * 2 >= self.longest or self.shared >= _LEAST_SHARED


def compare(one: Claim, other: Claim) -> Comparison:
    """Lay two claims side by side, as they are put or, if that helps, phrase by phrase."""
    plain = _compare(side_of(one.tokens, one), side_of(other.tokens, other), one, other)
    if plain.is_same or not one.is_english or not other.is_english:
        return plain
    ordered = _compare(
        side_of(_in_order(one.tokens), one), side_of(_in_order(other.tokens), other), one, other
    )
    return min(plain, ordered, key=lambda c: (len(c.swaps) + c.doubts, -c.shared))


def _compare(mine: Side, its: Side, one: Claim, other: Claim) -> Comparison:
    matcher = SequenceMatcher(
        None, [t.key for t in mine.tokens], [t.key for t in its.tokens], autojunk=False
    )
    shared, doubts = 0, 0
    swaps: list[Swap] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(mine.tokens[a:b], its.tokens[c:d], strict=True)
            for left, right in pairs:
                if _is_other_day(left, right):
                    swaps.append(Swap((left,), (right,)))
                else:
                    shared += 1
            continue
        own, its_own = omission(mine, a, b), omission(its, c, d)
        if own.words and its_own.words:
            swaps.append(Swap(own.words, its_own.words))
        else:
            doubts += own.is_doubtful + its_own.is_doubtful
            doubts += are_rivals(mine.tokens[a:b], its.tokens[c:d])
    swaps += _swapped_days(one, other)
    return Comparison(shared, max(len(mine.tokens), len(its.tokens)), tuple(swaps), doubts)


def _is_other_day(left: Token, right: Token) -> bool:
    if left.day is None or right.day is None:
        return False
    return relation(left.day, right.day) is not Relation.SAME


def _swapped_days(one: Claim, other: Claim) -> Iterator[Swap]:
    """The days that stand beside the claims, if they are not the same."""
    if one.day and other.day:
        if one.day.key != other.day.key or _is_other_day(one.day, other.day):
            yield Swap((one.day,), (other.day,))
    elif one.day or other.day:
        lone = one.day or other.day
        # A year that only one of them names may tell two events apart.
        if lone is not None and lone.day is not None and lone.day.has_year:
            yield Swap((lone,), ())


def _in_order(found: Sequence[Token]) -> list[Token]:
    """The phrases of each clause behind its core, in the order of their words."""
    ordered: list[Token] = []
    for clause in _split(found):
        core, *rest = _phrases(clause)
        ordered += core
        for phrase in sorted(rest, key=lambda p: [t.key for t in p]):
            ordered += phrase
        ordered.append(PAUSE)
    return ordered[:-1]


def _split(found: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in found:
        if token is PAUSE:
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


def _phrases(clause: Sequence[Token]) -> list[list[Token]]:
    """The core of a clause, and the phrases that begin with a preposition; "of" begins none."""
    parts: list[list[Token]] = [[]]
    for token in clause:
        if is_preposition(token) and token.key.stem != "of" and token.sort is not Sort.GUARD:
            parts.append([])
        parts[-1].append(token)
    return parts
