"""Noun phrases, found backwards from their last word."""

from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GENITIVE,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    PARTICIPLE,
    POINT,
    POSSESSIVE,
    PREPOSITION,
    QUOTED,
    STOP,
    SUBORDINATOR,
    TIME,
    VERB,
)

NOMINAL = NAME | NOUN | NUMBER
OPENS_A_PHRASE = DETERMINER | POSSESSIVE
_LINKS = frozenset(
    ("of", "for", "from", "in", "at", "with", "on", "to", "behind", "near", "against", "about")
)
_FREE = COMMA | STOP | CONJUNCTION | SUBORDINATOR | QUOTED | ADVERB | POINT
_OPENS_A_CLAUSE = COMMA | STOP | SUBORDINATOR | QUOTED


def noun_phrase_before(unit: Unit, end: int, floor: int) -> Phrase | None:
    """Return the noun phrase that ends before word `end`, with the phrase it may complete.

    "of Flint" alone is extended to "the mayor of Flint". Words before `floor` are ignored.
    """
    first = _core(unit, end, floor)
    while first is not None:
        longer = _longer(unit, first, floor)
        if longer is None:
            break
        first = longer
    return Phrase(first, end) if first is not None and first < end else None


def _core(unit: Unit, end: int, floor: int) -> int | None:
    """Return where the simple noun phrase that ends before `end` begins."""
    kinds, words = unit.kinds, unit.words
    at = end - 1
    if at < floor or not _can_end(unit, at):
        return None
    while at >= floor and words[at] != "that" and is_nominal(unit, at, end):
        if kinds[at] & OPENS_A_PHRASE and not (at > floor and kinds[at - 1] & OPENS_A_PHRASE):
            return at
        at -= 1
    return at + 1 if at + 1 < end else None


def _can_end(unit: Unit, at: int) -> bool:
    if unit.kinds[at] & TIME:
        return False
    return bool(unit.kinds[at] & (NOMINAL | GERUND)) or unit.words[at] in word_list("short phrases")


def is_nominal(unit: Unit, at: int, end: int) -> bool:
    """Whether a word can be part of a noun phrase that ends before word `end`."""
    kind = unit.kinds[at]
    if kind & (NAME | NUMBER | GENITIVE | DETERMINER | POSSESSIVE):
        return True
    if kind & TIME:
        return at + 1 < end and bool(unit.kinds[at + 1] & (GENITIVE | NOUN))
    if kind & QUOTED:
        return at + 1 < end and not kind & (COMMA | STOP)
    if kind & (POINT | STOP):
        return _is_abbreviation_point(unit, at)
    if kind & NOUN:
        return True
    if kind & (PARTICIPLE | GERUND | VERB):
        return is_modifier(unit, at)
    return unit.words[at] in word_list("short phrases")


def _is_abbreviation_point(unit: Unit, at: int) -> bool:
    known = word_list("abbreviations", "initials")
    return unit.words[at] == "." and at > 0 and unit.words[at - 1] in known


def is_modifier(unit: Unit, at: int) -> bool:
    """Whether a word in -ed or -ing modifies a noun: "a leading Republican"."""
    before = unit.kinds[at - 1] if at else 0
    if before & (DETERMINER | POSSESSIVE | GENITIVE | NUMBER):
        return True
    adjective = before & NOUN and not before & (NAME | VERB)
    return bool(adjective) and at > 1 and bool(unit.kinds[at - 2] & OPENS_A_PHRASE)


def _longer(unit: Unit, first: int, floor: int) -> int | None:
    """Return an earlier start if the phrase is only the end of a longer one."""
    at = first - 1
    if at <= floor:
        return None
    word, before = unit.words[at], unit.kinds[at - 1]
    if word in _LINKS and before & (NOMINAL | QUOTED) and not before & TIME:
        return _governing(unit, at, floor)
    if (word in _LINKS or word == "by") and before & PARTICIPLE and at - 1 > floor:
        return _governing(unit, at - 1, floor)
    if word in _LINKS and unit.words[at - 1] in word_list("short phrases"):
        return at - 1
    return _joined(unit, at, floor) if word in ("and", "or", "&") else None


def _governing(unit: Unit, end: int, floor: int) -> int | None:
    """Return where "the mayor" of "the mayor of Flint" begins, or None if a verb governs it."""
    first = _core(unit, end, floor)
    return first if first is not None and _is_free(unit, first, floor) else None


def _joined(unit: Unit, end: int, floor: int) -> int | None:
    """Return where "Lee" of "Lee and Cho" begins, or None if it does not begin the clause."""
    first = _core(unit, end, floor)
    opens = first is not None and (first == 0 or unit.kinds[first - 1] & _OPENS_A_CLAUSE)
    return first if opens else None


def _is_free(unit: Unit, first: int, floor: int) -> bool:
    """Whether nothing before the phrase governs it: no verb, and no preposition except a link."""
    if first <= floor:
        return True
    kind, word = unit.kinds[first - 1], unit.words[first - 1]
    if kind & PREPOSITION and word in _LINKS:
        hangs = first > 1 and unit.kinds[first - 2] & (NOMINAL | PARTICIPLE)
        return bool(hangs) and word != "to"
    return bool(kind & _FREE)
