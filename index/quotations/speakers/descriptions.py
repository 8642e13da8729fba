"""How a sentence describes the people it names: titles, nouns before the name, appositions."""

from index.quotations.sentences.units import Unit
from index.quotations.speakers.mentions import Mention
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    NOUN,
    PREPOSITION,
    RELATIVE,
    VERB,
)

_MOST_WORDS = 8
_FAR = 12
"""How many words behind "who" may say whether that is a man or a woman."""
_GENDERS_OF_WORDS = {"his": "m", "himself": "m", "her": "f", "herself": "f"}
_OLDEST = 119


def describing_words(unit: Unit, mention: Mention) -> list[str]:
    """Return the words around a name that describe the person, in lower case."""
    before = _before_name(unit, mention)
    said_to_be = _predicate(unit, mention.last)
    apposed: list[str] = []
    if not before and mention.first and unit.kinds[mention.first - 1] & COMMA:
        apposed = _apposition_before(unit, mention.first - 1)
    after = _apposition_after(unit, mention.last)
    return [*before, *mention.titles, *apposed, *after, *said_to_be]


def words_before(unit: Unit, mention: Mention) -> list[str]:
    """Return the titles and nouns right before a name, in lower case: "judge" of "Judge Lee"."""
    return [*_before_name(unit, mention), *mention.titles]


def age_of(unit: Unit, comma: int) -> int | None:
    """Return 34 of "Lee, 34, said" and "Lee (34)", where the name ends before word `comma`."""
    words = unit.words[comma : comma + 3]
    if len(words) < 2 or words[0] not in (",", "(") or not words[1].isdecimal():
        return None
    closes = len(words) == 2 or words[2] in (",", ")", ".")
    return int(words[1]) if closes and 0 < int(words[1]) <= _OLDEST else None


def gender_behind(unit: Unit, mention: Mention) -> str:
    """Return "f" for "Lee, 16, who had done her homework", "" where nothing says it."""
    at = _behind_apposition(unit, mention.last)
    if at >= len(unit.words) or unit.words[at] != "who":
        return ""
    for word, kind in zip(unit.words[at : at + _FAR], unit.kinds[at : at + _FAR], strict=False):
        if word in _GENDERS_OF_WORDS:
            return _GENDERS_OF_WORDS[word]
        if kind & (NAME | COMMA):
            return ""
    return ""


def _behind_apposition(unit: Unit, at: int) -> int:
    """Skip ", 16," and ", the baker," behind a name, if there is something like that."""
    if at >= len(unit.words) or not unit.kinds[at] & COMMA:
        return at
    if at + 1 < len(unit.words) and unit.kinds[at + 1] & RELATIVE:
        return at + 1
    ends = range(at + 1, min(at + 1 + _MOST_WORDS, len(unit.words)))
    return next((end + 1 for end in ends if unit.kinds[end] & COMMA), at)


def _predicate(unit: Unit, at: int) -> list[str]:
    """Return "mayor" of "Lee was elected to a third term as mayor" and of "Lee, 52, is mayor"."""
    at = _behind_apposition(unit, at)
    at += at < len(unit.words) and unit.words[at] == "who"
    if at >= len(unit.words) or unit.words[at] not in word_list("being"):
        return []
    begin = at + 1
    if begin < len(unit.words) and unit.words[begin] in word_list("putting in office"):
        begin += 1
        near = unit.words[begin : begin + _MOST_WORDS]
        begin += near.index("as") + 1 if "as" in near else 0
    while begin < len(unit.words) and unit.kinds[begin] & DETERMINER:
        begin += 1
    end = begin
    while end < len(unit.words) and unit.kinds[end] & (NOUN | NAME) and not _ends(unit.kinds[end]):
        end += 1
    words = unit.words[begin:end]
    return words if roles_in(words) else []


def _before_name(unit: Unit, mention: Mention) -> list[str]:
    """Return "republican presidential candidate" of "Republican presidential candidate Cruz"."""
    at = mention.first
    while at > max(0, mention.first - _MOST_WORDS) and _describes(unit.kinds[at - 1]):
        at -= 1
    return unit.words[at : mention.first]


def _describes(kind: int) -> bool:
    return bool(kind & (NOUN | NAME)) and not kind & (VERB | GENITIVE)


def _apposition_before(unit: Unit, comma: int) -> list[str]:
    """Return "mexican president" of "The Mexican president, Claudia Sheinbaum,"."""
    at = comma
    while at > max(0, comma - _MOST_WORDS) and unit.kinds[at - 1] & (NOUN | NAME):
        at -= 1
    return unit.words[at:comma] if at > 0 and unit.kinds[at - 1] & DETERMINER else []


def _apposition_after(unit: Unit, comma: int) -> list[str]:
    """Return "the city 's deputy manager" of "Lee, the city's deputy manager for parks,"."""
    start = comma + 1
    if start >= len(unit.words) or not unit.kinds[comma] & COMMA:
        return []
    end = start
    while end < min(start + _MOST_WORDS, len(unit.words)) and not _ends(unit.kinds[end]):
        if unit.kinds[end] & (VERB | AUXILIARY) and not unit.kinds[end] & NOUN:
            return []  # a new subject, not an apposition: "..., Lee, the candidate said"
        end += 1
    return unit.words[start:end] if unit.kinds[start] & (DETERMINER | NOUN | NAME) else []


def _ends(kind: int) -> bool:
    return bool(kind & (COMMA | PREPOSITION | RELATIVE))
