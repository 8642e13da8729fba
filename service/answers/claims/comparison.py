"""Two claims side by side: what they share, what is swapped, and what only one of them has."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct, structs

from index.quotations.vocabulary.lists import word_list
from service.answers.claims.claim import Claim, is_preposition
from service.answers.claims.days import Relation, relation
from service.answers.claims.tokens import PAUSE, Sort, Token
from service.answers.claims.vocabulary import form, words

_LEAST_SHARED = 4
_COMPANY = frozenset(("inc", "corp", "ltd", "llc", "plc", "co", "company", "sa", "ag", "gmbh"))


class Swap(Struct, frozen=True):
    """Words of one claim where the other has different ones."""

    mine: tuple[Token, ...]
    its: tuple[Token, ...]


class Comparison(Struct, frozen=True):
    """What comes of laying two claims side by side."""

    shared: int
    """How many words, numbers and days they share."""
    longest: int
    shortest: int
    swaps: tuple[Swap, ...] = ()
    doubts: int = 0
    """How many stretches that only one of them has may change what is said."""

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


class _Side(Struct, frozen=True):
    """A claim's tokens without pauses, and before which of them there is one."""

    tokens: list[Token]
    pauses: frozenset[int]
    is_english: bool


def compare(one: Claim, other: Claim) -> Comparison:
    """Lay two claims side by side, as they are put or, if that helps, phrase by phrase."""
    plain = _compare(_side(one.tokens, one), _side(other.tokens, other), one, other)
    if plain.is_same or not one.is_english or not other.is_english:
        return plain
    ordered = _compare(
        _side(_in_order(one.tokens), one), _side(_in_order(other.tokens), other), one, other
    )
    return min(plain, ordered, key=lambda c: (len(c.swaps) + c.doubts, -c.shared))


def _compare(mine: _Side, its: _Side, one: Claim, other: Claim) -> Comparison:
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
        own, its_own = _unshared(mine, a, b), _unshared(its, c, d)
        if own.words and its_own.words:
            swaps.append(Swap(own.words, its_own.words))
        else:
            doubts += own.is_doubtful + its_own.is_doubtful
    swaps += _swapped_days(one, other)
    lengths = sorted((len(mine.tokens), len(its.tokens)))
    return Comparison(shared, lengths[1], lengths[0], tuple(swaps), doubts)


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


def _side(found: Sequence[Token], whole: Claim) -> _Side:
    kept: list[Token] = []
    pauses: set[int] = set()
    for token in found:
        if token is PAUSE:
            pauses.add(len(kept))
        else:
            kept.append(token)
    return _Side(kept, frozenset(pauses), whole.is_english)


class _Unshared(Struct, frozen=True):
    """A stretch that the other claim lacks: its words that matter, and whether it is in doubt."""

    words: tuple[Token, ...] = ()
    is_doubtful: bool = False


def _unshared(side: _Side, start: int, end: int) -> _Unshared:
    part = side.tokens[start:end]
    if not side.is_english:
        return _Unshared(tuple(part), bool(part) and not _is_cut_tail(side, start, end))
    matters = [t for t in part if t.sort is not Sort.WORD or t.key.stem not in words("harmless")]
    passed = (_is_title, _is_region, _is_age, _are_people)
    if not matters or any(allowed(side, start, end) for allowed in passed):
        return _Unshared()
    return _Unshared(tuple(matters), not _is_addition(side, start, end))


def _is_title(side: _Side, start: int, end: int) -> bool:
    """A title or given name before a name: "Prime Minister Mark" before "Carney"; "Inc" behind."""
    part = side.tokens[start:end]
    if all(t.key.stem in _COMPANY for t in part):
        return start > 0 and side.tokens[start - 1].is_capital
    if (
        end >= len(side.tokens)
        or not _is_surname(side.tokens[end])
        or _paused(side, start + 1, end)
    ):
        return False
    return all(_may_precede_name(t) for t in part)


def _is_surname(token: Token) -> bool:
    stem = token.key.stem
    return (
        token.is_capital and stem not in word_list("organisations") and stem not in words("regions")
    )


def _may_precede_name(token: Token) -> bool:
    stem = token.key.stem
    if token.sort is not Sort.WORD:
        return False
    known = word_list("titles", "more titles", "roles", "demonyms", "men", "women")
    if stem in known or stem in ("'s",):
        return True
    return token.is_capital and stem not in word_list("places") and not is_preposition(token)


def _is_region(side: _Side, start: int, end: int) -> bool:
    """The country or state behind a town: "Paris, France"."""
    part = side.tokens[start:end]
    is_behind_name = start > 0 and side.tokens[start - 1].is_capital and start in side.pauses
    return is_behind_name and all(
        t.is_capital and t.key.stem in words("regions") | word_list("places") for t in part
    )


def _is_age(side: _Side, start: int, end: int) -> bool:
    """The age between pauses behind a name: "Lee, 54, won"."""
    is_apart = start in side.pauses and end in side.pauses
    return is_apart and end - start == 1 and side.tokens[start].sort is Sort.NUMBER


def _are_people(side: _Side, start: int, end: int) -> bool:
    """Whether it is "people" behind a number: "killing three people"."""
    is_counted = start > 0 and side.tokens[start - 1].sort is Sort.NUMBER
    return is_counted and end - start == 1 and side.tokens[start].key.stem == form("people").stem


def _is_addition(side: _Side, start: int, end: int) -> bool:
    """A phrase of its own at an end or between pauses, without words that change the rest."""
    part = side.tokens[start:end]
    if any(t.sort is Sort.GUARD or (t.day and t.day.has_year) for t in part):
        return False
    is_tail, is_paused = end == len(side.tokens), start in side.pauses
    if any(t.sort is Sort.NUMBER for t in part) and not (
        is_tail and is_paused and start >= _LEAST_SHARED
    ):
        return False
    if start == 0:
        return end in side.pauses
    if all(t.is_capital for t in part) and not is_preposition(part[0]):
        return False
    begins = is_paused or is_preposition(part[0]) or (is_tail and _continues(part))
    ends = is_tail or end in side.pauses or is_preposition(side.tokens[end])
    return begins and ends


def _continues(part: Sequence[Token]) -> bool:
    """Whether it goes on with "and did something": "and Kim" would add a name to a list."""
    return part[0].key.stem == "and" and len(part) > 1 and not part[1].is_capital


def _is_cut_tail(side: _Side, start: int, end: int) -> bool:
    """What alone may be missing where the language is not understood."""
    is_tail = end == len(side.tokens) and start in side.pauses
    return is_tail and all(t.sort is Sort.WORD for t in side.tokens[start:end])


def _paused(side: _Side, start: int, end: int) -> bool:
    return any(start <= place <= end for place in side.pauses)


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
