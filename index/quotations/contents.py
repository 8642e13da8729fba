"""What was said, as phrases: where content before a cue begins, and where content behind it ends."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from index.quotations.sources import Phrase, is_modifier
from index.quotations.units import Unit
from index.quotations.words import (
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NAME,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    VERB,
)

if TYPE_CHECKING:
    from index.quotations.reading import Reading


class Left(NamedTuple):
    """Content that stands before its cue."""

    frame: str
    content: list[Phrase]


_MOST_TAIL = 40
"""How many words "said in an interview with ..." may run on."""


def left_content(
    unit: Unit, begins: int, at: int, before: Sequence["Reading"], *, loose: bool = False
) -> Left | None:
    """Return what was said before word `begins`, where the cue ending at `at` belongs to it."""
    if begins == 0:
        return None
    left = 0 if loose else _left_limit(unit, begins, before)
    quoted = quote_before(unit, begins)
    if quoted is not None and quoted >= left:
        start = _start(unit, left, quoted)
        if start > 0 and _has_own_content(unit, at + 1):
            return None
        if start < quoted and _is_occasion(unit, start, quoted):
            return None
        rest = right_half(unit, _tail_end(unit, at + 1))
        rest = [phrase for phrase in rest if unit.kinds[phrase.first] & QUOTED]
        return Left("back", [Phrase(start, quoted + 1), *rest])
    if not loose and not unit.kinds[begins - 1] & (COMMA | STOP):
        return None
    return _paren(unit, left, begins, at, loose=loose)


def _is_occasion(unit: Unit, first: int, quoted: int) -> bool:
    """Whether it all is "In an interview on “Face the Nation,”" or "Asked if “...,”"."""
    if unit.kinds[first] & (PARTICIPLE | GERUND) and not unit.kinds[first] & NAME:
        return True
    if not unit.kinds[first] & PREPOSITION:
        return False
    return not any(_is_finite(unit, at) for at in range(first, quoted))


def _has_own_content(unit: Unit, at: int) -> bool:
    """Whether what was said follows: "On “This Week,” he admitted that ..."."""
    if at >= len(unit.words):
        return False
    if unit.words[at] in ("that", ":"):
        return True
    return (
        unit.words[at] == ","
        and bool(unit.kinds[at + 1 : at + 2])
        and bool(unit.kinds[at + 1] & QUOTED)
    )


def _paren(unit: Unit, left: int, begins: int, at: int, *, loose: bool) -> Left | None:
    end = begins - 1 if unit.kinds[begins - 1] & (COMMA | STOP) else begins
    tail = at + 1 if loose else _tail_end(unit, at + 1)
    if end <= left or (not loose and _has_own_content(unit, at + 1)):
        return None
    if tail < len(unit.words) and not unit.kinds[tail] & (COMMA | STOP):
        return None
    if is_statement(unit, left, end) or (loose and end - left > 2):
        return Left("paren", [Phrase(left, end)])
    rest = right_half(unit, tail)
    if rest and is_statement(unit, rest[0].first, rest[0].last) and not loose:
        return Left("paren", [Phrase(left, end), *rest])
    return None


def quote_before(unit: Unit, at: int) -> int | None:
    """Return the quotation before word `at`: with its own comma or stop, or one between them."""
    index = at - 1
    if unit.kinds[index] & QUOTED:
        closed = unit.kinds[index] & (COMMA | STOP) or index == 0
        return index if closed else None
    if index > 0 and unit.kinds[index] & (COMMA | STOP) and unit.kinds[index - 1] & QUOTED:
        return index - 1 if unit.words[index] not in (":", ";") else None
    return None


def _start(unit: Unit, left: int, quoted: int) -> int:
    """Return where content that ends with a quotation begins: not with "Asked about it,"."""
    start = quoted
    while start > left and unit.kinds[start - 1] & QUOTED:
        start -= 1
    if start > left and unit.kinds[start - 1] & (COMMA | STOP):
        introduces = unit.kinds[left] & (PARTICIPLE | GERUND | PREPOSITION)
        return start if introduces else left
    return left


def _left_limit(unit: Unit, at: int, before: Sequence["Reading"]) -> int:
    """Return where content before word `at` may begin: behind the attribution before it."""
    if not before:
        return 0
    start = before[-1].cue.last
    if before[-1].source and before[-1].voice == "after":
        start = max(start, before[-1].source.last)
    index = at - 1
    while index > start:
        if (
            unit.kinds[index - 1] & (COMMA | STOP)
            and index < at - 1
            and not unit.kinds[index - 1] & QUOTED
        ):
            return index
        index -= 1
    return start if start < at and unit.kinds[start] & (COMMA | STOP) else at


def _tail_end(unit: Unit, at: int) -> int:
    """Return where a cue's own clause ends: "told The Post in an interview | , ..."."""
    end = at
    while end < len(unit.words) and end - at < _MOST_TAIL and not unit.kinds[end] & (COMMA | STOP):
        if unit.kinds[end] & (QUOTED | AUXILIARY) or unit.words[end] == "that":
            return at
        end += 1
    return end


