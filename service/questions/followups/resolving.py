"""Resolves a message and its earlier turns to a stand-alone question.

message, turns --classify--> act --refer, replace, complete, narrow--> Resolution
"""

from collections.abc import Sequence
from datetime import date

from index.followers.open_collection import OpenCollection
from service.questions.followups.acts.chatter import topic_of_chat, without_chatter
from service.questions.followups.acts.meta import about_last_answer
from service.questions.followups.grammar.rewriting import polished
from service.questions.followups.grammar.words import mended
from service.questions.followups.messages.dependence import in_context, stands_alone
from service.questions.followups.messages.more import asks_for_more
from service.questions.followups.messages.narrowing import (
    Narrowed,
    joined,
    limited_to_outlet,
    narrowed,
    without_only_that,
)
from service.questions.followups.messages.openings import asked_directly, without_opening
from service.questions.followups.messages.own_topics import has_own_topic
from service.questions.followups.messages.picking import picked
from service.questions.followups.messages.reading_messages import Read, read
from service.questions.followups.references.referring import Referring
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.turns import OfferedChoice, Turn


def resolve(
    message: str, turns: Sequence[Turn], opened: OpenCollection, asked_on: date
) -> Resolution:
    """What a message means after these turns, oldest first; "this year" counts from `asked_on`."""
    topic = topic_of_chat(message)
    if topic:
        return Resolution(act=Act.CHAT, searched=message, topic_of_chat=topic)
    message = asked_directly(without_chatter(message))
    talk = Conversation(turns, opened)
    if not talk.turns:
        limits = limited_to_outlet(message, talk) or Narrowed(message)
        return Resolution(act=Act.ASK, searched=limits.text, narrowing=limits.narrowing)
    return (
        about_last_answer(message, turns)
        or picked(message, talk)
        or _asked(message, talk, asked_on)
    )


def _asked(message: str, talk: Conversation, asked_on: date) -> Resolution:
    """A message that asks something of the articles."""
    message = without_only_that(message)
    opened = without_opening(message)
    if opened.is_broken_off:
        return Resolution(act=Act.ASK, searched=polished(opened.text))
    limits = narrowed(opened.text, talk, asked_on)
    is_limited = opened.is_correction or bool(limits.words)
    if not is_limited and has_own_topic(opened.text, talk):
        return Resolution(act=Act.ASK, searched=message, has_own_topic=True)
    more = asks_for_more(limits.text, talk)
    if more:
        return more
    found = read(mended(limits.text), limits, talk, is_correction=opened.is_correction)
    return _resolution(opened.text, found, joined(limits.narrowing, found.narrowing), talk)


def _resolution(message: str, found: Read, narrowing: Narrowing, talk: Conversation) -> Resolution:
    """The message as read; as it was typed where nothing had to be resolved."""
    if found.referring.rivals:
        return _choice(message, found.referring)
    reading = found.referring.reading
    is_follow_up = bool(reading.replaced) or narrowing != Narrowing()
    needs_context = is_follow_up or not stands_alone(message, talk)
    return Resolution(
        act=Act.ASK,
        searched=polished(reading.text) if is_follow_up else message,
        replaced=reading.replaced,
        in_context=in_context(message, talk) if needs_context else "",
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
