"""Something put in another's place: "and Sheinbaum?", "what about Mexico?", "and on visas?"."""

import re
from collections.abc import Sequence

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import NOUN, PREPOSITION, VERB, word_classes
from service.questions.followups.clauses import clause_of
from service.questions.followups.conversation import GENERAL, TOPIC, Conversation
from service.questions.followups.definites import Definite, meant
from service.questions.followups.ellipses import focus_of
from service.questions.followups.inflection import bare, do_for
from service.questions.followups.people_words import may_be_a_person
from service.questions.followups.referents import Referent, Sort
from service.questions.followups.resolution import Replaced
from service.questions.followups.rewriting import Edit, Reading, edited
from service.questions.followups.spotting import Spotted
from service.questions.followups.words import (
    INVERTING,
    QUESTION_WORDS,
    classes_of,
    fold,
    is_plural,
    words_of,
)
from service.questions.speech_forms import speech_request

_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|then|also|ok(?:ay)?|y|et|und|e|now)\s+)?"
    r"(?:(?:what|how)\s+about\s+|what\s+of\s+|how\s+is\s+it\s+with\s+)?",
    re.IGNORECASE,
)
_IS_OPENED = re.compile(
    r"^(?:and|but|or|what\s+about|how\s+about|what\s+of|y|et|und)\b", re.IGNORECASE
)
_ENDING = re.compile(r"\s+(?:then|too|as well|instead|though|please|by the way)$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_TIME = re.compile(
    rf"\b(?:(?:in|on|since|before|after|during|by)\s+)?(?:(?:{_MONTHS})\s+)?(?:(?:1[5-9]|20)\d\d"
    rf"|(?:this|last|next)\s+(?:year|month|week|season|summer|winter|spring|fall)|(?:{_MONTHS})"
    r"|today|yesterday|now)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|timeline|tell|show|list|everyone|everybody|everything|anyone|any"
    r"|anything|compare|explain|describe|find|give|name|latest|news|what)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"^(?:the )?other (?P<name>[\w'’-]+)$", re.IGNORECASE)
_FOREIGN = frozenset(
    """est une la le les el los las der die das ist qui que quien quién cuando cuándo combien quand
    wer wann wie wo warum pourquoi où donde dónde como cómo elle il ils elles sont était qu'a d'un
    sich hat haben war wurde""".split()
)
_SUPERLATIVE = re.compile(
    r"\b(?:the )?(?:(?:most|least) \w+|(?!west|east|west)\w{3,}est)\b", re.IGNORECASE
)
_FOREIGN_ASKING = frozenset(
    "quien cuando como donde combien quand pourquoi comment wer wann wie warum wo".split()
)
_ABOUT = frozenset("about on over regarding concerning".split())
_LONGEST, _LONGEST_BARE = 6, 4
"""More words than this are a question of their own."""
_TURNS_BACK = 3
_AREAS = frozenset("side coast north south east west area district suburbs center centre".split())
_SPEAKING = frozenset(
    """police government company union council court city firm school party league team club
    families residents critics opponents workers farmers teachers unions families""".split()
)


def fragment_of(message: str, *, is_opened: bool = False) -> str | None:
    """What a message puts in another's place; None if it is a whole question.

    Args:
        message: without its mark.
        is_opened: whether something else already says that it is one ("no, ...").
    """
    text = message.strip(" ?!.¿¡")
    is_opened = is_opened or _IS_OPENED.match(text) is not None
    body = _ENDING.sub("", _OPENING.sub("", text, count=1)).strip()
    words = [word for word in words_of(body) if word.low[0].isalnum()]
    if not words or len(words) > (_LONGEST if is_opened else _LONGEST_BARE):
        return None
    if words[0].low in QUESTION_WORDS | INVERTING or _REQUEST.match(body):
        return None
    lows = {word.low for word in words}
    if (not is_opened and _FOREIGN & lows) or _FOREIGN_ASKING & lows:
        return None
    if clause_of(body) is not None or speech_request(body) is not None:
        return None
    if not is_opened and _has_verb(body):
        return None
    return body


def _has_verb(body: str) -> bool:
    return any(
        classes_of(word.low) & VERB and not word_classes().get(word.low, 0) & NOUN
        for word in words_of(body)[1:]
    )


def put_in_place(body: str, talk: Conversation) -> Reading | None:
    """An earlier question with something in the place of its like; None if nothing is like it.

    The last question is tried first, then those before it.
    """
    other = _OTHER.match(body)
    if other and (reading := _for_other(other["name"], talk)):
        return reading
    time = _TIME.fullmatch(body)
    if time:
        return _at_time(body, talk)
    body, behind = _without_time(body)
    reading = _in_some_question(body, talk)
    if reading is not None and behind:
        dated = _at_time(behind, talk.supposing(reading.text))
        return Reading(text=dated.text, replaced=reading.replaced + dated.replaced)
    return reading


def _for_other(name: str, talk: Conversation) -> Reading | None:
    """The other bearer of a name in the last question that named one."""
    found = _other_of_the_name(name, talk)
    tried: Conversation | None = talk
    while found and tried:
        people = [s for s in tried.spotted(tried.base) if s.head == fold(name) and s.named]
        if people:
            return _for_person(found.name, f"the other {name}", tried, found)
        tried = tried.before_last()
    return None


def _in_some_question(body: str, talk: Conversation) -> Reading | None:
    tried: Conversation | None = talk
    for _ in range(_TURNS_BACK):
        if tried is None:
            break
        clause = tried.last_clause
        is_elliptic = bool(tried.bracket) and (clause is None or not clause.rest)
        found = None if is_elliptic else _in_question(body, tried)
        if found:
            return found
        tried = tried.before_last()
    return _what_of(body, talk)


def _in_question(body: str, talk: Conversation) -> Reading | None:
    preposition, noun = _split(body)
    if preposition in _ABOUT:
        return _on_topic(noun, preposition, talk)
    if _SUPERLATIVE.fullmatch(noun):
        return _as_superlative(noun, talk)
    found = who_is(noun, talk)
    is_speaker = words_of(noun)[-1].low in _SPEAKING and speech_request(talk.base) is not None
    if found and is_speaker:
        return _for_person(found.in_sentence, noun, talk, found)
    sort = found.sort if found else _sort_by_form(noun, preposition, talk)
    if sort is Sort.PERSON:
        return _for_person(found.name if found else noun, noun, talk, found)
    instead = _instead_of_answer(found, noun, talk)
    if instead:
        return instead
    if (
        sort is Sort.THING
        and talk.bracket
        and _was_picked(talk)
        and not preposition
        and not noun.startswith("the ")
    ):
        return Reading(text=f"{talk.base} ({noun})?", replaced=(_kept(talk),))
    slot = _slot(sort, noun, talk)
    new = found.in_sentence if found else noun
    if slot is not None:
        return _swap(slot, new, noun, found, talk)
    if preposition:
        return Reading(text=f"{talk.base} {preposition} {new}?", replaced=(_kept(talk),))
    return None


def _was_picked(talk: Conversation) -> bool:
    """Whether the last question is a choice that was picked."""
    return len(talk.turns) > 1 and bool(talk.turns[-2].choices)


def _as_superlative(adjective: str, talk: Conversation) -> Reading | None:
    """ "and most accurate?" after "who has the friendliest service"."""
    old = _SUPERLATIVE.search(talk.base)
    if old is None:
        return None
    text = talk.base[: old.start()] + adjective + talk.base[old.end() :]
    return Reading(text=f"{text}{talk.bracket}?", replaced=(_kept(talk),))


def _instead_of_answer(found: Referent | None, noun: str, talk: Conversation) -> Reading | None:
    """ "and California?" after "which state gets the biggest cut" asks whether it gets one."""
    last, focus = talk.last_clause, focus_of(talk)
    if found is None or focus is None or last is None or not last.is_subject or last.auxiliary:
        return None
    if _standing_alone(talk, found.sort):
        return None
    if focus.sort is Sort.PERSON and found.sort is not Sort.PERSON and not found.may_be_person:
        return None
    verb, _, rest = last.rest.partition(" ")
    return Reading(
        text=f"{do_for(verb)} {found.in_sentence} {bare(verb)} {rest}{talk.bracket}?",
        replaced=(*_note(noun, found), _kept(talk)),
    )


def _standing_alone(talk: Conversation, sort: Sort) -> list[Spotted]:
    """The names of that sort in the last question that are no part of a longer phrase."""
    spots = talk.spotted(talk.base)
    phrases = [s for s in spots if s.named is None]
    return [
        s
        for s in spots
        if s.named
        and s.named.sort is sort
        and not any(
            (p.start <= s.start and s.end < p.end) or p.start + 4 < s.start < p.end for p in phrases
        )
    ]


def _without_time(body: str) -> tuple[str, str]:
    """ "mayor ruiz in 2024" as "mayor ruiz" and "in 2024"."""
    found = _TIME.search(body)
    if not found or found.end() != len(body) or not found.start():
        return body, ""
    return body[: found.start()].strip(" ,"), found.group()


def _split(body: str) -> tuple[str, str]:
    first, _, rest = body.partition(" ")
    if rest and classes_of(first.lower()) & PREPOSITION and first.lower() != "like":
        return first.lower(), rest
    return "", body


def _at_time(time: str, talk: Conversation) -> Reading:
    text = talk.base
    new = time if not _YEAR.fullmatch(time) else f"in {time}"
    old = list(_TIME.finditer(text))
    if old:
        found, year = old[-1], _YEAR.search(time)
        put = year[0] if _YEAR.fullmatch(found.group()) and year else new
        text = text[: found.start()] + put + text[found.end() :]
    else:
        text = f"{text} {new}"
    return Reading(text=f"{text}{talk.bracket}?", replaced=(_kept(talk),))


def _kept(talk: Conversation) -> Replaced:
    return Replaced(words="", meaning=talk.base, turn=talk.last.number)


def _on_topic(noun: str, preposition: str, talk: Conversation) -> Reading:
    """Another topic for what somebody said, or for what was done on the last one."""
    text = talk.base
    asked = speech_request(text)
    if asked and asked.topic and asked.topic in text:
        at = text.rindex(asked.topic)
        return Reading(text=text[:at] + noun + "?", replaced=(_kept(talk),))
    for word in reversed(words_of(text)):
        if word.low in _ABOUT:
            new = f"{text[: word.start]}{word.low} {noun}?"
            return Reading(text=new, replaced=(_kept(talk),))
    return Reading(text=f"{text} {preposition} {noun}?", replaced=(_kept(talk),))


def who_is(noun: str, talk: Conversation) -> Referent | None:
    """The person or thing that a fragment names or describes."""
    other = _OTHER.match(noun)
    if other:
        return _other_of_the_name(other["name"], talk)
    for spotted in talk.spotted(noun):
        if spotted.named and not spotted.is_several and _is_most(spotted, noun):
            named = spotted.named
            return Referent(
                name=named.name, sort=named.sort, turn=talk.last.number, weight=0.0,
                gender=named.gender, takes_article=named.takes_article, may_be_person=named.may_be_person,
            )  # fmt: skip
    words = words_of(noun)
    if not words or words[0].low not in ("the", "that", "this"):
        return None
    kept = tuple(word.low for word in words[1:])
    definite = Definite(start=0, end=len(noun), text=noun, words=kept, is_demonstrative=False)
    return meant(definite, talk) if kept else None


def _other_of_the_name(name: str, talk: Conversation) -> Referent | None:
    """ "the other Lindqvist": who bears the name and was not asked about last."""
    asked = " ".join(turn.searched for turn in talk.turns[-_TURNS_BACK:])
    people = talk.opened.people.registry().named(name).people
    left = [p for p in people if len(p.name.split()) > 1 and p.name not in asked]
    if len(left) != 1 or len(people) < 2:
        return None
    return Referent(name=left[0].name, sort=Sort.PERSON, turn=talk.last.number, weight=0.0)


def _is_most(spotted: Spotted, noun: str) -> bool:
    """Whether a name is a fragment but for titles: "mayor ruiz", not "the ford guy"."""
    if "'s" in noun or "’s" in noun:
        return False
    others = [w.low for w in words_of(noun[: spotted.start] + " " + noun[spotted.end :])]
    known = word_list("titles", "more titles", "roles") | {"the", "'s", "a", ","}
    return all(word in known for word in others)


def _sort_by_form(noun: str, preposition: str, talk: Conversation) -> Sort:
    words = words_of(noun)
    head = words[-1].low
    asks_for_words = speech_request(talk.base) is not None
    if may_be_a_person(head) or (head in _SPEAKING and asks_for_words):
        return Sort.PERSON
    if preposition in ("in", "at", "near", "from") or head in _AREAS:
        return Sort.PLACE
    is_unknown = len(words) <= 2 and all(w.low not in word_classes() for w in words)
    if asks_for_words and is_unknown and not talk.has_word(head) and not preposition:
        return Sort.PERSON
    return Sort.THING


def _swap(
    slot: Spotted, new: str, noun: str, found: Referent | None, talk: Conversation
) -> Reading:
    text = talk.base
    first = words_of(slot.text)[0].low
    bare = words_of(new)[0].low not in ("the", "a", "an", "his", "her", "their", "its")
    put = new
    if (
        first in ("the", "a")
        and slot.named is None
        and bare
        and (found is None or found.sort is Sort.THING)
    ):
        put = f"{first} {new}" if new.islower() and not is_plural(words_of(new)[-1].low) else new
    before = text[: slot.start].split()[-1:]
    start = slot.start
    if before and before[0].lower() == "the" and slot.named and put.startswith("the "):
        start = text[: slot.start].rstrip().rindex(before[0])
    whole = edited(text, [Edit(start=start, end=slot.end, new=put, meaning=new, turn=0)])
    return Reading(text=f"{whole.text}{talk.bracket}?", replaced=(*_note(noun, found), _kept(talk)))


def _note(noun: str, found: Referent | None) -> tuple[Replaced, ...]:
    if found is None or fold(found.name) == fold(noun):
        return ()
    return (Replaced(words=noun, meaning=found.name, turn=found.turn),)


def _for_person(name: str, noun: str, talk: Conversation, found: Referent | None) -> Reading | None:
    """The person in the place of the one asked about, or what they said about the topic."""
    text = talk.base
    spots = talk.spotted(text)
    people = [s for s in spots if s.named and s.named.sort is Sort.PERSON]
    slot = _speaker_slot(text, people)
    if slot is None and len(people) == 1:
        slot = people[0]
    if slot is not None:
        whole = edited(text, [Edit(start=slot.start, end=slot.end, new=name, meaning=name, turn=0)])
        return Reading(
            text=f"{whole.text}{talk.bracket}?", replaced=(*_note(noun, found), _kept(talk))
        )
    topic = talk.topic
    about = f" about {topic.in_sentence}" if topic and topic.sort is not Sort.PERSON else ""
    kept = (Replaced(words="", meaning=topic.name, turn=topic.turn),) if topic and about else ()
    return Reading(text=f"What did {name} say{about}?", replaced=(*_note(noun, found), *kept))


def _speaker_slot(text: str, people: Sequence[Spotted]) -> Spotted | None:
    """Where a question names whose words it asks for."""
    asked = speech_request(text)
    if asked is None or asked.speaker not in text:
        return None
    at = text.index(asked.speaker)
    inside = [s for s in people if at <= s.start < at + len(asked.speaker)]
    whole = Spotted(start=at, end=at + len(asked.speaker), text=asked.speaker)
    return inside[0] if len(inside) == 1 and inside[0].end == whole.end else whole


def _slot(sort: Sort, noun: str, talk: Conversation) -> Spotted | None:
    """The part of the last question that is like the new one."""
    text = talk.base
    spots = talk.spotted(text)
    head = words_of(noun)[-1].low
    same_head = [s for s in spots if s.head == head and s.named is None]
    if same_head:
        return same_head[-1]
    alike = _standing_alone(talk, sort)
    if alike:
        return alike[-1]
    named = [s for kind in Sort if kind is not Sort.PERSON for s in _standing_alone(talk, kind)]
    is_name_like = sort is not Sort.THING or not word_classes().get(head)
    if named and is_name_like and not noun.startswith("the "):
        return max(named, key=lambda s: s.start)
    behind = [s for s in spots if s.named is None and _behind(text, s) and s.head not in GENERAL]
    if behind and not noun.startswith("the "):
        return behind[-1]
    bracketed = TOPIC.search(talk.last.searched)
    if bracketed and sort is Sort.THING:
        return None
    plain = [s for s in spots if s.named is None and s.head not in GENERAL]
    return plain[0] if len(plain) == 1 and is_name_like and not noun.startswith("the ") else None


def _behind(text: str, spotted: Spotted) -> bool:
    before = text[: spotted.start].split()
    return bool(before) and bool(classes_of(before[-1].lower()) & PREPOSITION)


def _what_of(noun: str, talk: Conversation) -> Reading:
    """ "and the record?" asks for the record of what was asked about."""
    topic = talk.topic
    head = words_of(noun)[-1].low
    verb = "are" if is_plural(head) else "is"
    if topic is None:
        return Reading(text=f"what about {noun}?", replaced=(_kept(talk),))
    return Reading(
        text=f"What {verb} {noun} ({topic.in_sentence})?",
        replaced=(Replaced(words="", meaning=topic.name, turn=topic.turn),),
    )
