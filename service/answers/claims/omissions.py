"""Words in only one of two claims: which may be missing, and which change the meaning."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.quotations.vocabulary.lists import word_list
from service.answers.claims.claim import Claim, is_preposition
from service.answers.claims.tokens import PAUSE, Sort, Token
from service.answers.claims.vocabulary import form, words

_LEAST_BEFORE_NUMBERS = 4
"""Minimum number of words before a tail that states further numbers."""
_COMPANY = frozenset(("inc", "corp", "ltd", "llc", "plc", "co", "company", "sa", "ag", "gmbh"))
_RANKS = frozenset(("vice", "deputy", "acting", "assistant", "interim", "rival", "opponent"))
"""Titles of which the holder is somebody else than the one without: "Vice President"."""


class Side(Struct, frozen=True):
    """A claim's tokens without pauses, and before which of them there is one."""

    tokens: list[Token]
    pauses: frozenset[int]
    is_english: bool


class Omission(Struct, frozen=True):
    """A stretch that the other claim lacks: its words that matter, and whether it is in doubt."""

    words: tuple[Token, ...] = ()
    is_doubtful: bool = False


def side_of(found: Sequence[Token], whole: Claim) -> Side:
    """Tokens of a claim, in some order, as one side of a comparison."""
    kept: list[Token] = []
    pauses: set[int] = set()
    for token in found:
        if token is PAUSE:
            pauses.add(len(kept))
        else:
            kept.append(token)
    return Side(kept, frozenset(pauses), whole.is_english)


def omission(side: Side, start: int, end: int) -> Omission:
    """What it means that the other claim lacks these tokens."""
    part = side.tokens[start:end]
    if not side.is_english:
        return Omission(tuple(part), bool(part) and not _is_cut_tail(side, start, end))
    matters = [t for t in part if not _is_harmless(t)]
    passed = (_is_title, _is_company, _is_region, _is_age, _are_people)
    if not matters or any(allowed(side, start, end) for allowed in passed):
        return Omission()
    return Omission(tuple(matters), not _is_addition(side, start, end))


def are_rivals(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether words that may be missing stand in one place and differ in kind: "early", "late".

    A given name instead of a title is normal ("Mark Carney", "Prime Minister Carney"); a different
    title, or a different given name, is not.
    """
    mine, its = dict(_by_kind(one)), dict(_by_kind(other))
    return any(mine[kind].isdisjoint(its[kind]) for kind in mine.keys() & its.keys())


def _by_kind(part: Sequence[Token]) -> Iterator[tuple[str, set[str]]]:
    kinds: dict[str, set[str]] = {}
    for token in part:
        kinds.setdefault(_kind(token), set()).add(token.key.stem)
    initials = {stem[:1] for stem in kinds.get("name", ()) if len(stem) == 1}
    for kind, stems in kinds.items():
        yield kind, stems | initials if kind == "name" else stems


def _kind(token: Token) -> str:
    stem = token.key.stem
    if stem in word_list("demonyms") | words("regions"):
        return "place"
    if stem in word_list("titles", "more titles", "roles"):
        return "title"
    return "name" if token.is_capital else "word"


def _is_harmless(token: Token) -> bool:
    return token.sort is Sort.WORD and token.key.stem in words("harmless")


def _is_title(side: Side, start: int, end: int) -> bool:
    """A title or given name before a name: "Prime Minister Mark" before "Carney"."""
    if _is_paused(side, start + 1, end) or not _is_before_name(side, end):
        return False
    return all(_may_precede_name(token) for token in side.tokens[start:end])


def _is_before_name(side: Side, at: int) -> bool:
    """Whether a surname stands here, or further titles and then one."""
    while at < len(side.tokens) and _kind(side.tokens[at]) == "title":
        at += 1
    if at == len(side.tokens):
        return False
    stem = side.tokens[at].key.stem
    return side.tokens[at].is_capital and stem not in word_list("organisations") | words("regions")


def _may_precede_name(token: Token) -> bool:
    stem = token.key.stem
    if token.sort is not Sort.WORD or stem in _RANKS:
        return False
    known = word_list("titles", "more titles", "roles", "demonyms", "men", "women")
    if stem in known or stem == "'s":
        return True
    return token.is_capital and stem not in word_list("places") and not is_preposition(token)


def _is_company(side: Side, start: int, end: int) -> bool:
    """The form of a company behind its name: "Acme Inc"."""
    part = side.tokens[start:end]
    return (
        start > 0
        and side.tokens[start - 1].is_capital
        and all(t.key.stem in _COMPANY for t in part)
    )


def _is_region(side: Side, start: int, end: int) -> bool:
    """The country or state behind a town: "Paris, France"."""
    known = words("regions") | word_list("places")
    is_behind_name = start > 0 and side.tokens[start - 1].is_capital and start in side.pauses
    part = side.tokens[start:end]
    return is_behind_name and all(t.is_capital and t.key.stem in known for t in part)


def _is_age(side: Side, start: int, end: int) -> bool:
    """The age between pauses behind a name: "Lee, 54, won"."""
    is_apart = start in side.pauses and end in side.pauses
    return is_apart and end - start == 1 and side.tokens[start].sort is Sort.NUMBER


def _are_people(side: Side, start: int, end: int) -> bool:
    """Whether it is "people" behind a number: "killing three people"."""
    is_counted = start > 0 and side.tokens[start - 1].sort is Sort.NUMBER
    return is_counted and end - start == 1 and side.tokens[start].key.stem == form("people").stem


def _is_addition(side: Side, start: int, end: int) -> bool:
    """A phrase of its own at an end or between pauses, without words that change the rest."""
    part = side.tokens[start:end]
    if any(t.sort is Sort.GUARD or (t.day and t.day.has_year) for t in part):
        return False
    is_tail, is_paused = end == len(side.tokens), start in side.pauses
    may_count = is_tail and is_paused and start >= _LEAST_BEFORE_NUMBERS
    if any(t.sort is Sort.NUMBER for t in part) and not may_count:
        return False
    if start == 0:
        return end in side.pauses
    if all(t.is_capital for t in part) and not is_preposition(part[0]):
        return False
    begins = is_paused or is_preposition(part[0]) or (is_tail and _continues(part))
    return begins and (is_tail or end in side.pauses or is_preposition(side.tokens[end]))


def _continues(part: Sequence[Token]) -> bool:
    """Whether it goes on with "and did something": "and Kim" would add a name to a list."""
    return part[0].key.stem == "and" and len(part) > 1 and not part[1].is_capital


def _is_cut_tail(side: Side, start: int, end: int) -> bool:
    """What alone may be missing where the language is not understood."""
    is_tail = end == len(side.tokens) and start in side.pauses
    return is_tail and all(t.sort is Sort.WORD for t in side.tokens[start:end])


def _is_paused(side: Side, start: int, end: int) -> bool:
    return any(start <= place <= end for place in side.pauses)
