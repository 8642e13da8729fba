"""Relatives: whom a sentence introduces as somebody's wife, son or first lady.

Whoever is introduced so seldom goes by the surname alone: "Ode" is the mayor, not "his wife, Ann
Ode".
"""

from index.quotations.sentences.units import Unit
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    POSSESSIVE,
    VERB,
)
from index.text.matching.folding import folded

_FIRST_LADY = "lady"
_FEWEST_WORDS = 2
"""Whose, and what: "his wife"."""
_MOST_WORDS = 6


def kin_of(unit: Unit, mention: Mention) -> str:
    """Return "daughter" of "his daughter, Ann Lee" and "Ann Lee, the mayor's daughter".

    "" if the sentence says no such thing, or if the relative has another surname: "Bo Berg's
    daughter Ann Lee".
    """
    return _before(unit, mention) or _behind(unit, mention)


def gender_of_kin(word: str) -> str:
    """Return "f" for a daughter, "m" for a son, and "" for a cousin."""
    if word in word_list("male kin"):
        return "m"
    return "f" if word == _FIRST_LADY or word in word_list("female kin") else ""


def gender_of_spouse(word: str) -> str:
    """Return "m" for whose wife somebody is, "f" for whose husband, "" for other relatives."""
    spouse = word in word_list("spouses")
    return {"f": "m", "m": "f"}.get(gender_of_kin(word), "") if spouse else ""


def _before(unit: Unit, mention: Mention) -> str:
    at = mention.first + len(mention.titles) - 1
    if mention.titles[-1:] != (_FIRST_LADY,):
        at = mention.first - 1
        at -= at > 0 and bool(unit.kinds[at] & COMMA)
    if at < 0 or not _is_kin(unit, at):
        return ""
    owner = next((i for i in range(at - 1, max(-1, at - _MOST_WORDS), -1) if _owns(unit, i)), -1)
    return "" if _is_other(unit, owner - 1, mention) else unit.words[at]


def _behind(unit: Unit, mention: Mention) -> str:
    first = mention.last + 1
    if first + 1 >= len(unit.words) or not unit.kinds[mention.last] & COMMA:
        return ""
    owner = -1
    for at in range(first, min(first + _MOST_WORDS, len(unit.words))):
        kind = unit.kinds[at]
        if kind & (COMMA | VERB) and not kind & NAME and not _is_kin(unit, at):
            return ""
        owner = at if _owns(unit, at) else owner
        if _is_kin(unit, at) and at > first:
            return "" if _is_other(unit, owner - 1, mention) else _unless_of(unit, at, mention)
    return ""


def _unless_of(unit: Unit, at: int, mention: Mention) -> str:
    """Return the kin word, unless it is one of somebody else: "the wife of Bo Berg"."""
    if unit.words[at + 1 : at + 2] != ["of"]:
        return unit.words[at]
    end = at + 2
    while end < len(unit.words) and unit.kinds[end] & (NAME | DETERMINER):
        end += 1
    return "" if _is_other(unit, end - 1, mention) else unit.words[at]


def _is_kin(unit: Unit, at: int) -> bool:
    word = unit.words[at]
    if word == _FIRST_LADY:
        return at > 0 and unit.words[at - 1] in ("first", "second")
    return word in word_list("kin")


def _owns(unit: Unit, at: int) -> bool:
    return bool(unit.kinds[at] & (POSSESSIVE | GENITIVE))


def _is_other(unit: Unit, at: int, mention: Mention) -> bool:
    """Whether word `at` is a surname, and another than that of the mention."""
    if at < 0 or not unit.kinds[at] & NAME or unit.kinds[at + 1 : at + 2] == [POSSESSIVE]:
        return False
    return folded(unit.words[at]) != mention.parts.last