def right_half(unit: Unit, at: int) -> list[Phrase]:
    """Return the second half of divided content: "“...,” he said, “...”", "..., he said, is ..."."""
    if at + 1 >= len(unit.words) or not unit.kinds[at] & (COMMA | STOP):
        return []
    if unit.kinds[at + 1] & (CONJUNCTION | GERUND | RELATIVE | PARTICIPLE | SUBORDINATOR):
        return []
    return [Phrase(at + 1, len(unit.words))]


def is_statement(unit: Unit, first: int, last: int) -> bool:
    """Whether the words make a clause of their own: no "When asked", no "On Monday"."""
    if last - first < 2 or (
        unit.kinds[first] & (PARTICIPLE | GERUND) and not unit.kinds[first] & NAME
    ):
        return False
    if unit.kinds[first] & (PREPOSITION | SUBORDINATOR) and not unit.kinds[first] & SUBJECT:
        comma = next((at for at in range(first, last) if unit.kinds[at] & COMMA), last)
        if comma + 1 >= last or unit.kinds[comma + 1] & (PREPOSITION | GERUND | PARTICIPLE | RELATIVE):
            return False
        first = comma + 1
    return any(_is_finite(unit, at) for at in range(first, last))


def _is_finite(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & AUXILIARY:
        return True
    if kind & (VERB | PARTICIPLE) and not kind & NAME:
        return not is_modifier(unit, at) and (at == 0 or unit.words[at - 1] != "to")
    return False


def end_contents(unit: Unit, readings: Sequence["Reading"], accepted: Sequence["Reading"]) -> None:
    """End content that runs to the sentence's end where the next attribution of its rank begins."""
    for reading in readings:
        if reading.content and reading.content[-1].last == len(unit.words):
            _end_content(
                unit,
                reading,
                [
                    r
                    for r in accepted
                    if r.begins > reading.begins or r.cue.first > reading.cue.first
                ],
            )


def _end_content(unit: Unit, reading: "Reading", later: Sequence["Reading"]) -> None:
    first = reading.content[-1].first
    end = _border(unit, reading, first, later)
    while (
        end > first
        and unit.kinds[end - 1] & (COMMA | CONJUNCTION | STOP)
        and not unit.kinds[end - 1] & QUOTED
    ):
        end -= 1
    if end > first:
        reading.content[-1] = Phrase(first, end)
    else:
        reading.content.pop()


def _border(unit: Unit, reading: "Reading", first: int, later: Sequence["Reading"]) -> int:
    for other in later:
        if other.begins <= first:
            if other.source and other.source.first < reading.begins and other.cue.first > first:
                return other.cue.first
            continue
        if other.frame in ("back", "paren") and other.content and other.lemma != "according":
            return max(first, other.content[0].first)
        kind = unit.kinds[other.begins - 1]
        if other.voice in ("part", "and") and kind & (COMMA | CONJUNCTION):
            return other.begins
        if other.lemma == "according" or (other.frame == "quote" and kind & (COMMA | STOP)):
            return other.begins
        if (
            other.voice == "subj"
            and kind & (CONJUNCTION | STOP)
            and unit.kinds[other.begins - 2] & COMMA
        ):
            return other.begins - 1
    if (
        reading.begins
        and unit.kinds[reading.begins - 1] & SUBORDINATOR
        and unit.words[reading.begins - 1] != "that"
    ):
        return _subclause_end(unit, first)
    if unit.kinds[first] & QUOTED:
        return _quotation_end(unit, first)
    if reading.frame in ("np", "np+q"):
        return _object_end(unit, first)
    return len(unit.words)


def _quotation_end(unit: Unit, first: int) -> int:
    """Return where content that opens with a quotation ends: at its own comma or full stop."""
    for at in range(first, len(unit.words)):
        if unit.kinds[at] & QUOTED and unit.kinds[at] & (COMMA | STOP):
            following = at + 1
            if following < len(unit.words) and unit.kinds[following] & CONJUNCTION:
                following += 1
            if following >= len(unit.words) or not unit.kinds[following] & QUOTED:
                return at + 1
    return len(unit.words)


def _subclause_end(unit: Unit, first: int) -> int:
    """Return where "While he said it was late, ..." ends and the main clause begins."""
    for at in range(first, len(unit.words) - 1):
        if unit.kinds[at] & COMMA and unit.kinds[at + 1] & (
            SUBJECT | DETERMINER | NAME | POSSESSIVE
        ):
            return at + 1
    return len(unit.words)


def _object_end(unit: Unit, first: int) -> int:
    """Return where a verb's object ends: at a comma behind which a clause hangs."""
    for at in range(first, len(unit.words) - 1):
        if unit.kinds[at] & COMMA and (
            unit.kinds[at] & QUOTED
            or unit.kinds[at + 1] & (GERUND | CONJUNCTION | PARTICIPLE | SUBORDINATOR | SUBJECT)
        ):
            return at + 1
    return len(unit.words)
