"""How a sentence describes the people it names: titles, nouns before the name, appositions."""

from index.quotations.sentences.units import Unit
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    NOUN,
    PREPOSITION,
    RELATIVE,
    VERB,
)

_MOST_WORDS = 8
_OLDEST = 119


def describing_words(unit: Unit, mention: Mention) -> list[str]:
    """Return the words around a name that describe the person, in lower case."""
    before = _before_name(unit, mention)
    apposed: list[str] = []
    if not before and mention.first and unit.kinds[mention.first - 1] & COMMA:
        apposed = _apposition_before(unit, mention.first - 1)
    return [*before, *mention.titles, *apposed, *_apposition_after(unit, mention.last)]


def words_before(unit: Unit, mention: Mention) -> list[str]:
    """Return the titles and nouns right before a name, in lower case: "judge" of "Judge Lee"."""
    return [*_before_name(unit, mention), *mention.titles]


def age_of(unit: Unit, comma: int) -> int | None:
    """Return 34 of "Lee, 34, said" and "Lee (34)", where the name ends before word `comma`."""
    words = unit.words[comma : comma + 3]
    if len(words) < 2 or words[0] not in (",", "(") or not words[1].isdecimal():
        return None
    closes = len(words) == 2 or words[2] in (",", ")", ".")
    return int(words[1]) if closes and 0 < int(words[1]) <= _OLDEST else None


def _before_name(unit: Unit, mention: Mention) -> list[str]:
    """Return "republican presidential candidate" of "Republican presidential candidate Cruz"."""
    at = mention.first
    while at > max(0, mention.first - _MOST_WORDS) and _describes(unit.kinds[at - 1]):
        at -= 1
    return unit.words[at : mention.first]


def _describes(kind: int) -> bool:
    return bool(kind & (NOUN | NAME)) and not kind & (VERB | GENITIVE)


def _apposition_before(unit: Unit, comma: int) -> list[str]:
    """Return "mexican president" of "The Mexican president, Claudia Sheinbaum,"."""
    at = comma
    while at > max(0, comma - _MOST_WORDS) and unit.kinds[at - 1] & (NOUN | NAME):
        at -= 1
    return unit.words[at:comma] if at > 0 and unit.kinds[at - 1] & DETERMINER else []


def _apposition_after(unit: Unit, comma: int) -> list[str]:
    """Return "the city 's deputy manager" of "Lee, the city's deputy manager for parks,"."""
    start = comma + 1
    if start >= len(unit.words) or not unit.kinds[comma] & COMMA:
        return []
    end = start
    while end < min(start + _MOST_WORDS, len(unit.words)) and not _ends(unit.kinds[end]):
        if unit.kinds[end] & (VERB | AUXILIARY) and not unit.kinds[end] & NOUN:
            return []  # a new subject, not an apposition: "..., Lee, the candidate said"
        end += 1
    return unit.words[start:end] if unit.kinds[start] & (DETERMINER | NOUN | NAME) else []


def _ends(kind: int) -> bool:
    return bool(kind & (COMMA | PREPOSITION | RELATIVE))
