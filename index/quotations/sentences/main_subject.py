"""The subject of a sentence."""

from index.quotations.sentences.noun_phrases import NOMINAL, OPENS_A_PHRASE, is_modifier
from index.quotations.sentences.subject_before import group_start, subject_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    GENITIVE,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    PARTICIPLE,
    POINT,
    PREPOSITION,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)

_MOST_IN_DATELINE = 12
_MOST_IN_APPOSITION = 30
_ENDS_A_DATELINE = frozenset(("—", "–", "--", "-", ":"))


def main_subject(unit: Unit, before: int) -> Phrase | None:
    """Return the subject of the sentence's first clause, if it begins before word `before`."""
    at = _after_introduction(unit, before)
    modified = at < before and _opens_with_participle(unit, at)
    end = at + modified
    while end < before and not _ends_a_subject(unit, end):
        end += 1
    if end >= before or end == at:
        return None
    if unit.kinds[end] & COMMA:
        return subject_before(unit, group_start(unit, _after_apposition(unit, end, before)))
    last = group_start(unit, end)
    opens = modified or unit.kinds[at] & (NOMINAL | OPENS_A_PHRASE | SUBJECT)
    return Phrase(at, last) if opens and last > at else subject_before(unit, last)


def _opens_with_participle(unit: Unit, at: int) -> bool:
    """Whether a participle says what somebody is: "Retired teacher Bo Lind"."""
    if not unit.kinds[at] & PARTICIPLE or unit.kinds[at] & NAME or at + 2 >= len(unit.kinds):
        return False
    noun, name = unit.kinds[at + 1], unit.kinds[at + 2]
    return bool(noun & NOUN) and not noun & (PREPOSITION | NAME) and bool(name & NAME)


def _after_introduction(unit: Unit, before: int) -> int:
    """Skip "On Tuesday," and "When asked about it," at the start of a sentence."""
    at = _after_dateline(unit, before)
    kinds = unit.kinds
    while at < before and kinds[at] & (CONJUNCTION | ADVERB | COMMA) and not kinds[at] & SUBJECT:
        at += 1
    if at < before and kinds[at] & (PREPOSITION | SUBORDINATOR | GERUND | TIME | PARTICIPLE):
        comma = next((index for index in range(at, before) if kinds[index] & COMMA), None)
        return _after_year(unit, comma + 1, before) if comma is not None else at
    return at


def _after_year(unit: Unit, at: int, before: int) -> int:
    """Skip "2015," of "On July 6, 2015, Sanders"."""
    dated = at + 1 < before and unit.kinds[at] & NUMBER and unit.kinds[at + 1] & COMMA
    return at + 2 if dated else at


def _after_dateline(unit: Unit, before: int) -> int:
    """Skip "MEXICO CITY (AP) —" and "UPDATE 2:05 PM ET:"."""
    after = 0
    for at in range(min(before, _MOST_IN_DATELINE)):
        if unit.words[at] in _ENDS_A_DATELINE:
            after = at + 1
        elif not unit.kinds[at] & (NAME | COMMA | POINT | STOP | TIME | NUMBER):
            break
    return after


def _ends_a_subject(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & (AUXILIARY | COMMA | STOP):
        return not kind & GENITIVE
    following = unit.kinds[at + 1] if at + 1 < len(unit.kinds) else 0
    if kind & NOUN and following & (COMMA | AUXILIARY | ADVERB):
        return False  # "the Clinton campaign has"
    return bool(kind & (VERB | PARTICIPLE)) and not kind & NAME and not is_modifier(unit, at)


def _after_apposition(unit: Unit, comma: int, before: int) -> int:
    """Return where the verb group that follows an apposition begins."""
    at = comma
    for index in range(comma + 1, min(before, comma + _MOST_IN_APPOSITION, len(unit.kinds) - 1)):
        if unit.kinds[index] & COMMA:
            at = index + 1
            if unit.kinds[at] & (VERB | AUXILIARY | PARTICIPLE | ADVERB):
                return at
    return at
