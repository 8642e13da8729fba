"""Replaces something in an earlier question by something of the same kind."""

import re

from index.quotations.vocabulary.word_classes import DETERMINER, PREPOSITION, word_classes
from service.questions.followups.grammar.inflection import bare, do_for
from service.questions.followups.grammar.rewriting import Reading
from service.questions.followups.grammar.time_words import at_time, is_time, without_time
from service.questions.followups.grammar.words import classes_of, fold, is_plural, words_of
from service.questions.followups.messages.asking_anew import focus_of
from service.questions.followups.messages.slots import (
    filled,
    front_of,
    person_slot,
    slot_for,
    standing_alone,
)
from service.questions.followups.names.people_words import are_people, may_be_a_person
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.references.naming import OTHER, other_of_the_name, who_is
from service.questions.followups.resolution import Replaced
from service.questions.followups.talk.conversation import Conversation
from service.questions.kinds.speech_forms import speech_request

_ONE = re.compile(
    r"^(?:the )?(?P<what>(?!the |other|first|second|third|last|next)\w.*?) ones?$", re.IGNORECASE
)
_ABOUT = frozenset("about on over regarding concerning".split())
_SIDES = frozenset("for against".split())
"""What stands before that on which somebody voted."""
_VOTING = re.compile(r"\bvot(?:e|ed|es|ing)\b", re.IGNORECASE)
_PLACE_PREPOSITIONS = frozenset("in at near from".split())
_AREAS = frozenset("side coast north south east west area district suburbs center centre".split())
_SPEAKING = frozenset(
    """police government company union council court city firm school party league team club
    families residents critics opponents workers farmers teachers unions""".split()
)
"""Groups and bodies that say things."""
_TURNS_BACK = 3


def put_in_place(words: str, talk: Conversation) -> Reading:
    """An earlier question with something in the place of its like; else what the words ask for."""
    return put_in_like_place(words, talk) or _what_is(words, talk)


def put_in_like_place(words: str, talk: Conversation) -> Reading | None:
    """The same; None if nothing is like it.

    The last question is tried first, then those before it.
    """
    if is_time(words):
        return _derived(at_time(talk.base, words), talk)
    other = OTHER.match(words)
    if other and (reading := _for_the_other(other["name"], talk)):
        return reading
    noun, time = without_time(words)
    reading = _in_some_question(noun, talk)
    if not time or reading is None:
        return reading
    then = talk.supposing(reading.text)
    return Reading(text=_derived(at_time(then.base, time), then).text, replaced=reading.replaced)


def _in_some_question(words: str, talk: Conversation) -> Reading | None:
    tried: Conversation | None = talk
    for _ in range(_TURNS_BACK):
        if tried is None:
            break
        # Nothing takes the place of a word that an article has: who said “we begin in May”?
        is_whole = not tried.is_elliptic and "“" not in tried.base
        found = _in_last_question(words, tried) if is_whole else None
        if found:
            return found
        tried = tried.before_last()
    return None


def _in_last_question(words: str, talk: Conversation) -> Reading | None:
    """The last question with the words in the place of their like."""
    preposition, noun = _split(words)
    if preposition in _ABOUT:
        return _on_topic(noun, preposition, talk)
    one = _ONE.match(noun)
    if one and not preposition:
        return Reading(text=f"{talk.base} ({one['what']})?", replaced=(_kept(talk),))
    found = who_is(noun, talk)
    instead = _instead_of_answer(noun, found, talk)
    if instead and speech_request(talk.base) is None:
        return instead
    if _says_things(noun, found, preposition, talk):
        return _for_person(noun, found, talk)
    if found is None and not preposition and (theirs := _of_the_same(noun, talk)):
        return theirs
    slot = slot_for(noun, found.sort if found else _sort_by_form(noun, preposition), talk)
    new = found.in_sentence if found else noun
    if slot is not None:
        return _derived(filled(talk.base, slot, new, found), talk, *_noted(noun, found))
    return _derived(f"{talk.base} {preposition} {new}", talk) if preposition else None


def _of_the_same(noun: str, talk: Conversation) -> Reading | None:
    """For "and sales?" after "how did the mill's profit develop": the mill's sales."""
    name = noun.removeprefix("the ")
    if not name.islower() or any(classes_of(w.low) & DETERMINER for w in words_of(name)):
        return None
    for spotted in talk.spotted(talk.base):
        owner, mark, _ = spotted.text.replace("’", "'").rpartition("'s ")
        if mark and spotted.named is None and spotted.head != words_of(name)[-1].low:
            end = spotted.start + len(owner + mark)
            return _derived(talk.base[:end] + name + talk.base[spotted.end :], talk)
    return None


def _split(words: str) -> tuple[str, str]:
    """The preposition in front, if there is one, and the noun."""
    first, _, rest = words.partition(" ")
    if rest and classes_of(first.lower()) & PREPOSITION and first.lower() != "like":
        return first.lower(), rest
    return "", words


def _sort_by_form(noun: str, preposition: str) -> Sort:
    head = words_of(noun)[-1].low
    is_place = preposition in _PLACE_PREPOSITIONS or head in _AREAS
    return Sort.PLACE if is_place else Sort.THING


