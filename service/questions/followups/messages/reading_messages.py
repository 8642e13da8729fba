"""Rewrites a message to stand alone, trying its possible kinds in order."""

import re

from msgspec import Struct

from service.questions.followups.grammar.ordinals import place_of
from service.questions.followups.grammar.rewriting import Reading
from service.questions.followups.grammar.words import is_plural, plain_words, words_of
from service.questions.followups.languages.asking import asked_abroad
from service.questions.followups.messages.dependence import attached, leans_on
from service.questions.followups.messages.ellipses import completed
from service.questions.followups.messages.fragments import fragment_of
from service.questions.followups.messages.fronting import Fronted, fronted
from service.questions.followups.messages.narrowing import Narrowed
from service.questions.followups.messages.pointing import name_shown, pointed_quote, speaker_of
from service.questions.followups.messages.replacing import put_in_like_place, put_in_place
from service.questions.followups.messages.saying import who_said_it
from service.questions.followups.names.people_words import FIRMS, may_be_a_person
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.references.bound_pronouns import is_bound
from service.questions.followups.references.naming import OTHER, who_is
from service.questions.followups.references.pronouns import kind_of, pronouns_in
from service.questions.followups.references.referring import Referring, refer
from service.questions.followups.resolution import Narrowing, Replaced
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.memory import BRACKETS, NAME_ON_TOPIC
from service.questions.kinds.speech_forms import speech_request

_DIFFERING = re.compile(r"\b(?:differ|disagree|agree)\s*\??$", re.IGNORECASE)
_COMPARING = re.compile(
    r"^(?:compare|contrast|what (?:is|are) the differences?)\b(?!.*\b(?:on|about|over)\b)",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\belse\b", re.IGNORECASE)
_REQUEST = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|timeline|tell|show|list|everyone|everybody|what is new)\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^(?:(?:what|how)\s+)?(?:about|on)\s+(?P<topic>.+)$", re.IGNORECASE)
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
_LONGEST = 200
"""Maximum length of a follow-up; longer messages are stand-alone questions."""
_PIECES = re.compile(r"[,;]\s*|\.\s*(?!\s*\d)")
"""What divides the parts of a fragment, but for the point of "Sept. 27"."""
_BEHIND_HEAD = re.compile(r"\s(?:of|from|in|at|who|that|with)\s")


class Read(Struct, frozen=True):
    """A message rewritten to stand alone."""

    referring: Referring
    narrowing: Narrowing = Narrowing()


def read(text: str, limits: Narrowed, talk: Conversation, *, is_correction: bool) -> Read:
    """Make a message stand alone whose limits ("only 2024") were cut off."""
    if not text.strip(" .,?!"):
        return Read(Referring(_repeated(limits, talk)))
    if len(text) <= _LONGEST:
        is_opened = is_correction or bool(limits.words)
        if elliptic := _as_part_of_a_question(text, talk, is_opened=is_opened):
            return elliptic
    found = refer(text, talk, who_is(limits.subject, talk) if limits.subject else None)
    return Read(_with_topic(found, talk) if _lacks_topic(found, text, talk) else found)


def _as_part_of_a_question(text: str, talk: Conversation, *, is_opened: bool) -> Read | None:
    """A message that needs words of the question before; None if it is a question of its own."""
    foreign = asked_abroad(text, talk)
    if foreign:
        return Read(Referring(foreign))
    front = fronted(text)
    if front:
        return _read_fronted(front, talk)
    said = who_said_it(text, talk) or completed(text, talk)
    if said:
        return Read(_with_pronouns_replaced(said, talk))
    on = NAME_ON_TOPIC.match(text)
    if on and not is_opened and talk.begins_with_person(on["who"]):
        return None  # "sheinbaum on visas"
    body = fragment_of(text, is_opened=is_opened)
    reading = _put(body, talk) if body is not None else None
    return Read(Referring(reading)) if reading else None


def _repeated(limits: Narrowed, talk: Conversation) -> Reading:
    """The last question under other limits: "only 2024"."""
    for words in (limits.subject, limits.time):
        if words:
            return put_in_place(words, talk)
    last = talk.last
    kept = Replaced(words="", meaning=last.searched.rstrip(" ?"), turn=last.number)
    return Reading(text=last.searched, replaced=(kept,))


def _with_pronouns_replaced(reading: Reading, talk: Conversation) -> Referring:
    """The same with the pronouns that were typed in it replaced; those of a quote stay."""
    typed, mark, quoted = reading.text.partition("“")
    found = refer(typed, talk).reading
    replaced = reading.replaced + found.replaced
    return Referring(Reading(text=_said_once(found.text) + mark + quoted, replaced=replaced))


def _said_once(text: str) -> str:
    """A question without the topic in brackets, where that stands before them as well."""
    brackets = BRACKETS.search(text.rstrip("?"))
    if brackets is None or brackets["topic"].lower() not in text[: brackets.start()].lower():
        return text
    return f"{text[: brackets.start()]}?"


