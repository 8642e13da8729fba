"""Subjects after their verb: "said Ann Lee, the mayor of Flint, who lives there"."""

from index.quotations.sentences.noun_phrases import (
    NOMINAL,
    OPENS_A_PHRASE,
    after_brackets,
    is_nominal,
)
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    OBJECT,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
)

_LINKS = frozenset(("of", "for", "and", "&", "at", "from", "in", "with"))
_LONGEST = 30
_OF_THEM = (["of", "them"], ["of", "us"])
_ALONE = frozenset(("another", "one"))


def subject_after(unit: Unit, at: int) -> Phrase | None:
    """Return the subject that begins at word `at`, with its appositions and relative clauses."""
    last = _phrase_end(unit, at)
    if last is None:
        return None
    end = _with_apposition(unit, last)
    # "said Trump, who ...": a bare surname is the whole source.
    alone = last - at == 1 and end > last + 1 and unit.kinds[last + 1] & RELATIVE
    return Phrase(at, last if alone else end)


def _phrase_end(unit: Unit, at: int) -> int | None:
    kinds, words = unit.kinds, unit.words
    if at >= len(words):
        return None
    following = kinds[at + 1] if at + 1 < len(words) else 0
    is_possessive = words[at] == "her" and following & (NOMINAL | OPENS_A_PHRASE)
    if kinds[at] & (SUBJECT | OBJECT) and not is_possessive:
        return at + 1 if kinds[at] & SUBJECT else None
    if words[at] in _ALONE and following & COMMA:
        return at + 1
    end, seen = at, False
    while end < len(words) and end - at < _LONGEST:
        following = kinds[end + 1] if end + 1 < len(words) else 0
        if not (seen and words[end] in _LINKS and following & (NOMINAL | OPENS_A_PHRASE)):
            if not _goes_on(unit, end, following):
                break
            seen = seen or bool(kinds[end] & NOMINAL)
        end += 1
    if seen and words[end : end + 2] in _OF_THEM:
        end += 2
    return end if seen else None


def _goes_on(unit: Unit, at: int, following: int) -> bool:
    if unit.kinds[at] & TIME:
        return bool(following & (NOUN | NAME))
    return is_nominal(unit, at, at + 2)


def _with_apposition(unit: Unit, last: int) -> int:
    kinds = unit.kinds
    last = after_brackets(unit, last)
    if last >= len(kinds) or not kinds[last] & (COMMA | RELATIVE) or kinds[last] & QUOTED:
        return last
    start = last + 1 if kinds[last] & COMMA else last
    if start < len(kinds) and unit.words[start] in ("now", "then", "once", "also"):
        start += 1
    if start >= len(kinds) or not _opens_a_description(unit, start):
        return last
    end = start
    while end < len(kinds) and not _ends_a_description(unit, end):
        end += 1
    while end > last and kinds[end - 1] & COMMA:
        end -= 1
    return end


def _opens_a_description(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & (GERUND | SUBJECT) or unit.words[at] == "that":
        return False
    return bool(kind & (DETERMINER | NAME | NOUN | NUMBER | RELATIVE))


def _ends_a_description(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & (QUOTED | STOP):
        return unit.words[at] not in ("-", "(", ")")
    if not kind & COMMA or at + 1 >= len(unit.kinds):
        return False
    goes_on = QUOTED | GERUND | CONJUNCTION | SUBJECT | SUBORDINATOR
    return bool(unit.kinds[at + 1] & goes_on) or unit.words[at + 1] == "according"
