"""Frames: what follows a cue verb, and where its content begins.

"said that ..." is `that`, "said he ..." is `clause`, "called for ..." is `for`, "promised to" is
`to`, "criticized the plan" is `np`, "said: “...”" is `quote`, nothing at all is `end`.
"""

from typing import NamedTuple

from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GENITIVE,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    OBJECT,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)


class Frame(NamedTuple):
    """How the sentence continues after a cue."""

    name: str
    first: int
    """The number of the content's first word."""


_PARTICLES = frozenset(("out", "up", "back", "off", "away", "aloud", "down", "forth"))
_ASKS = frozenset(("whether", "if", "how", "why", "what", "where", "when", "who", "which"))
_LOOK_AHEAD = 16
_SUBJECT_WINDOW = 14


def frame_after(unit: Unit, at: int, lemma: str) -> Frame:
    """Return the frame of the cue verb at word `at`."""
    after = _skip_adverbs(unit, at + 1)
    if after < len(unit.words) and unit.words[after] in _PARTICLES:
        after += 1
    if lemma in word_list("verbs with an addressee"):
        after = _skip_addressee(unit, after)
    if lemma == "go" and unit.words[after : after + 1] == ["on"]:
        after += 1
    if lemma == "make" and unit.words[after : after + 1] == ["clear"]:
        after += 1
    elif lemma == "make" and unit.words[after : after + 2] == ["it", "clear"]:
        after += 2
    return (
        _at(unit, after)
        or _behind_circumstances(unit, after, zero=lemma in word_list("parenthetic verbs"))
        or _plain(unit, after)
    )


def _skip_adverbs(unit: Unit, at: int) -> int:
    while (
        at < len(unit.words)
        and unit.words[at] != "there"
        and unit.kinds[at] & (ADVERB | TIME)
        and not (unit.kinds[at] & (SUBJECT | SUBORDINATOR | DETERMINER))
    ):
        at += 1
    return at


def _skip_addressee(unit: Unit, at: int) -> int:
    kinds = unit.kinds
    if at < len(kinds) and kinds[at] & OBJECT and not _clause_follows(unit, at):
        return at + 1
    end = at
    while end < len(kinds) and kinds[end] & (
        NAME | NOUN | NUMBER | DETERMINER | POSSESSIVE | GENITIVE
    ):
        if kinds[end] & (AUXILIARY | SUBORDINATOR):
            return at
        end += 1
        if (
            end < len(kinds)
            and unit.words[end] in ("of", "at", "in", "from", "and")
            and end - at < 8
        ):
            end += 1
    if end == at or end >= len(kinds) or kinds[end] & (AUXILIARY | VERB):
        return at
    return _skip_adverbs(unit, end)


def _at(unit: Unit, at: int) -> Frame | None:
    """Return the frame if the very next word decides it."""
    if at >= len(unit.words):
        return Frame("end", at)
    word, kind = unit.words[at], unit.kinds[at]
    if kind & QUOTED:
        return Frame("quote", at)
    if word in (":", ",") and at + 1 < len(unit.words) and unit.kinds[at + 1] & QUOTED:
        return Frame("quote", at + 1)
    if word == ":":
        return Frame("colon", at + 1)
    if word == "that" and at + 1 < len(unit.words):
        return Frame("that", at)
    if word in _ASKS:
        return Frame("wh", at)
    if word == "to":
        return Frame("to", at)
    return None


def _behind_circumstances(unit: Unit, at: int, *, zero: bool) -> Frame | None:
    """Look past "in an interview on Monday" for "that", a colon or a quotation."""
    kinds, words = unit.kinds, unit.words
    if not kinds[at] & (PREPOSITION | TIME | COMMA):
        return None
    for index in range(at, min(at + _LOOK_AHEAD, len(words))):
        kind = kinds[index]
        if words[index] == "that" and index > at + 1 and not kinds[index - 1] & PREPOSITION:
            return Frame("that", index)
        if kind & (COMMA | STOP) or kind & QUOTED:
            return _behind_comma(unit, index)
        if zero and index > at + 1 and _opens_a_clause(unit, index):
            return Frame("clause", index)
        if kind & (SUBJECT | AUXILIARY | RELATIVE) or (
            kind & VERB and not kind & (NOUN | PARTICIPLE)
        ):
            return None
    return None


def _opens_a_clause(unit: Unit, at: int) -> bool:
    """Whether a clause begins here, as in "said in a statement Thursday | they pulled it"."""
    if unit.kinds[at] & SUBJECT:
        return True
    starts = unit.kinds[at] & (DETERMINER | NAME | POSSESSIVE)
    return bool(starts and unit.kinds[at - 1] & TIME) and _clause_follows(unit, at)


def _behind_comma(unit: Unit, at: int) -> Frame | None:
    if unit.kinds[at] & QUOTED:
        return None
    following = at + 1
    if following >= len(unit.words):
        return None
    if unit.kinds[following] & QUOTED:
        return Frame("quote", following)
    return Frame("colon", following) if unit.words[at] == ":" else None


def _plain(unit: Unit, at: int) -> Frame:
    word, kind = unit.words[at], unit.kinds[at]
    if kind & (COMMA | STOP) or kind & CONJUNCTION:
        return Frame("end", at)
    if kind & SUBJECT or word == "there":
        return Frame("clause", at)
    if kind & PREPOSITION or word in ("as", "so"):
        return Frame(word, at)
    if kind & GERUND and not kind & NAME:
        return Frame("ing", at)
    if kind & (DETERMINER | NAME | NOUN | NUMBER | POSSESSIVE | OBJECT | GENITIVE):
        return Frame("clause" if _clause_follows(unit, at) else "np", at)
    return Frame("else", at)


def _clause_follows(unit: Unit, at: int) -> bool:
    """Whether a verb follows soon, so that this is a clause: "said | the plan is dead"."""
    kinds = unit.kinds
    for index in range(at + 1, min(at + _SUBJECT_WINDOW, len(kinds))):
        kind = kinds[index]
        if kind & AUXILIARY:
            return True
        if kind & VERB and not kind & NAME:
            return not kind & NOUN or _is_finite(unit, index)
        if (
            kind & (COMMA | STOP | SUBORDINATOR | RELATIVE | CONJUNCTION)
            or unit.words[index] == "to"
        ):
            return False
    return False


def _is_finite(unit: Unit, at: int) -> bool:
    """Whether a word that can be a noun is a verb here: after a noun, before an object."""
    if unit.kinds[at - 1] & (DETERMINER | POSSESSIVE | GENITIVE | PREPOSITION):
        return False
    following = unit.kinds[at + 1] if at + 1 < len(unit.kinds) else STOP
    return bool(following & (DETERMINER | POSSESSIVE | OBJECT | SUBJECT | SUBORDINATOR))