def _derived(text: str, talk: Conversation, *noted: Replaced) -> Reading:
    """A text made of the last question, with its brackets."""
    return Reading(text=f"{text}{talk.brackets}?", replaced=(*noted, _kept(talk)))


def _kept(talk: Conversation) -> Replaced:
    return Replaced(words="", meaning=talk.base, turn=talk.last.number)


def _noted(noun: str, found: Referent | None) -> tuple[Replaced, ...]:
    if found is None or fold(found.name) == fold(noun):
        return ()
    return (Replaced(words=noun, meaning=found.name, turn=found.turn),)


# Kinds of places


def _on_topic(noun: str, preposition: str, talk: Conversation) -> Reading:
    """Another topic for what somebody said, or for what was done on the last one."""
    text = talk.base
    asked = speech_request(text)
    if asked and asked.topic and asked.topic in text:
        at = text.rindex(asked.topic)
        return Reading(text=f"{text[:at]}{noun}?", replaced=(_kept(talk),))
    for word in reversed(words_of(text)):
        if word.low in (_ABOUT | _SIDES if _VOTING.search(text) else _ABOUT):
            new = f"{text[: word.start]}{word.low} {noun}?"
            return Reading(text=new, replaced=(_kept(talk),))
    return Reading(text=f"{text} {preposition} {noun}?", replaced=(_kept(talk),))


def _instead_of_answer(noun: str, found: Referent | None, talk: Conversation) -> Reading | None:
    """For "and California?" after "which state gets the biggest cut": whether it gets one."""
    last, focus = talk.last_clause, focus_of(talk)
    if found is None and all(word.low not in word_classes() for word in words_of(noun)):
        found = Referent(name=noun, sort=Sort.THING, turn=talk.last.number, weight=0.0)
    if found is None or focus is None or last is None or not last.is_subject or last.auxiliary:
        return None
    is_unlike = focus.sort is Sort.PERSON and not (found.sort is Sort.PERSON or found.may_be_person)
    if is_unlike or standing_alone(talk, found.sort):
        return None
    verb, _, rest = last.rest.partition(" ")
    text = f"{do_for(verb)} {found.in_sentence} {bare(verb)} {rest}"
    return _derived(text, talk, *_noted(noun, found))


def _what_is(words: str, talk: Conversation) -> Reading:
    """For "and the record?": what that is, of what was asked about."""
    topic = talk.topic
    if topic is None:
        return Reading(text=f"what about {words}?", replaced=(_kept(talk),))
    verb = "are" if is_plural(words_of(words)[-1].low) else "is"
    return Reading(
        text=f"What {verb} {words} ({topic.in_sentence})?",
        replaced=(Replaced(words="", meaning=topic.name, turn=topic.turn),),
    )


# People


def _says_things(noun: str, found: Referent | None, preposition: str, talk: Conversation) -> bool:
    """Whether somebody is named, or a body of whom the last question could have been asked."""
    head = words_of(noun)[-1].low
    asks_for_words = speech_request(talk.base) is not None
    if found is not None:
        may_speak = found.may_be_person or head in _SPEAKING or _is_newly_a_body(found, talk)
        return found.sort is Sort.PERSON or (may_speak and asks_for_words)
    if may_be_a_person(head) or (asks_for_words and (head in _SPEAKING or are_people(head))):
        return True
    words = words_of(noun)
    is_unknown = len(words) <= 2 and all(word.low not in word_classes() for word in words)
    return asks_for_words and is_unknown and not talk.has_word(head) and not preposition


def _is_newly_a_body(found: Referent, talk: Conversation) -> bool:
    """Whether it is a body, and no other stands where it could be what was spoken about."""
    return found.sort is Sort.ORGANISATION and not standing_alone(talk, Sort.ORGANISATION)


def _for_person(noun: str, found: Referent | None, talk: Conversation) -> Reading:
    """Somebody in the place of the one asked about, or what they said about the topic."""
    name = found.in_sentence if found else noun
    slot = person_slot(talk)
    if slot is not None:
        text = front_of(talk.base, slot, name, found) + name + talk.base[slot.end :]
        return _derived(text, talk, *_noted(noun, found))
    topic = talk.topic
    if topic is None or topic.sort is Sort.PERSON:
        return Reading(text=f"What did {name} say?", replaced=_noted(noun, found))
    about = Replaced(words="", meaning=topic.name, turn=topic.turn)
    return Reading(
        text=f"What did {name} say about {topic.in_sentence}?",
        replaced=(*_noted(noun, found), about),
    )


def _for_the_other(name: str, talk: Conversation) -> Reading | None:
    """The other bearer of a name in the last question that named one; else whoever is meant."""
    found = other_of_the_name(name, talk)
    if found and fold(name) not in fold(found.name).split():
        return _for_person(f"the other {name}", found, talk)
    tried: Conversation | None = talk
    while found and tried:
        if any(s.head == fold(name) and s.named for s in tried.spotted(tried.base)):
            return _for_person(f"the other {name}", found, tried)
        tried = tried.before_last()
    return None
