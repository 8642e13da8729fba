"""From a message and the turns before it to a question that stands alone.

message, turns --classify--> act --refer, replace, complete, narrow--> Resolution
"""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import structs

from index.followers.open_collection import OpenCollection
from service.questions.followups.chatter import topic_of_chat, without_chatter
from service.questions.followups.conversation import Conversation
from service.questions.followups.dependence import attached, in_context, leans_on, stands_alone
from service.questions.followups.ellipses import asks_for_more, completed, more_of
from service.questions.followups.fragments import fragment_of, put_in_place, who_is
from service.questions.followups.fronting import Fronted, fronted
from service.questions.followups.meta import about_last_answer
from service.questions.followups.narrowing import Narrowed, joined, narrowed
from service.questions.followups.openings import without_opening
from service.questions.followups.ordinals import place_of
from service.questions.followups.people_words import may_be_a_person
from service.questions.followups.picking import picked
from service.questions.followups.pointing import pointed_quote, speaker_of
from service.questions.followups.referents import Referent, Sort
from service.questions.followups.referring import Referring, refer
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution
from service.questions.followups.rewriting import Reading, polished
from service.questions.followups.saying import who_said_it
from service.questions.followups.turns import OfferedChoice, Turn
from service.questions.followups.words import is_plural, mended, plain_words
from service.questions.speech_forms import speech_request


def resolve(
    message: str, turns: Sequence[Turn], opened: OpenCollection, asked_on: date
) -> Resolution:
    """What a message means after these turns.

    Args:
        message: as it was typed, white space tidied.
        turns: those before it, oldest first; none at the beginning of a conversation.
        opened: the collection that is asked, for the names that its articles know.
        asked_on: the day that "this year" counts from.
    """
    topic = topic_of_chat(message)
    if topic:
        return Resolution(act=Act.CHAT, searched=message, topic_of_chat=topic)
    if not turns:
        return Resolution(act=Act.ASK, searched=message)
    talk = Conversation(turns, opened)
    if not talk.turns:
        return Resolution(act=Act.ASK, searched=message)
    return (
        about_last_answer(message, turns)
        or picked(message, talk)
        or _asked(message, talk, asked_on)
    )


def _asked(message: str, talk: Conversation, asked_on: date) -> Resolution:
    """A message that asks something of the articles."""
    opened = without_opening(without_chatter(message))
    if opened.is_broken_off:
        return Resolution(act=Act.ASK, searched=polished(opened.text))
    limits = narrowed(opened.text, talk, asked_on)
    more = asks_for_more(limits.text)
    if more is not None:
        return _more(limits.text, more, talk)
    text = mended(limits.text)
    reading, narrowing = _read(text, limits, talk, opened.is_correction)
    return _resolution(message, reading, joined(limits.narrowing, narrowing), talk)


def _read(
    text: str, limits: Narrowed, talk: Conversation, is_correction: bool
) -> tuple[Reading | Referring, Narrowing]:
    """The message without its limits, made to stand alone."""
    if not text.strip(" .,?!"):
        return _repeated(limits, talk), Narrowing()
    front = fronted(text)
    if front:
        return _read_fronted(front, talk)
    first = who_is(limits.subject, talk) if limits.subject else None
    said = who_said_it(text, talk) or completed(text, talk)
    if said:
        return _referred(said, talk), Narrowing()
    body = fragment_of(text, is_opened=is_correction or bool(limits.words))
    reading = _put(body, talk) if body is not None else None
    if reading:
        return reading, Narrowing()
    found = refer(text, talk, first)
    if lacks_matter(found.reading.text, text, talk):
        return with_topic(found, talk), Narrowing()
    if needs_topic(found, text, talk):
        return with_topic(found, talk), Narrowing()
    return found, Narrowing()


def lacks_matter(asked: str, typed: str, talk: Conversation) -> bool:
    """Whether somebody quoted in several articles is asked about with no matter named."""
    speech = speech_request(asked)
    if speech is None or speech.topic or re.search(r"\belse\b", typed, re.IGNORECASE):
        return False
    person = talk.opened.people.registry().exactly_named(speech.speaker)
    is_new = speech.speaker.lower() not in talk.last.searched.lower()
    return is_new and len(person) == 1 and person[0].articles > 1


def with_topic(found: Referring, talk: Conversation) -> Reading:
    """The same with the topic behind it."""
    about = attached(found.reading.text, talk)
    if about is None:
        return found.reading
    return Reading(text=about.text, replaced=found.reading.replaced + about.replaced)


def needs_topic(found: Referring, text: str, talk: Conversation) -> bool:
    """Whether a question lacks what it is about: nothing is named in it, or "it" was left."""
    if found.rivals or _REQUEST.match(text):
        return False
    if _DIFFERING.search(found.reading.text):
        return True
    return not found.reading.replaced and leans_on(text, talk)


