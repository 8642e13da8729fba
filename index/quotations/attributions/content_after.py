"""Where content that follows its cue ends.

It runs to the end of the sentence, unless the next attribution at the same level, or the end of its
own clause, comes first.
"""

from collections.abc import Sequence

from index.quotations.attributions.values import Attribution
from index.quotations.attributions.voices import is_subordinate
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NAME,
    PARTICIPLE,
    POSSESSIVE,
    QUOTED,
    STOP,
    SUBJECT,
    SUBORDINATOR,
)


def end_contents(
    unit: Unit, attributions: Sequence[Attribution], accepted: Sequence[Attribution]
) -> None:
    """Cut the content of `attributions`, in place, where a later `accepted` one begins."""
    for attribution in attributions:
        if attribution.content and attribution.content[-1].last == len(unit.words):
            later = [other for other in accepted if _is_behind(other, attribution)]
            _end_content(unit, attribution, later)


def _is_behind(other: Attribution, attribution: Attribution) -> bool:
    return other.begins > attribution.begins or other.cue.first > attribution.cue.first


def _end_content(unit: Unit, attribution: Attribution, later: Sequence[Attribution]) -> None:
    first = attribution.content[-1].first
    end = _content_end(unit, attribution, first, later)
    while end > first and _is_trailing(unit.kinds[end - 1]):
        end -= 1
    if end > first:
        attribution.content[-1] = Phrase(first, end)
    else:
        attribution.content.pop()


def _is_trailing(kind: int) -> bool:
    return bool(kind & (COMMA | CONJUNCTION | STOP)) and not kind & QUOTED


def _content_end(
    unit: Unit, attribution: Attribution, first: int, later: Sequence[Attribution]
) -> int:
    for other in later:
        border = _end_before(unit, attribution, first, other)
        if border is not None:
            return border
    if is_subordinate(unit, attribution.begins):
        return _subclause_end(unit, first)
    if unit.kinds[first] & QUOTED:
        return _quotation_end(unit, first)
    return _object_end(unit, first) if attribution.frame in ("np", "np+q") else len(unit.words)


def _end_before(unit: Unit, attribution: Attribution, first: int, other: Attribution) -> int | None:
    """Return where another attribution ends this one's content; None if it lies inside it."""
    if other.begins <= first:
        # "Trump, who told aides ..., said": the outer clause resumes.
        around = (
            other.source and other.source.first < attribution.begins and other.cue.first > first
        )
        return other.cue.first if around else None
    if not other.is_after and other.content and other.lemma != "according":
        return max(first, other.content[0].first)
    kind = unit.kinds[other.begins - 1]
    joined = other.voice in ("part", "and") and kind & (COMMA | CONJUNCTION)
    quoted = other.frame == "quote" and kind & (COMMA | STOP)
    if joined or quoted or other.lemma == "according":
        return other.begins
    clause = other.voice == "subj" and kind & (CONJUNCTION | STOP)
    return other.begins - 1 if clause and unit.kinds[other.begins - 2] & COMMA else None


def _subclause_end(unit: Unit, first: int) -> int:
    """Return where "While he said it was late, ..." ends and the main clause begins."""
    opens = SUBJECT | DETERMINER | NAME | POSSESSIVE
    for at in range(first, len(unit.words) - 1):
        if unit.kinds[at] & COMMA and unit.kinds[at + 1] & opens:
            return at + 1
    return len(unit.words)


def _quotation_end(unit: Unit, first: int) -> int:
    """Return where content that begins with a quotation ends: at its comma or full stop."""
    for at in range(first, len(unit.words)):
        if unit.kinds[at] & QUOTED and unit.kinds[at] & (COMMA | STOP):
            following = at + 1
            if following < len(unit.words) and unit.kinds[following] & CONJUNCTION:
                following += 1
            if following >= len(unit.words) or not unit.kinds[following] & QUOTED:
                return at + 1
    return len(unit.words)


def _object_end(unit: Unit, first: int) -> int:
    """Return where a verb's object ends: at a comma followed by a subordinate clause."""
    hanging = GERUND | CONJUNCTION | PARTICIPLE | SUBORDINATOR | SUBJECT
    for at in range(first, len(unit.words) - 1):
        if unit.kinds[at] & COMMA and (unit.kinds[at] & QUOTED or unit.kinds[at + 1] & hanging):
            return at + 1
    return len(unit.words)
