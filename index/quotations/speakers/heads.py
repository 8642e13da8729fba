"""The head of a phrase that names a speaker, and what of the phrase may be a name."""

from index.quotations.sentences.units import Phrase, Unit
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import is_office, title_as_surname
from index.quotations.vocabulary.word_classes import (
    COMMA,
    NAME,
    NOUN,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    SUBJECT,
    VERB,
)

_SINGLE = frozenset(("one", "another", "the"))
"""How one of several begins: "one of them", "the youngest of them"."""


def head_of(unit: Unit, phrase: Phrase) -> Phrase | None:
    """Return the phrase up to its first comma, bracket or preposition; None for a group."""
    end = phrase.first
    while end < phrase.last:
        kind, word = unit.kinds[end], unit.words[end]
        if kind & (COMMA | RELATIVE | QUOTED) or word in ("(", "—", "–", "--"):
            break
        if kind & PREPOSITION and not _joins_name(unit, end, phrase):
            break
        if word in ("and", "or"):
            return None
        end += 1
    while end > phrase.first and unit.words[end - 1] == ".":
        end -= 1  # "Bo Lee Jr., a farmer"
    return Phrase(phrase.first, end) if end > phrase.first else None


def behind_members(unit: Unit, head: Phrase, phrase: Phrase) -> int:
    """Where "one of the farmers" ends, the head of which is "one"."""
    at = head.last
    if at >= phrase.last or unit.words[at] != "of" or unit.words[head.first] not in _SINGLE:
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
    is_cut = bool(named.titles) and not any(map(is_office, named.titles))
    return is_cut and bool(offices) and offices.isdisjoint(word_list("offices for people"))


def _joins_name(unit: Unit, at: int, phrase: Phrase) -> bool:
    """Whether "of" is part of a name: "Bank of Canada"."""
    if unit.words[at] != "of" or at == phrase.first or at + 1 >= phrase.last:
        return False
    named = unit.kinds[at - 1] & NAME and unit.kinds[at + 1] & NAME
    joined = word_list("organisations", "titles", "offices")
    # "Steve King of Iowa" is no king.
    surname = title_as_surname(unit.words[phrase.first : at])
    return bool(named) and unit.words[at - 1] in joined and surname is None
