"""Subjects before their verb: the phrase that names the speaker."""

from index.quotations.sentences.noun_phrases import NOMINAL, noun_phrase_before
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)

_HANGING = NUMBER | GERUND | PARTICIPLE | PREPOSITION | ADVERB
_FLOATING = frozenset(("both", "all", "each"))
_ADVERBS_TOO = frozenset(("once", "even", "so"))
_WINDOW = 30
"""How many words before a verb we look for its subject."""
_MOST_CHUNKS = 6
_MOST_OPENING_WORDS = 2


def group_start(unit: Unit, at: int) -> int:
    """Return where the verb group of word `at` begins: "has also said" begins at "has"."""
    first = at
    if (
        first > 1
        and unit.words[first - 1] in ("since", "yet")
        and unit.kinds[first - 2] & AUXILIARY
    ):
        first -= 1
    while first > 0 and _is_auxiliary(unit, first - 1):
        first -= 1
    floats = first > 1 and unit.words[first - 1] in _FLOATING
    return first - 1 if floats and unit.kinds[first - 2] & (NAME | NOUN | SUBJECT) else first


def _is_auxiliary(unit: Unit, at: int) -> bool:
    if not unit.kinds[at] & (AUXILIARY | ADVERB):
        return False
    other = unit.kinds[at] & (SUBJECT | NAME | SUBORDINATOR | TIME)
    return not other or unit.words[at] in _ADVERBS_TOO


def subject_before(unit: Unit, at: int) -> Phrase | None:
    """Return the subject that ends just before word `at`, where the verb group begins."""
    floor = max(0, at - _WINDOW)
    if at <= floor:
        return None
    kind, word = unit.kinds[at - 1], unit.words[at - 1]
    if kind & SUBJECT or word in ("who", "which", "that"):
        return _pronoun(unit, at - 1)
    if (kind & COMMA and not kind & QUOTED) or word in ("—", "–", "-", "--"):
        return _before_apposition(unit, at - 1, floor)
    return noun_phrase_before(unit, at, floor)


def _pronoun(unit: Unit, at: int) -> Phrase | None:
    relative = at > 0 and unit.kinds[at - 1] & (NOMINAL | QUOTED)
    return Phrase(at, at + 1) if unit.words[at] != "that" or relative else None


def _before_apposition(unit: Unit, comma: int, floor: int) -> Phrase | None:
    """Return "Ann Lee, 22, of Flint" before a comma, or "Ann Lee" before ", speaking in Flint,"."""
    head = _head_of_chunks(unit, comma, floor)
    return Phrase(head.first, _apposition_end(unit, head, comma)) if head else None


def _head_of_chunks(unit: Unit, comma: int, floor: int) -> Phrase | None:
    """Return the first of the chunks between commas that can all belong to one subject."""
    head: Phrase | None = None
    end = comma
    for chunk in range(_MOST_CHUNKS):
        begin = _chunk_start(unit, end, floor)
        phrase = noun_phrase_before(unit, end, begin)
        if phrase and _fills(unit, phrase, begin):
            head = phrase
        elif phrase and not head and chunk and unit.kinds[phrase.first] & (NAME | DETERMINER):
            return phrase
        elif not _can_hang(unit, begin, end):
            return head
        if begin <= floor or not unit.kinds[begin - 1] & COMMA:
            return head
        end = begin - 1
    return head


def _chunk_start(unit: Unit, end: int, floor: int) -> int:
    at = end
    while at > floor and not _parts_chunks(unit, at - 1):
        at -= 1
    return at


def _parts_chunks(unit: Unit, at: int) -> bool:
    kind = unit.kinds[at]
    return bool(kind & (COMMA | QUOTED)) or (
        bool(kind & STOP) and unit.words[at] not in ("-", "(", ")")
    )


def _fills(unit: Unit, phrase: Phrase, begin: int) -> bool:
    """Whether the phrase is the whole chunk, except for a word like "and", "but" or "when"."""
    left = unit.kinds[begin : phrase.first]
    opens = all(kind & (CONJUNCTION | SUBORDINATOR | ADVERB) for kind in left)
    return opens and len(left) <= _MOST_OPENING_WORDS


def _can_hang(unit: Unit, begin: int, end: int) -> bool:
    """Whether a chunk can follow a name: "who ...", "of Flint", "R-Ky.", "speaking"."""
    kind, word = unit.kinds[begin], unit.words[begin]
    if (kind & RELATIVE and word != "that") or kind & _HANGING:
        return True
    return word in ("r", "d", "a", "an", "the") or not any(map(_is_finite, unit.kinds[begin:end]))


def _is_finite(kind: int) -> bool:
    if kind & (AUXILIARY | SUBJECT | SUBORDINATOR | QUOTED):
        return True
    return bool(kind & VERB) and not kind & (NAME | NOUN)


def _apposition_end(unit: Unit, head: Phrase, comma: int) -> int:
    """Return where the source ends: before the comma, or with its head."""
    if head.last >= comma:
        return head.last
    kind, word = unit.kinds[head.last + 1], unit.words[head.last + 1]
    # "Trump, who ...": a bare surname is the whole source.
    alone = kind & RELATIVE and head.last - head.first == 1
    adverbial = kind & (GERUND | PARTICIPLE | PREPOSITION) and word != "of"
    return head.last if alone or adverbial else comma