def _put(body: str, talk: Conversation) -> Reading | None:
    """Each part of a fragment put in its place, one after the other: "the engineer, in 2026"."""
    reading: Reading | None = None
    for piece in (part for part in _PIECES.split(body) if part):
        if reading and may_be_a_person(piece.split()[-1].lower()):
            continue  # "the other Lindqvist, the skier"
        pointed = pointed_quote(piece, talk)
        told = refer(name_shown(pointed[1]) or piece if pointed else piece, talk).reading
        says_it = piece.split()[-1].lower() in FIRMS and speech_request(talk.base)
        if says_it or OTHER.match(piece):
            told = Reading(text=piece)  # "and the company?": what did it say
        owned = any(True for _ in pronouns_in(words_of(piece)))
        heads = (words.split()[-1].lower() for words in (piece, told.text))
        if told.replaced and owned and not any(map(may_be_a_person, heads)):
            return _what_is(told)  # "cause of her death"
        step = put_in_place(told.text, talk.supposing(reading.text) if reading else talk)
        before = (*(reading.replaced if reading else ()), *told.replaced)
        reading = Reading(text=step.text, replaced=before + step.replaced)
    return reading


def _what_is(noun: Reading) -> Reading:
    verb = "are" if is_plural(noun.text.split()[-1].lower()) else "is"
    return Reading(text=f"what {verb} {noun.text}?", replaced=noun.replaced)


# A name in front of its question


def _read_fronted(front: Fronted, talk: Conversation) -> Read:
    """Read "batt, how old is he": the question is about what stands in front of it."""
    pointed = pointed_quote(front.front, talk)
    if pointed:
        narrowing = Narrowing(article_ids=(pointed[1].article_id,))
        found = refer(front.rest, talk, speaker_of(*pointed, talk))
        return Read(_with_topic(found, talk) if not found.reading.replaced else found, narrowing)
    put = None if _ONE.search(front.front) else put_in_like_place(front.front, talk)
    behind = completed(front.rest, talk.supposing(put.text)) if put else None
    if behind:
        return Read(Referring(behind))
    first = _in_front(front.front, talk)
    matter = _WHAT_ABOUT.match(front.rest)
    if first is not None and first.sort is Sort.PERSON and matter:
        text = f"What did {first.in_sentence} say about {matter['topic'].strip(' ?!.')}?"
        said = Replaced(words=front.front, meaning=first.name, turn=first.turn)
        return Read(Referring(Reading(text=text, replaced=(said,))))
    found = refer(front.rest, talk, first)
    if found.reading.replaced:
        return Read(found)
    if first is None:
        return Read(_with_topic(found, talk))
    is_one = first.name.lower().endswith((" one", " ones")) or put is None
    about_too = f", {talk.topic_and_names}" if is_one and talk.topic else ""
    text = f"{front.rest.strip(' ?!.')} ({first.in_sentence}{about_too})?"
    about = Replaced(words=front.front, meaning=first.name, turn=first.turn)
    return Read(Referring(Reading(text=text, replaced=(about,))))


def _in_front(words: str, talk: Conversation) -> Referent | None:
    """What is named in front; a description stands for itself, an ordinal for nothing."""
    found = who_is(words, talk)
    if found or place_of(plain_words(words)) is not None:
        return found
    told = refer(words, talk).reading.text
    head = _BEHIND_HEAD.split(told)[0].split()[-1].lower()
    return Referent(
        name=told,
        sort=Sort.PERSON if may_be_a_person(head) else Sort.THING,
        turn=talk.last.number,
        weight=0.0,
        is_plural=is_plural(head),
    )


# What it is about


def _lacks_topic(found: Referring, typed: str, talk: Conversation) -> bool:
    """Whether a question does not say what it is about."""
    if found.rivals or _REQUEST.match(typed):
        return False
    asked = found.reading.text
    if (
        _left_open(asked, typed, talk)
        or _DIFFERING.search(asked)
        or (found.reading.replaced and _COMPARING.search(asked))
        or _lacks_matter(asked, typed, talk)
    ):
        return True
    return not found.reading.replaced and leans_on(typed, talk)


def _left_open(asked: str, typed: str, talk: Conversation) -> bool:
    """Whether an "it" was typed for which nothing was found."""
    words = words_of(asked)
    spots = talk.spotted(asked)
    left = any(
        kind_of(words[at].low) == "it" and not is_bound(words, at, spots)
        for at in pronouns_in(words)
    )
    return left and sum(w.low in ("it", "its") for w in words_of(typed)) == 1


def _lacks_matter(asked: str, typed: str, talk: Conversation) -> bool:
    """Whether somebody quoted in several articles is newly asked about, on no matter named."""
    speech = speech_request(asked)
    if speech is None or speech.topic or _ELSE.search(typed):
        return False
    people = talk.opened.people.registry().exactly_named(speech.speaker)
    is_new = speech.speaker.lower() not in talk.last.searched.lower()
    is_shown = talk.shows_name(words_of(speech.speaker)[-1].low)
    return (
        is_new and is_shown and (len(people) > 1 or any(person.articles > 1 for person in people))
    )


def _with_topic(found: Referring, talk: Conversation) -> Referring:
    about = attached(found.reading.text, talk)
    if about is None:
        return found
    replaced = found.reading.replaced + about.replaced
    return Referring(Reading(text=about.text, replaced=replaced))
