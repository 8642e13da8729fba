"""The head of a phrase that names a speaker, and what of the phrase may be a name."""

from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import is_office, title_as_surname
from index.quotations.vocabulary.word_classes import (
    COMMA,
    DETERMINER,
    NAME,
    NOUN,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    SUBJECT,
    VERB,
)

_DASHES_OR_BRACKET = frozenset(("(", "—", "–", "--", "-"))
_BEHIND_NAME = frozenset((".", "himself", "herself", "'s", "'"))


def head_of(unit: Unit, phrase: Phrase) -> Phrase | None:
    """Return the phrase up to its first comma, bracket or preposition; None for a group."""
    end = phrase.first
    while end < phrase.last:
        kind, word = unit.kinds[end], unit.words[end]
        if kind & (COMMA | RELATIVE | QUOTED) or word in _DASHES_OR_BRACKET:
            break
        if kind & PREPOSITION and not _joins_name(unit, end, phrase):
            break
        if word in ("and", "or"):
            return None
        end += 1
    # "Bo Lee Jr., a farmer"; "Lee himself"; "Lee's" of "Lee's claim that".
    while end > phrase.first and unit.words[end - 1] in _BEHIND_NAME:
        end -= 1
    return Phrase(phrase.first, end) if end > phrase.first else None


def behind_members(unit: Unit, head: Phrase, phrase: Phrase) -> int:
    """Where "one of the farmers" and "a spokesman for Ode" end, which begin with `head`."""
    at = head.last
    if at >= phrase.last or not unit.kinds[at] & PREPOSITION:
        return at
    while at < phrase.last and not unit.kinds[at] & (COMMA | RELATIVE | QUOTED):
        at += 1
    return at


def only_describes(kind: int) -> bool:
    """Whether a word may stand before a name: "former astronaut Bo Lee"."""
    return bool(kind & NOUN) and not kind & (VERB | PREPOSITION | SUBJECT)


def is_in_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    """Whether word `at` of a phrase may belong to the name behind it."""
    if unit.kinds[at] & NAME or unit.words[at] in (".", "&"):
        return True
    particle = unit.words[at] in word_list("particles") and at > phrase.first
    return bool(particle) or _joins_name(unit, at, phrase)


def ends_an_office(unit: Unit, head: Phrase, named: Mention) -> bool:
    """Whether a name follows what an office is for, not whom: "aide to President Ann Lee"."""
    offices = {word for word in unit.words[head.first : head.last] if is_office(word)}
    begin = head.last + 1
    begin += begin < named.first and bool(unit.kinds[begin] & DETERMINER)
    between = unit.words[begin : named.first] + list(named.titles)
    kinds = unit.kinds[begin : named.first]
    is_cut = bool(between) and all(map(only_describes, kinds)) and not any(map(is_office, between))
    return is_cut and bool(offices) and offices.isdisjoint(word_list("offices for people"))


def second_office(unit: Unit, phrase: Phrase) -> int | None:
    """Where the other office begins of "Vice President and Senior Counsel Ann Lee"; None: none.

    "The mayor and Senator Ann Lee" are two people, but "the mayor and coach, Ann Lee" is one.
    """
    if unit.kinds[phrase.first] & DETERMINER:
        commas = (at for at in range(phrase.first, phrase.last - 1) if unit.kinds[at] & COMMA)
        comma = next(commas, phrase.first + 1)
        return comma + 1 if is_office(unit.words[comma - 1]) else None
    for at in range(phrase.first + 1, phrase.last - 1):
        if unit.words[at] == "and":
            word = unit.words[at - 1]
            held = is_office(word) or word in word_list("fields of offices")
            return at + 1 if held and unit.kinds[at + 1] & (NAME | NOUN) else None
        if unit.kinds[at] & (COMMA | RELATIVE | QUOTED):
            return None
    return None


def _joins_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    """Whether "of" is part of a name: "Bank of Canada"."""
    if unit.words[at] != "of" or at == phrase.first or at + 1 >= phrase.last:
        return False
    named = unit.kinds[at - 1] & NAME and unit.kinds[at + 1] & NAME
    joined = word_list("organisations", "titles", "offices")
    # "Steve King of Iowa" is no king.
    surname = title_as_surname(unit.words[phrase.first : at])
    is_joined = unit.words[at - 1] in joined or unit.words[at + 1] == "famer"
    return bool(named) and is_joined and surname is None
