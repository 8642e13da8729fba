"""Untagged noun phrases in a question: "the bridge repair", "how many homes".

There is no part-of-speech tagger: the classes of `word_classes` and where the main verb must stand
decide. A phrase that is missed is not referred to; one too many is outweighed by others.
"""

from collections.abc import Sequence

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NOUN,
    OBJECT,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)
from service.questions.followups.grammar.inflection import bare
from service.questions.followups.grammar.words import (
    BEING,
    INVERTING,
    QUESTION_WORDS,
    Word,
    classes_of,
    is_adjective,
)
from service.questions.followups.names.known_names import Found

_NEVER_INSIDE = ADVERB | AUXILIARY | CONJUNCTION | OBJECT | PREPOSITION | SUBJECT | SUBORDINATOR
_BEHIND_VERB = DETERMINER | OBJECT | POSSESSIVE | PREPOSITION | ADVERB | SUBORDINATOR
_WITH_BASE_FORM = frozenset("did do does will would can could should may".split())
_DETERMINERS = word_list("determiners") | word_list("possessives")
_SUBJECTS = frozenset("who which what".split())
_LIGHT = frozenset("take make get give have become bring keep lose".split())
"""Verbs whose object may be a bare noun that looks like one: "when does the law take effect"."""
_FIRST_AUXILIARY = 6
"""Number of initial words among which a question's auxiliary is found."""


def phrase_end(words: Sequence[Word], at: int, names: dict[int, Found], main: int) -> int:
    """Where a noun phrase that begins at a word ends; `at` if none does.

    `names` go by the place of their first word; `main` is that of the main verb.
    """
    end, has_noun = at, False
    while end < len(words):
        if end in names:
            end, has_noun = names[end].last, True
        elif end == main or not _may_follow(words, at, end, has_noun=has_noun):
            break
        else:
            low = words[end].low
            opens = classes_of(low) & (DETERMINER | POSSESSIVE)
            has_noun = has_noun or not (opens or is_adjective(low))
            end += 1
    end -= end - 1 > at and words[end - 1].low == "'s"
    return end if has_noun else at


def _may_follow(words: Sequence[Word], at: int, end: int, *, has_noun: bool) -> bool:
    """Whether a word can be part of the phrase that begins at `at`."""
    low = words[end].low
    flags = classes_of(low)
    if low == "'s" and has_noun:
        return True
    if not low[0].isalnum() or low in QUESTION_WORDS or low in INVERTING:
        return False
    if flags & (DETERMINER | POSSESSIVE):
        return end == at
    if flags & _NEVER_INSIDE and not flags & NOUN:
        return False
    return not (is_adjective(low) and has_noun) and not _is_verb(words, at, end, has_noun=has_noun)


def _is_verb(words: Sequence[Word], at: int, end: int, *, has_noun: bool) -> bool:
    """Whether a word is more likely a verb here than a noun or a modifier."""
    flags = classes_of(words[end].low)
    if not flags & (VERB | PARTICIPLE | GERUND):
        return False
    after = words[end + 1].low if end + 1 < len(words) else ""
    behind = classes_of(after) if after[:1].isalnum() else 0
    if flags & GERUND and flags & NOUN:
        # "building factories", but not "the wind hearing"
        takes_object = behind & (NOUN | DETERMINER) and not behind & (PREPOSITION | VERB)
        return end == at or bool(takes_object)
    if flags & NOUN or _ends_as_plural(words[end].low, behind, at=at, end=end):
        return False
    # "the faulty hangers", "the drilled hole": before a noun it modifies.
    modifies = end > at and bool(behind & NOUN) and bool(flags & (PARTICIPLE | GERUND))
    return not modifies or (has_noun and bool(flags & (VERB | GERUND)))


def _ends_as_plural(low: str, behind: int, *, at: int, end: int) -> bool:
    """Whether a verb in -s ends a phrase as a noun: "the barn fires", not "the chef fires them"."""
    takes_object = behind & (NOUN | DETERMINER | OBJECT | POSSESSIVE)
    is_noun = low.endswith("s") and classes_of(bare(low)) & NOUN
    return end > at and bool(is_noun) and not takes_object


def main_verb(words: Sequence[Word]) -> int:
    """The place of the verb that a do-question asks about; -1 if there is none.

    In "how much did the bridge repair cost" it is the last of the words that may be a verb before
    the first preposition behind the subject; in "why is Falk Steel merging", what ends in -ing.
    """
    lows = [word.low for word in words]
    head = lows[:_FIRST_AUXILIARY]
    start = next((at for at, low in enumerate(head) if low in INVERTING), -1)
    if start >= 0 and lows[start] in BEING:
        return _progressive(lows, start)
    if start < 0 or lows[start] not in _WITH_BASE_FORM:
        return -1
    if start and lows[start - 1] in _SUBJECTS and _may_be_verb(lows, start + 1):
        return start + 1  # "who will build the wind farm"
    best = -1
    for at in range(start + 2, len(lows)):
        flags = classes_of(lows[at])
        if flags & PREPOSITION and best > 0:
            break
        is_base = bool(flags & VERB) and bare(lows[at]) == lows[at] and not _is_of_time(lows, at)
        if is_base and lows[at - 1] not in _DETERMINERS:
            best = at
            if not flags & NOUN or lows[at] in _LIGHT:
                break
    return best if best > 0 else _unlisted_verb(lows, start)


def _progressive(lows: Sequence[str], start: int) -> int:
    """The place of what somebody is doing, behind the subject of "is" or "are"; -1 if nothing."""
    for at in range(start + 2, len(lows)):
        if classes_of(lows[at]) & PREPOSITION:
            break
        flags = classes_of(lows[at])
        behind = classes_of(lows[at + 1]) if at + 1 < len(lows) else PREPOSITION
        # "the wind hearing" is a noun, and so is "the building": "building a pier" is none.
        needed = DETERMINER | OBJECT | POSSESSIVE if flags & NOUN else _BEHIND_VERB
        if flags & GERUND and behind & needed:
            return at
    return -1


def _is_of_time(lows: Sequence[str], at: int) -> bool:
    """Whether it is the "last" of "last year"."""
    return lows[at] == "last" and at + 1 < len(lows) and bool(classes_of(lows[at + 1]) & TIME)


def _may_be_verb(lows: Sequence[str], at: int) -> bool:
    return at < len(lows) and bool(classes_of(lows[at]) & VERB)


def _unlisted_verb(lows: Sequence[str], start: int) -> int:
    """The word before the first object, preposition or end: "did the town ratify it"."""
    for at in range(start + 2, len(lows)):
        ends = at + 1 == len(lows) or bool(classes_of(lows[at + 1]) & _BEHIND_VERB)
        if ends and lows[at - 1] not in _DETERMINERS and lows[at][0].isalpha():
            return -1 if classes_of(lows[at]) & _BEHIND_VERB else at
    return -1
