"""Content that comes before its cue: "“...,” she said", "..., according to her"."""

from collections.abc import Sequence
from typing import NamedTuple

from index.quotations.attributions.values import Attribution
from index.quotations.sentences.noun_phrases import is_modifier
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    GERUND,
    NAME,
    PARTICIPLE,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    VERB,
)

_MOST_TAIL = 40
"""The most words that may follow the cue in its clause: "said in an interview with ..."."""
_FEWEST_WORDS = 2


class ContentBefore(NamedTuple):
    """Content before its cue, and its second half after the cue if it has one."""

    frame: str
    """"back" if it ends with a quotation, else "paren"."""
    content: list[Phrase]


def content_before(
    unit: Unit, begins: int, at: int, before: Sequence[Attribution]
) -> ContentBefore | None:
    """Return the content before word `begins` that belongs to the cue that ends at `at`."""
    if begins == 0:
        return None
    earliest = _earliest_start(unit, begins, before)
    quoted = quotation_before(unit, begins)
    if quoted is not None and quoted >= earliest:
        return _quotation(unit, earliest, quoted, at)
    return _clause(unit, earliest, begins, at) if unit.kinds[begins - 1] & (COMMA | STOP) else None


def content_before_according(unit: Unit, at: int) -> ContentBefore | None:
    """Return everything before "according to" at word `at`."""
    if at == 0:
        return None
    quoted = quotation_before(unit, at)
    if quoted is not None:
        return _quotation(unit, 0, quoted, len(unit.words))
    end = at - 1 if unit.kinds[at - 1] & (COMMA | STOP) else at
    return ContentBefore("paren", [Phrase(0, end)]) if end > _FEWEST_WORDS else None


def quotation_before(unit: Unit, at: int) -> int | None:
    """Return the quotation before word `at`, if a comma or stop ends or follows it."""
    index = at - 1
    if unit.kinds[index] & QUOTED:
        return index if unit.kinds[index] & (COMMA | STOP) or index == 0 else None
    if index > 0 and unit.kinds[index] & (COMMA | STOP) and unit.kinds[index - 1] & QUOTED:
        return index - 1 if unit.words[index] not in (":", ";") else None
    return None


def _earliest_start(unit: Unit, at: int, before: Sequence[Attribution]) -> int:
    """Return where content before word `at` may begin: after the previous attribution."""
    if not before:
        return 0
    start = before[-1].cue.last
    if before[-1].source and before[-1].voice == "after":
        start = max(start, before[-1].source.last)
    for index in range(at - 2, start, -1):
        kind = unit.kinds[index - 1]
        if kind & (COMMA | STOP) and not kind & QUOTED:
            return index
    if start < at and unit.kinds[start] & (COMMA | STOP):
        return start
    # "Officials feel bad about it, says Lee": what they feel is part of what he says.
    return _earliest_start(unit, before[-1].begins, before[:-1]) if before[-1].is_after else at


def _quotation(unit: Unit, earliest: int, quoted: int, at: int) -> ContentBefore | None:
    start = _quotation_start(unit, earliest, quoted)
    if start > 0 and _has_own_content(unit, at + 1):
        return None
    if start < quoted and _is_occasion(unit, start, quoted):
        return None
    rest = second_half(unit, _tail_end(unit, at + 1))
    halves = [phrase for phrase in rest if unit.kinds[phrase.first] & QUOTED]
    return ContentBefore("back", [Phrase(start, quoted + 1), *halves])


def _quotation_start(unit: Unit, earliest: int, quoted: int) -> int:
    """Return where content that ends with a quotation begins: after "Asked about it,"."""
    start = quoted
    while start > earliest and unit.kinds[start - 1] & QUOTED:
        start -= 1
    introduced = start > earliest and unit.kinds[start - 1] & (COMMA | STOP)
    return (
        start
        if introduced and unit.kinds[earliest] & (PARTICIPLE | GERUND | PREPOSITION)
        else earliest
    )


def _is_occasion(unit: Unit, first: int, quoted: int) -> bool:
    """Whether all of it is like "In an interview on “Face the Nation,”" or "Asked if “...,”"."""
    if unit.kinds[first] & (PARTICIPLE | GERUND) and not unit.kinds[first] & NAME:
        return True
    if not unit.kinds[first] & PREPOSITION:
        return False
    return not any(_is_finite(unit, at) for at in range(first, quoted))


def _has_own_content(unit: Unit, at: int) -> bool:
    """Whether the content follows the cue: "On “This Week,” he admitted that ..."."""
    if at >= len(unit.words):
        return False
    if unit.words[at] in ("that", ":"):
        return True
    quotes = at + 1 < len(unit.words) and unit.kinds[at + 1] & QUOTED
    return unit.words[at] == "," and bool(quotes)


def _clause(unit: Unit, earliest: int, begins: int, at: int) -> ContentBefore | None:
    end = begins - 1
    tail = _tail_end(unit, at + 1)
    if end <= earliest or _has_own_content(unit, at + 1):
        return None
    if tail < len(unit.words) and not unit.kinds[tail] & (COMMA | STOP):
        return None
    if _is_statement(unit, earliest, end):
        return ContentBefore("paren", [Phrase(earliest, end)])
    rest = second_half(unit, tail)
    if rest and _is_statement(unit, rest[0].first, rest[0].last):
        return ContentBefore("paren", [Phrase(earliest, end), *rest])
    return None


def _tail_end(unit: Unit, at: int) -> int:
    """Return where a cue's own clause ends: "told The Post in an interview | , ..."."""
    end = at
    while end < min(len(unit.words), at + _MOST_TAIL) and not unit.kinds[end] & (COMMA | STOP):
        if unit.kinds[end] & (QUOTED | AUXILIARY) or unit.words[end] == "that":
            return at
        end += 1
    return end


def second_half(unit: Unit, at: int) -> list[Phrase]:
    """Return the second half of split content: "“...,” he said, “...”"."""
    if at + 1 >= len(unit.words) or not unit.kinds[at] & (COMMA | STOP):
        return []
    if unit.kinds[at + 1] & (CONJUNCTION | GERUND | RELATIVE | PARTICIPLE | SUBORDINATOR):
        return []
    return [Phrase(at + 1, len(unit.words))]


def _is_statement(unit: Unit, first: int, last: int) -> bool:
    """Whether the words are a main clause, unlike "When asked" and "On Monday"."""
    kind = unit.kinds[first]
    if last - first < _FEWEST_WORDS or (kind & (PARTICIPLE | GERUND) and not kind & NAME):
        return False
    if kind & (PREPOSITION | SUBORDINATOR) and not kind & SUBJECT:
        first = next((at + 1 for at in range(first, last) if unit.kinds[at] & COMMA), last)
        hanging = PREPOSITION | GERUND | PARTICIPLE | RELATIVE
        if first >= last or unit.kinds[first] & hanging:
            return False
    return any(_is_finite(unit, at) for at in range(first, last))


def _is_finite(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & AUXILIARY:
        return True
    if not kind & (VERB | PARTICIPLE) or kind & NAME:
        return False
    return not is_modifier(unit, at) and (at == 0 or unit.words[at - 1] != "to")
