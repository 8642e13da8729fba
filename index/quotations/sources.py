"""Who speaks, as a phrase: the subject before a verb, or after it ("said the mayor")."""

from functools import cache
from typing import NamedTuple

from index.quotations.cues import PARENTHETIC, forms_of
from index.quotations.units import Unit
from index.quotations.words import (
    ABBREVIATIONS,
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
    POINT,
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


class Phrase(NamedTuple):
    """Words `first` up to `last` of a unit, `last` excluded."""

    first: int
    last: int


_NOMINAL = NAME | NOUN | NUMBER
_STARTS_A_PHRASE = DETERMINER | POSSESSIVE
_LINKS = frozenset(
    ("of", "for", "from", "in", "at", "with", "on", "to", "behind", "near", "against", "about")
)
_BORDERS = COMMA | STOP | CONJUNCTION | SUBORDINATOR | RELATIVE | QUOTED | TIME | ADVERB
_TIME_LINKS = frozenset(("on", "in", "late", "early", "last", "this", "by", "earlier", "over"))
_HANGING = NUMBER | GERUND | PARTICIPLE | PREPOSITION | ADVERB
_STRICT_BORDERS = COMMA | STOP | SUBORDINATOR | QUOTED
_FLOATING = frozenset(("both", "all", "each"))
_WINDOW = 30
"""How many words before a verb its subject is looked for."""
_MOST_IN_BRACKETS = 9
_MOST_IN_DATELINE = 12
_MOST_CHUNKS = 6
_BARE = frozenset("some many others most several few all both neither either each critics those "
    "none everyone people this that one another more these any".split())  # fmt: skip


def group_start(unit: Unit, at: int) -> int:
    """Return where the verb group of word `at` begins: "has also said" begins at "has"."""
    first = _auxiliaries(unit, at)
    if (
        first > 1
        and unit.words[first - 1] in _FLOATING
        and unit.kinds[first - 2] & (NAME | NOUN | SUBJECT)
    ):
        return first - 1
    return first


def _auxiliaries(unit: Unit, at: int) -> int:
    first = at
    if (
        first > 1
        and unit.words[first - 1] in ("since", "yet")
        and unit.kinds[first - 2] & AUXILIARY
    ):
        first -= 1
    while first > 0 and unit.kinds[first - 1] & (AUXILIARY | ADVERB):
        stops = unit.kinds[first - 1] & (SUBJECT | NAME | SUBORDINATOR | TIME)
        if stops and unit.words[first - 1] not in ("once", "even", "so"):
            break
        first -= 1
    return first


def subject_before(unit: Unit, at: int, *, ambiguous: bool = False) -> Phrase | None:
    """Return the subject that ends just before word `at`, where the verb group begins.

    `ambiguous` says that the verb's form is a noun's as well ("claims"): then the subject must
    stand where a clause can begin.
    """
    floor = max(0, at - _WINDOW)
    if at <= floor:
        return None
    at = _before_time(unit, at, floor)
    kind, word = unit.kinds[at - 1], unit.words[at - 1]
    if kind & SUBJECT or word in ("who", "which", "that"):
        return _pronoun(unit, at - 1)
    if word == ")":
        return _before_brackets(unit, at, floor)
    if (kind & COMMA and not kind & QUOTED) or word in ("—", "–", "-", "--"):
        return _before_apposition(unit, at - 1, floor)
    phrase = noun_phrase_before(unit, at, floor)
    if phrase is None or not _can_be_subject(unit, phrase, ambiguous=ambiguous):
        return None
    return _without_occasion(unit, phrase)


def _without_occasion(unit: Unit, phrase: Phrase) -> Phrase:
    """Keep "Trump" of "In a Bloomberg interview Trump"."""
    if phrase.first == 0 or not unit.kinds[phrase.first - 1] & PREPOSITION:
        return phrase
    first = phrase.last
    while first > phrase.first and unit.kinds[first - 1] & NAME:
        first -= 1
    return Phrase(first, phrase.last) if phrase.first < first < phrase.last else phrase


def _before_time(unit: Unit, at: int, floor: int) -> int:
    """Skip "on Tuesday" between a subject and its verb."""
    end = at
    while end - 2 > floor and unit.kinds[end - 1] & TIME:
        end -= 1
        if unit.words[end - 1] in _TIME_LINKS:
            end -= 1
    return end if end < at and unit.kinds[end - 1] & (_NOMINAL | SUBJECT | COMMA) else at


def _before_brackets(unit: Unit, at: int, floor: int) -> Phrase | None:
    """Return "Gov. Mary Fallin (R-OK)"."""
    opening = _opening_bracket(unit, at - 1, floor)
    phrase = noun_phrase_before(unit, opening, floor) if opening > floor else None
    return Phrase(phrase.first, at) if phrase else None


def _opening_bracket(unit: Unit, closing: int, floor: int) -> int:
    for at in range(closing - 1, max(floor, closing - _MOST_IN_BRACKETS), -1):
        if unit.words[at] == "(":
            return at
    return -1


def _pronoun(unit: Unit, at: int) -> Phrase | None:
    word = unit.words[at]
    if word == "that" and (at == 0 or not unit.kinds[at - 1] & (_NOMINAL | QUOTED)):
        return None
    return Phrase(at, at + 1)


def _can_be_subject(unit: Unit, phrase: Phrase, *, ambiguous: bool) -> bool:
    """Whether the phrase is no object: "remarks in her opening remarks", "obtained by The AP"."""
    if phrase.first == 0:
        return not ambiguous or unit.kinds[phrase.first] & NUMBER == 0
    kind = unit.kinds[phrase.first - 1]
    if kind & PREPOSITION and not kind & (SUBORDINATOR | CONJUNCTION):
        border = phrase.first == 1 or unit.kinds[phrase.first - 2] & (COMMA | STOP | CONJUNCTION)
        return bool(border) and not ambiguous
    verb = kind & (VERB | GERUND) and not kind & (NAME | NOUN | AUXILIARY)
    if verb and unit.words[phrase.first - 1] not in _clause_verbs():
        return False
    if ambiguous and unit.kinds[phrase.last] & NOUN:
        return bool(kind & _BORDERS) and not unit.kinds[phrase.first] & NUMBER
    return True


def noun_phrase_before(unit: Unit, end: int, floor: int) -> Phrase | None:
    """Return the noun phrase that ends before word `end`, with what hangs on it by prepositions."""
    first = _core(unit, end, floor)
    while first is not None:
        longer = _longer(unit, first, floor)
        if longer is None:
            break
        first = longer
    return Phrase(first, end) if first is not None and first < end else None


def _core(unit: Unit, end: int, floor: int) -> int | None:
    """Return where the words that can only be one noun phrase begin, read backwards from `end`."""
    kinds, words = unit.kinds, unit.words
    at = end - 1
    if at >= floor and words[at] == ")":
        at = _opening_bracket(unit, at, floor) - 1
    if at < floor or not (kinds[at] & (_NOMINAL | GERUND) or words[at] in _BARE):
        return None
    if kinds[at] & TIME:
        return None
    while at >= floor and _is_nominal(unit, at, end):
        if words[at] == "that":
            break
        if words[at] == ")":
            at = _opening_bracket(unit, at, floor) - 1
            continue
        if kinds[at] & _STARTS_A_PHRASE and not (at > floor and kinds[at - 1] & _STARTS_A_PHRASE):
            return at
        at -= 1
    return at + 1 if at + 1 < end else None


def _is_nominal(unit: Unit, at: int, end: int) -> bool:
    kind = unit.kinds[at]
    if kind & (NAME | NUMBER | GENITIVE | DETERMINER | POSSESSIVE):
        return True
    if kind & TIME:
        return at + 1 < end and bool(unit.kinds[at + 1] & (GENITIVE | NOUN))
    if unit.words[at] == ")":
        return _opening_bracket(unit, at, max(0, at - _WINDOW)) > 0
    if kind & (POINT | STOP):
        return _is_abbreviation_point(unit, at)
    if kind & QUOTED:
        return at + 1 < end and not kind & (COMMA | STOP)
    if kind & (PARTICIPLE | GERUND | VERB):
        return bool(kind & NOUN) or is_modifier(unit, at)
    return bool(kind & NOUN) or unit.words[at] in _BARE


def _is_abbreviation_point(unit: Unit, at: int) -> bool:
    if unit.words[at] == "-":
        return False
    return unit.words[at] == "." and at > 0 and unit.words[at - 1] in ABBREVIATIONS | _INITIALS


_INITIALS = frozenset("abcdefghijklmnopqrstuvwxyz")


def is_modifier(unit: Unit, at: int) -> bool:
    """Whether a word in -ed or -ing stands before a noun: "a leading Republican"."""
    before = unit.kinds[at - 1] if at else 0
    return bool(before & (DETERMINER | POSSESSIVE | GENITIVE | NUMBER)) or (
        bool(before & NOUN)
        and not before & (NAME | VERB)
        and at > 1
        and bool(unit.kinds[at - 2] & (DETERMINER | POSSESSIVE))
    )


def _longer(unit: Unit, first: int, floor: int) -> int | None:
    """Return an earlier beginning where the phrase is only the tail of a longer one."""
    at = first - 1
    if at <= floor:
        return None
    word, kind = unit.words[at], unit.kinds[at]
    if (
        word in _LINKS
        and unit.kinds[at - 1] & (_NOMINAL | QUOTED)
        and not unit.kinds[at - 1] & TIME
    ):
        longer = _core(unit, at, floor)
        return longer if longer is not None and _reaches_a_border(unit, longer, floor) else None
    if (word in _LINKS or word == "by") and unit.kinds[at - 1] & PARTICIPLE and at - 1 > floor:
        longer = _core(unit, at - 1, floor)
        return longer if longer is not None and _reaches_a_border(unit, longer, floor) else None
    if word in _LINKS and unit.words[at - 1] in _BARE:
        return at - 1
    if word in ("and", "or", "&"):
        longer = _core(unit, at, floor)
        joined = longer is not None and (longer == 0 or unit.kinds[longer - 1] & _STRICT_BORDERS)
        return longer if joined else None
    return None


def _reaches_a_border(unit: Unit, first: int, floor: int) -> bool:
    """Whether nothing before the phrase can govern it: no verb, no preposition but a link."""
    if first <= floor:
        return True
    kind, word = unit.kinds[first - 1], unit.words[first - 1]
    if kind & PREPOSITION and word in _LINKS:
        return first >= 2 and bool(unit.kinds[first - 2] & (_NOMINAL | PARTICIPLE)) and word != "to"
    return bool(kind & (COMMA | STOP | CONJUNCTION | SUBORDINATOR | QUOTED | ADVERB | POINT))


def _before_apposition(unit: Unit, comma: int, floor: int) -> Phrase | None:
    """Return "Ann Lee, 22, of Flint" or "Ann Lee" before ", who lives there,"."""
    best: Phrase | None = None
    end, chunks = comma, 0
    while end > floor and chunks < _MOST_CHUNKS:
        begin = _chunk_start(unit, end, floor)
        chunks += 1
        phrase = noun_phrase_before(unit, end, begin)
        whole = phrase is not None and _fills(unit, phrase, begin)
        if whole and phrase:
            best = phrase
        elif (
            phrase
            and best is None
            and chunks > 1
            and unit.kinds[phrase.first] & (NAME | DETERMINER)
        ):
            best = phrase
            break
        elif not _can_hang(unit, begin, end):
            break
        if begin == 0 or not unit.kinds[begin - 1] & COMMA:
            break
        if best and unit.kinds[best.first] & SUBJECT:
            break
        end = begin - 1
    if best is None:
        return None
    return Phrase(best.first, _apposition_end(unit, best, comma))


def _chunk_start(unit: Unit, end: int, floor: int) -> int:
    at = end
    while (
        at > floor
        and not unit.kinds[at - 1] & (COMMA | QUOTED)
        and not (unit.kinds[at - 1] & STOP and unit.words[at - 1] not in ("-", "(", ")"))
    ):
        at -= 1
    return at


def _fills(unit: Unit, phrase: Phrase, begin: int) -> bool:
    """Whether the phrase is the whole chunk, but for a word like "and", "but" or "when"."""
    left = range(begin, phrase.first)
    return (
        all(unit.kinds[at] & (CONJUNCTION | SUBORDINATOR | ADVERB) for at in left) and len(left) < 3
    )


def _can_hang(unit: Unit, begin: int, end: int) -> bool:
    """Whether a chunk can stand behind a name: "who ...", "of Flint", "R-Ky.", "speaking in ..."."""
    kind, word = unit.kinds[begin], unit.words[begin]
    if kind & RELATIVE and word != "that":
        return True
    if word in ("r", "d", "a", "an", "the") or kind & _HANGING:
        return True
    return not any(_is_finite(unit.kinds[at]) for at in range(begin, end))


def _is_finite(kind: int) -> bool:
    if kind & (AUXILIARY | SUBJECT | SUBORDINATOR | QUOTED):
        return True
    return bool(kind & VERB) and not kind & (NAME | NOUN)


def _apposition_end(unit: Unit, head: Phrase, comma: int) -> int:
    """Return where the source ends: before the comma, or before ", speaking in Flint,"."""
    last = head.last
    if last >= comma:
        return last
    after = last + 1
    if unit.kinds[after] & RELATIVE and last - head.first == 1:
        return last  # "Trump, who ...": a surname is a source of its own
    if unit.kinds[after] & (GERUND | PARTICIPLE | PREPOSITION) and unit.words[after] != "of":
        return last
    return comma


def clause_subject(unit: Unit, before: int) -> Phrase | None:
    """Return the subject of the clause that word `before` goes on from: the last main one."""
    for at in range(before - 1, 0, -1):
        kind = unit.kinds[at]
        if kind & SUBJECT and unit.kinds[at - 1] & (CONJUNCTION | STOP | COMMA):
            return Phrase(at, at + 1)
    return main_subject(unit, before)


def main_subject(unit: Unit, before: int) -> Phrase | None:
    """Return the subject of the sentence's first clause, where it begins before word `before`."""
    at = _after_introduction(unit, before)
    end = at
    while end < before and not _ends_a_subject(unit, end):
        end += 1
    if end >= before or end == at:
        return None
    if unit.kinds[end] & COMMA:
        return subject_before(unit, group_start(unit, _after_apposition(unit, end, before)))
    last = group_start(unit, end)
    opens = unit.kinds[at] & (_NOMINAL | _STARTS_A_PHRASE | SUBJECT)
    return Phrase(at, last) if opens and last > at else subject_before(unit, last)


def _after_dateline(unit: Unit, before: int) -> int:
    """Skip "MEXICO CITY (AP) —"."""
    for at in range(min(before, _MOST_IN_DATELINE)):
        if unit.words[at] in ("—", "–", "--", "-"):
            return at + 1
        if not unit.kinds[at] & (NAME | COMMA | POINT | STOP | TIME | NUMBER):
            return 0
    return 0


def _after_introduction(unit: Unit, before: int) -> int:
    """Skip "On Tuesday," and "When asked about it," at the head of a sentence."""
    at = _after_dateline(unit, before)
    kinds = unit.kinds
    while at < before and kinds[at] & (CONJUNCTION | ADVERB | COMMA) and not kinds[at] & SUBJECT:
        at += 1
    if at < before and kinds[at] & (PREPOSITION | SUBORDINATOR | GERUND | TIME | PARTICIPLE):
        comma = next((index for index in range(at, before) if kinds[index] & COMMA), None)
        return comma + 1 if comma is not None else at
    return at


def _ends_a_subject(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & (AUXILIARY | COMMA | STOP):
        return not kind & GENITIVE
    if (
        kind & NOUN
        and at + 1 < len(unit.kinds)
        and unit.kinds[at + 1] & (COMMA | AUXILIARY | ADVERB)
    ):
        return False
    return bool(kind & (VERB | PARTICIPLE)) and not kind & NAME and not is_modifier(unit, at)


def _after_apposition(unit: Unit, comma: int, before: int) -> int:
    """Return where the verb group begins that follows the commas of an apposition."""
    at = comma
    for index in range(comma + 1, min(before, comma + _WINDOW)):
        if unit.kinds[index] & COMMA:
            at = index + 1
            if unit.kinds[at : at + 1] and unit.kinds[at] & (
                VERB | AUXILIARY | PARTICIPLE | ADVERB
            ):
                return at
    return at


def subject_after(unit: Unit, at: int) -> Phrase | None:
    """Return the subject that begins at word `at`, behind its verb: "said Ann Lee, the mayor"."""
    last = _phrase_end(unit, at)
    if last is None:
        return None
    end = _with_apposition(unit, last)
    surname = last - at == 1 and end > last + 1 and unit.kinds[last + 1] & RELATIVE
    return Phrase(at, last if surname else end)


def _phrase_end(unit: Unit, at: int) -> int | None:
    kinds, words = unit.kinds, unit.words
    if at >= len(words) or kinds[at] & (SUBJECT | OBJECT):
        return None if at >= len(words) or not kinds[at] & SUBJECT else at + 1
    end, seen = at, False
    while end < len(words) and end - at < _WINDOW:
        kind = kinds[end]
        linked = words[end] in ("of", "for", "and", "&", "at", "from", "in", "with") and seen
        if linked and end + 1 < len(words) and kinds[end + 1] & (_NOMINAL | _STARTS_A_PHRASE):
            end += 1
            continue
        timed = kind & TIME and end + 1 < len(words) and kinds[end + 1] & (NOUN | NAME)
        if not timed and (kind & TIME or not _is_nominal(unit, end, end + 2)):
            break
        seen = seen or bool(kind & (_NOMINAL))
        end += 1
    return end if seen else None


@cache
def _clause_verbs() -> frozenset[str]:
    """Forms of the verbs that take a clause without "that": "says Lee believes"."""
    return frozenset(form for lemma in PARENTHETIC for form, _ in forms_of(lemma))


def _with_apposition(unit: Unit, last: int) -> int:
    """Add ", the mayor of Flint, who lives there": what describes a subject behind its verb."""
    kinds = unit.kinds
    last = _after_brackets(unit, last)
    if last >= len(kinds) or not kinds[last] & (COMMA | RELATIVE) or kinds[last] & QUOTED:
        return last
    start = last + 1 if kinds[last] & COMMA else last
    if start < len(kinds) and unit.words[start] in ("now", "then", "once", "also"):
        start += 1
    if start >= len(kinds) or not kinds[start] & (DETERMINER | NAME | NOUN | NUMBER | RELATIVE):
        return last
    if kinds[start] & (GERUND | SUBJECT) or unit.words[start] == "that":
        return last
    end = start
    while end < len(kinds) and not _ends_a_description(unit, end):
        end += 1
    while end > last and kinds[end - 1] & COMMA:
        end -= 1
    return end


def _after_brackets(unit: Unit, at: int) -> int:
    """Skip "(D-N.C.)"."""
    if unit.words[at : at + 1] != ["("]:
        return at
    closing = unit.words[at : at + _MOST_IN_BRACKETS]
    return at + closing.index(")") + 1 if ")" in closing else at


def _ends_a_description(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    if kind & (QUOTED | STOP):
        return unit.words[at] not in ("-", "(", ")")
    if kind & COMMA and at + 1 < len(unit.kinds):
        following = unit.kinds[at + 1]
        return (
            bool(following & (QUOTED | GERUND | CONJUNCTION | SUBJECT | SUBORDINATOR))
            or unit.words[at + 1] == "according"
        )
    return False
