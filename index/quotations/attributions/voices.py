"""Voices: where a verb's subject is.

subj    "Lee said"                     after  "“...,” said Lee"
pass    "was asked": no subject        inf    "went on to say": the subject of "went"
and     "laughed and said": the subject of the clause, or of the previous attribution
part    ", adding that": likewise      by     "by saying", "while noting"
hang    "a tweet saying": likewise     lead   "Adding, “...”": in the previous sentence
"""

from collections.abc import Sequence
from typing import NamedTuple

from index.quotations.attributions.values import Attribution
from index.quotations.sentences.clause_subject import clause_subject
from index.quotations.sentences.subject_before import group_start, subject_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.cue_words import CueWord
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    NAME,
    NOUN,
    NUMBER,
    OBJECT,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)

_BE = frozenset(("is", "are", "was", "were", "been", "be", "being", "'s", "'re", "'m", "am"))
_BY = frozenset(("by", "while", "before", "after", "in", "without"))
_SINGULAR = frozenset(("a", "an", "this", "every", "each", "another"))
_MANY = frozenset(("and", "percent", "many", "some", "most"))
_NEAR_TO = 4


class Voice(NamedTuple):
    """Where a verb's subject is, and what it is."""

    name: str
    source: Phrase | None
    begins: int
    """The number of the attribution's first word."""


def voice_of(
    unit: Unit, at: int, first: int, cue: CueWord, before: Sequence[Attribution]
) -> Voice | None:
    """Return the voice of the verb at word `at`, whose verb group begins at `first`, if any."""
    kind = unit.kinds[first - 1] if first else STOP
    if cue.ending == "ing" and not has_be(unit, first, at):
        return _participle(unit, first, kind, before)
    if first and unit.words[first - 1] == "to":
        return _infinitive(unit, first - 1, before)
    bare = first == at
    source = subject_before(unit, first, ambiguous=bare and cue.ending in ("base", "s"))
    if source and bare and not _agrees(unit, source, cue.ending):
        return None
    if source:
        passive = cue.ending == "past" and has_be(unit, first, at)
        return Voice("pass", None, source.first) if passive else _own(source)
    if kind & CONJUNCTION or (kind & (COMMA | ADVERB) and cue.ending != "base"):
        return _borrowed("and", unit, first, before)
    return None


def has_be(unit: Unit, first: int, at: int) -> bool:
    """Whether a verb group contains a form of "be"."""
    return not _BE.isdisjoint(unit.words[first:at])


def _own(source: Phrase | None) -> Voice | None:
    return Voice("subj", source, source.first) if source else None


def _agrees(unit: Unit, source: Phrase, ending: str) -> bool:
    if ending == "s":
        return not _has_plural_head(unit, source)
    return ending != "base" or _is_plural(unit, source)


def _has_plural_head(unit: Unit, source: Phrase) -> bool:
    """Whether the noun before the first preposition is plural: "the claims of"."""
    head = source.first
    while head + 1 < source.last and not unit.kinds[head + 1] & (PREPOSITION | COMMA):
        head += 1
    plural = unit.words[head].endswith("s") and not unit.words[head].endswith("ss")
    return plural and bool(unit.kinds[head] & NOUN) and not unit.kinds[head] & NAME


def _is_plural(unit: Unit, source: Phrase) -> bool:
    """Whether a subject agrees with "say" without "will" or "may"."""
    first, last = unit.words[source.first], unit.words[source.last - 1]
    kind = unit.kinds[source.last - 1]
    if kind & SUBJECT:
        return last not in ("he", "she", "it")
    if first in _SINGULAR or (first == "that" and source.last - source.first > 1):
        return False
    if last.endswith("s") or kind & (NUMBER | RELATIVE) or last in word_list("plurals"):
        return True
    return not _MANY.isdisjoint(unit.words[source.first : source.last])


def _participle(unit: Unit, first: int, kind: int, before: Sequence[Attribution]) -> Voice | None:
    if first == 0:
        return Voice("lead", None, 0)
    if unit.words[first - 1] in word_list("aspects"):
        return _own(subject_before(unit, group_start(unit, first - 1)))
    if kind & (COMMA | STOP | QUOTED | CONJUNCTION):
        return _borrowed("part", unit, first, before)
    if unit.words[first - 1] in _BY:
        return _borrowed("by", unit, first, before)
    hangs = kind & (NAME | NOUN | OBJECT | TIME)
    return _borrowed("hang", unit, first, before) if hangs else None


def _infinitive(unit: Unit, to: int, before: Sequence[Attribution]) -> Voice | None:
    """Read "went on to say" with the subject of "went"."""
    last = before[-1] if before else None
    if last and last.frame[:2] == "to" and last.content and last.content[0].first == to:
        return None  # "promised to say" was already read
    verb = to - 1
    while verb > max(0, to - _NEAR_TO) and not unit.kinds[verb] & VERB:
        verb -= 1
    if verb <= 0 or not unit.kinds[verb] & VERB:
        return None
    source = subject_before(unit, group_start(unit, verb))
    return Voice("inf", source, source.first) if source else None


def _borrowed(name: str, unit: Unit, first: int, before: Sequence[Attribution]) -> Voice | None:
    """Take the subject of the attribution that this one continues, or of the clause."""
    outer = _outermost(before)
    source = outer.source if outer else None
    if outer is None or is_subordinate(unit, outer.begins):
        source = clause_subject(unit, first) or source
    return Voice(name, source, first) if source else None


def is_subordinate(unit: Unit, begins: int) -> bool:
    """Whether a subordinate clause begins here ("when my mother said"), with its own subject."""
    if begins == 0 or unit.words[begins - 1] == "that":
        return False
    return bool(unit.kinds[begins - 1] & SUBORDINATOR)


def _outermost(before: Sequence[Attribution]) -> Attribution | None:
    """Return the last attribution that is not inside the content of another."""
    for attribution in reversed(before):
        if attribution.source and not any(_holds(other, attribution) for other in before):
            return attribution
    return None


def _holds(outer: Attribution, inner: Attribution) -> bool:
    if inner.voice in ("part", "and") or not outer.content or not outer.is_after:
        return False
    return outer.content[-1].first <= inner.begins and outer.begins < inner.begins
