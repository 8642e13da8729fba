"""The part of a question that can be replaced."""

from index.quotations.vocabulary.word_classes import PREPOSITION, word_classes
from service.questions.followups.grammar.words import classes_of, is_plural, words_of
from service.questions.followups.names.phrases import GENERAL
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.names.spotting import Spotted
from service.questions.followups.talk.conversation import Conversation
from service.questions.kinds.speech_forms import speech_request

_ARTICLES = frozenset("the a".split())
_OPENINGS = frozenset("the a an his her their its".split())
_ANYBODY = frozenset("everyone everybody anyone anybody people who".split())
_ARTICLE = len("the ")


def person_slot(talk: Conversation) -> Spotted | None:
    """Where the last question names whose words it asks for, or the one person that it names."""
    text = talk.base
    people = [s for s in talk.spotted(text) if s.named and s.named.sort is Sort.PERSON]
    asked = speech_request(text)
    if asked is None or asked.speaker not in text or asked.speaker.lower() in _ANYBODY:
        return people[0] if len(people) == 1 else None
    start = text.index(asked.speaker)
    end = start + len(asked.speaker)
    inside = [s for s in people if start <= s.start and s.end == end]
    return inside[0] if len(inside) == 1 else Spotted(start=start, end=end, text=asked.speaker)


def slot_for(noun: str, sort: Sort, talk: Conversation) -> Spotted | None:
    """The part of the last question that is most like a noun; None if nothing is like it."""
    text, head = talk.base, words_of(noun)[-1].low
    phrases = [s for s in talk.spotted(text) if s.named is None]
    same_head = [s for s in phrases if s.head == head]
    alike = same_head or standing_alone(talk, sort)
    if alike:
        return alike[-1]
    if noun.startswith("the "):
        return _one_of_several(phrases) if is_plural(head) else None
    is_name_like = sort is not Sort.THING or head not in word_classes()
    if is_name_like and (named := _any_name(talk)):
        return named
    phrases = [s for s in phrases if s.head not in GENERAL]
    behind = [s for s in phrases if _is_behind_preposition(text, s)]
    if behind:
        return behind[-1]
    return phrases[0] if len(phrases) == 1 and is_name_like and not talk.brackets else None


def _one_of_several(phrases: list[Spotted]) -> Spotted | None:
    """The one plural among phrases: of "how much do the towns get" the towns."""
    several = [s for s in phrases if s.text.lower().startswith("the ") and is_plural(s.head)]
    return several[0] if len(several) == 1 else None


def standing_alone(talk: Conversation, sort: Sort) -> list[Spotted]:
    """The names of that sort in the last question that are no part of a longer phrase."""
    spots = talk.spotted(talk.base)
    phrases = [s for s in spots if s.named is None]
    return [
        s
        for s in spots
        if s.named and s.named.sort is sort and not any(_is_within(s, phrase) for phrase in phrases)
    ]


def _is_within(name: Spotted, phrase: Spotted) -> bool:
    is_first = phrase.start <= name.start and name.end < phrase.end
    return is_first or phrase.start + _ARTICLE < name.start < phrase.end


def _any_name(talk: Conversation) -> Spotted | None:
    names = [s for sort in Sort if sort is not Sort.PERSON for s in standing_alone(talk, sort)]
    return max(names, key=lambda s: s.start, default=None)


def _is_behind_preposition(text: str, spotted: Spotted) -> bool:
    before = text[: spotted.start].split()
    return bool(before) and bool(classes_of(before[-1].lower()) & PREPOSITION)


def filled(text: str, slot: Spotted, new: str, found: Referent | None) -> str:
    """The text with something else in a slot, with the article that it needs."""
    first = words_of(slot.text)[0].low
    opens = words_of(new)[0].low
    keeps_article = slot.named is None and (found is None or found.sort is Sort.THING)
    if first in _ARTICLES and opens not in _OPENINGS and keeps_article and new.islower():
        new = new if is_plural(words_of(new)[-1].low) else f"{first} {new}"
    return front_of(text, slot, new, found) + new + text[slot.end :]


def front_of(text: str, slot: Spotted, new: str, found: Referent | None) -> str:
    """What stands before a slot; no article before a name, which has its own or needs none."""
    front = text[: slot.start]
    is_name = found is not None or words_of(new)[0].low == "the"
    return front[:-_ARTICLE] if is_name and front.lower().endswith("the ") else front