_DIFFERING = re.compile(r"\b(?:differ|disagree|agree)\s*\??$", re.IGNORECASE)
_REQUEST = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|timeline|tell|show|list|everyone|everybody|what is new)\b",
    re.IGNORECASE,
)


def _put(body: str, talk: Conversation) -> Reading | None:
    """Each part of a fragment put in its place, one after the other."""
    reading: Reading | None = None
    for piece in (part for part in re.split(r"[,.;]\s*", body) if part):
        if reading and may_be_a_person(piece.split()[-1].lower()):
            continue
        told = refer(piece, talk).reading
        step = put_in_place(told.text, talk.supposing(reading.text) if reading else talk)
        if step:
            before = (*(reading.replaced if reading else ()), *told.replaced)
            reading = Reading(text=step.text, replaced=before + step.replaced)
    return reading


def _read_fronted(front: Fronted, talk: Conversation) -> tuple[Reading | Referring, Narrowing]:
    """ "batt, how old is he": the question is about what stands in front of it."""
    quote = pointed_quote(front.front, talk)
    narrowing = Narrowing(article_ids=(quote[1].article_id,)) if quote else Narrowing()
    first = speaker_of(*quote, talk) if quote else _in_front(front.front, talk)
    put = None if quote else put_in_place(front.front, talk)
    behind = completed(front.rest, talk.supposing(put.text)) if put else None
    if behind:
        return behind, narrowing
    found = refer(front.rest, talk, first)
    if not found.reading.replaced and first is not None and first.turn == talk.last.number:
        kept = f"{front.rest.strip(' ?!.')} ({first.in_sentence})?"
        return Reading(text=kept), narrowing
    if not found.reading.replaced:
        about = attached(front.rest, talk.supposing(put.text) if put else talk)
        return about or found, narrowing
    return found, narrowing


def _in_front(words: str, talk: Conversation) -> Referent | None:
    """What is named in front; a description stands for itself."""
    found = who_is(words, talk)
    if found:
        return found
    if place_of(plain_words(words)) is not None:
        return None
    told = refer(words, talk).reading.text
    head = re.split(r"\s(?:of|from|in|at|who|that|with)\s", told)[0].split()[-1].lower()
    sort = Sort.PERSON if may_be_a_person(head) else Sort.THING
    return Referent(
        name=told, sort=sort, turn=talk.last.number, weight=0.0, is_plural=is_plural(head)
    )


def _referred(reading: Reading, talk: Conversation) -> Referring:
    """The same with the pronouns that were typed in it replaced as well."""
    typed, mark, shown = reading.text.partition("“")
    found = refer(typed, talk)
    whole = Reading(
        text=found.reading.text + mark + shown, replaced=reading.replaced + found.reading.replaced
    )
    return Referring(whole)


def _repeated(limits: Narrowed, talk: Conversation) -> Reading:
    """The last question under other limits: "only 2024"."""
    if limits.subject and (put := put_in_place(limits.subject, talk)):
        return put
    if limits.time and (put := put_in_place(limits.time, talk)):
        return put
    last = talk.last
    return Reading(
        text=last.searched,
        replaced=(Replaced(words="", meaning=last.searched.rstrip(" ?"), turn=last.number),),
    )


def _more(text: str, whom: str, talk: Conversation) -> Resolution:
    """ "anything else?": the same question, without what was shown."""
    reading, narrowing = more_of(text, talk)
    if whom:
        found = refer(f"what else did {whom} say", talk).reading
        name = who_is(whom, talk)
        text = f"what else did {name.name} say" if name else found.text
        return Resolution(
            act=Act.ASK, searched=polished(text), replaced=found.replaced, narrowing=narrowing
        )
    return Resolution(
        act=Act.ASK, searched=reading.text, replaced=reading.replaced, narrowing=narrowing
    )


def _resolution(
    message: str, found: Reading | Referring, narrowing: Narrowing, talk: Conversation
) -> Resolution:
    reading = found.reading if isinstance(found, Referring) else found
    if isinstance(found, Referring) and found.rivals:
        return _choice(message, found)
    changed = bool(reading.replaced) or narrowing != Narrowing()
    return Resolution(
        act=Act.ASK,
        searched=polished(reading.text) if changed else message,
        replaced=reading.replaced,
        in_context=in_context(message, talk) if changed or not stands_alone(message, talk) else "",
        narrowing=narrowing,
    )


def _choice(message: str, found: Referring) -> Resolution:
    """Several people fit equally: each with the question it would become."""
    return Resolution(
        act=Act.CHOOSE,
        searched=message,
        choices=tuple(
            OfferedChoice(name=rival.name, question=polished(question))
            for rival, question in zip(found.rivals, found.rival_questions, strict=True)
        ),
    )


__all__ = ["resolve", "structs"]
_ = Replaced
