"""Splits people's names: given names, a surname with its particles, and "Jr.".

Everything that compares names takes them apart here, so that "Anna Berg" and "Pieter van den Berg"
have different surnames everywhere.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from index.quotations.vocabulary.lists import word_list
from index.text.matching.folding import folded

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_FUSED = frozenset(("mc", "mac"))
_NICKNAME = re.compile(
    r"(?<=\w|\.)[ \xa0][“\"'‘«„(](?P<nickname>[^“”\"‘’»()]{2,40})[”\"'’»“)][ \xa0](?=\w)"
)
_BEFORE_PARTICLES = frozenset(("van", "von"))
"""Given names that begin a surname where a particle follows: "Van der Berg", not "Ben van Raal"."""
_ONLY_BETWEEN = frozenset(("y", "zu"))
"""Particles that join two names and begin no surname."""


class NameParts(NamedTuple):
    """A name taken apart; words are folded."""

    given: tuple[str, ...]
    """The given names; empty if the name is only a surname: "van den Berg"."""
    surname: tuple[str, ...]
    """With its particles: "van", "den", "berg"."""
    suffix: str = ""
    """ "jr" of "Robert Kennedy Jr."."""
    nicknames: frozenset[str] = frozenset()
    """ "bobby" of "Robert “Bobby” Lang"."""

    @property
    def firsts(self) -> frozenset[str]:
        """The first given name, and what stands for it."""
        return self.nicknames | frozenset(self.given[:1])

    @property
    def last(self) -> str:
        """The surname without its particles."""
        return self.surname[-1]


@cache
def particles() -> frozenset[str]:
    """The small words that belong to the surname behind them."""
    return (word_list("particles") | {"st"}) - _ONLY_BETWEEN


def take_apart(words: Sequence[str]) -> NameParts:
    """Take a name apart that is given as words without titles."""
    return _taken_apart(tuple(words))


@lru_cache(maxsize=1 << 16)
def _taken_apart(words: tuple[str, ...]) -> NameParts:
    plain = _pieces([folded(word).replace("'", "").replace("’", "") for word in words])
    suffix = ""
    while len(plain) > 1 and plain[-1] in SUFFIXES:
        suffix = plain.pop()
    if not plain:
        return NameParts((), ("",), suffix)
    begin = len(plain) - 1
    while begin and plain[begin - 1] in particles():
        begin -= 1
    is_given = plain[0] in word_list("men", "women") and "-" not in words[0]
    is_first = len(plain) == 2 or (len(plain) > 1 and plain[0] not in _BEFORE_PARTICLES)
    if begin == 0 and is_given and is_first:
        begin = 1  # "Al Gore" has a given name, "al-Gore" has not
    return NameParts(tuple(plain[:begin]), tuple(plain[begin:]), suffix)


def _pieces(words: Sequence[str]) -> list[str]:
    """The words with "al-Masri" as two and "Mc Allister" as one."""
    found: list[str] = []
    for word in words:
        particle, hyphen, rest = word.partition("-")
        if found and found[-1] in _FUSED:
            found[-1] += word
        elif hyphen and rest and particle in particles():
            found += [particle, rest]
        elif word:
            found.append(word)
    return found


def is_same_word(one: str, other: str) -> bool:
    """Whether two words are equal, or one is the other's initial."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def share_a_surname(one: NameParts, other: NameParts) -> bool:
    """Whether two surnames may be one, written with all, some or none of its particles."""
    shorter, longer = sorted((one.surname, other.surname), key=len)
    return longer[-len(shorter) :] == shorter


def may_be_called(bearer: NameParts, surname: NameParts) -> bool:
    """Whether somebody of that name may be called by this surname: "Berg" for "van den Berg".

    Never the other way round: "van den Berg" is nobody whose name is just "Berg".
    """
    return bearer.surname[-len(surname.surname) :] == surname.surname


def may_be_one_name(one: NameParts, other: NameParts) -> bool:
    """Whether two full names may be one person's: nothing that both of them say differs.

    "Ann B. Lee" may be "Ann Lee", but not "Ann C. Lee"; "Bo Lee Jr." is not "Bo Lee Sr.".
    """
    if one.firsts.isdisjoint(other.firsts) or not share_a_surname(one, other):
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if one.given[:1] != other.given[:1]:
        return True
    middles = zip(one.given[1:], other.given[1:], strict=False)
    return all(is_same_word(*pair) for pair in middles)


def has_double_surname(longer: NameParts, shorter: NameParts) -> bool:
    """Whether a name leaves out the given name of another: "Huckabee Sanders".

    "Paul Jones" leaves nothing out of "John Paul Jones": he may be named Paul.
    """
    one = len(shorter.given) == 1 and shorter.given[0] not in word_list("men", "women")
    if not one or not _ends_in(longer, shorter):
        return False
    # "Office of Veterans Affairs" and "Pilot Flying Cards" are nobody.
    no_given = word_list("roles", "occupations", "organisations")
    return "of" not in longer.given and longer.given[0] not in no_given


def has_words_before(longer: NameParts, shorter: NameParts) -> bool:
    """Whether a name begins with words that are no part of it: "Cellist Ann Lee", "Ann Lee"."""
    known = word_list("men", "women")
    is_whole = _ends_in(longer, shorter) and shorter.given[0] in known
    return is_whole and longer.given[0] not in known


def _ends_in(longer: NameParts, shorter: NameParts) -> bool:
    count = len(shorter.given)
    behind = len(longer.given) > count > 0 and longer.given[-count:] == shorter.given
    return behind and longer.surname == shorter.surname


def other_spelling(name: NameParts) -> NameParts:
    """The same name with or without the hyphen of its surname: "Diaz-Balart", "Diaz Balart"."""
    first, hyphen, last = name.last.partition("-")
    if hyphen:
        return name._replace(given=(*name.given, first), surname=(last,))
    joined = "-".join((*name.given[-1:], name.last))
    return name._replace(given=name.given[:-1], surname=(*name.surname[:-1], joined))


def without_nicknames(name: str) -> str:
    """A name without the nicknames in marks or brackets inside it."""
    return _NICKNAME.sub(" ", name)


def nicknames_in(name: str) -> frozenset[str]:
    """The nicknames in marks or brackets inside a name, folded."""
    return frozenset(folded(found["nickname"]) for found in _NICKNAME.finditer(name))
