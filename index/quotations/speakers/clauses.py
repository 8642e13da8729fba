"""Clauses around a pronoun: which words of its sentence can say whom it stands for."""

from collections.abc import Sequence

from index.quotations.sentences.subject_before import group_start, subject_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    GERUND,
    NAME,
    NOUN,
    PARTICIPLE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    VERB,
)
from index.records import Span

_STARTS_A_CLAUSE = frozenset(("after", "before", "since", "until", "when", "while", "as", "once"))
_JOINS_CLAUSES = frozenset(("and", "but", "while", "so"))
_FEWEST_IN_CLAUSE = 2
_MOST_IN_ASIDE = 20
_MOST_BEFORE_CLAUSE = 3
"""Words such as "not long" and "shortly" before "after Lee left"."""


def words_said_before(unit: Unit, at: int, content: Sequence[Span]) -> frozenset[int]:
    """Return the words before word `at` that are part of what is said, and so not the speaker.

    "Lee, he said, was late": that is "Lee", though the words after the verb are the content.
    """
    said = {
        word
        for word in range(at)
        if any(unit.starts[word] < span.end and unit.ends[word] > span.start for span in content)
    }
    return frozenset(_chunk_before(unit, at) if not said and _is_in_between(unit, at) else said)


def _chunk_before(unit: Unit, at: int) -> range:
    """Return the words between the comma before word `at` and the one before that."""
    first = at - 1
    while first and not unit.kinds[first - 1] & (COMMA | STOP):
        first -= 1
    return range(first, at)


def _is_in_between(unit: Unit, at: int) -> bool:
    """Whether ", he said," interrupts a sentence at word `at`."""
    if not at or not unit.kinds[at - 1] & COMMA:
        return False
    behind = at + 1
    while behind < len(unit.kinds) and unit.kinds[behind] & (VERB | AUXILIARY | PARTICIPLE):
        behind += 1
    return at + 1 < behind < len(unit.kinds) and bool(unit.kinds[behind] & COMMA)


def opening_clause_subject(unit: Unit, before: int) -> Phrase | None:
    """Return "Lee" of "Shortly after Lee left," at the start of a sentence."""
    first = _opening_clause(unit, before)
    return None if first is None else _clause_subject(unit, first, before)


def last_clause_subject(unit: Unit, before: int) -> Phrase | None:
    """Return "Lee" of "Those are issues for others, but Lee went further"."""
    for first in range(before - 1, 1, -1):
        if unit.words[first - 1] in _JOINS_CLAUSES and unit.kinds[first - 2] & COMMA:
            return _clause_subject(unit, first, before)
    return None


def _clause_subject(unit: Unit, first: int, before: int) -> Phrase | None:
    """Return the subject of the clause that begins with word `first`, before any comma."""
    for at in range(first + 1, before):
        kind = unit.kinds[at]
        if kind & COMMA:
            return None
        verb = kind & (VERB | PARTICIPLE) and not kind & (NAME | NOUN)
        if kind & AUXILIARY or verb or _follows_a_name(unit, at):
            subject = subject_before(unit, group_start(unit, at))
            return subject if subject and subject.first >= first else None
    return None


def _opening_clause(unit: Unit, before: int) -> int | None:
    """Return where the clause begins that "when" or "shortly after" opens."""
    for at in range(min(before, _MOST_BEFORE_CLAUSE + 1)):
        if unit.words[at] in _STARTS_A_CLAUSE or unit.kinds[at] & SUBORDINATOR:
            return at + 1
        if unit.kinds[at] & (COMMA | NAME | SUBJECT | GERUND | VERB):
            return None
    return None


def _follows_a_name(unit: Unit, at: int) -> bool:
    """Whether a verb that may be a noun stands behind a name: "Lee leaves"."""
    kind, before = unit.kinds[at], unit.kinds[at - 1]
    return bool(kind & VERB and not kind & NAME and before & NAME)


def is_aside(unit: Unit) -> bool:
    """Whether a line only refers elsewhere or says whose picture it is: "More: Lee resigns"."""
    words = unit.words
    if len(words) < _FEWEST_IN_CLAUSE:
        return True
    if len(words) > _MOST_IN_ASIDE:
        return False
    is_cut = not unit.kinds[-1] & STOP
    in_full = words[-1] == ")" or any("/" in word for word in words)
    return words[0] == "(" or (is_cut and (words[1] == ":" or in_full))


def in_subclause(unit: Unit, at: int) -> bool:
    """Whether a clause like "after Lee called it" begins with word `at`, behind the main one."""
    return at > 1 and (unit.words[at - 1] in _STARTS_A_CLAUSE)


def comes_behind_pronoun(unit: Unit, at: int, pronoun: str) -> bool:
    """Whether a pronoun stands before word `at`: in "He met Lee", that is somebody else."""
    return pronoun in unit.words[:at]


def is_beside(unit: Unit, at: int, before: int) -> bool:
    """Whether the name at word `at` is somebody else than the subject at word `before`.

    As in "Meeting Lee, she said" and "With the plan drawn up by Lee, she said".
    """
    if before == len(unit.kinds) or not unit.kinds[before - 1] & COMMA:
        return False
    return bool(unit.kinds[0] & GERUND) or "by" in unit.words[max(0, at - 2) : at]
