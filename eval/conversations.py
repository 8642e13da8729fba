"""Scripted conversations: one user's turns, each with the expected response.

service/demo/README.md describes the format and how a reply is judged.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct


class Expect(StrEnum):
    """What a turn should get."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    CHOICES = "choices"
    CHATTER = "chatter"
    META = "meta"
    EXTRACT = "extract"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    COMPARISON = "comparison"


class Understood(StrEnum):
    """What has to be understood in a turn."""

    PLAIN = "plain"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"
    THING = "thing"
    QUOTE = "quote"
    ELLIPSIS = "ellipsis"
    REPLACEMENT = "replacement"
    DEIXIS = "deixis"
    NARROWING = "narrowing"
    CORRECTION = "correction"
    TOPIC_SWITCH = "topic_switch"
    AMBIGUOUS = "ambiguous"
    SPELLING = "spelling"
    LANGUAGE = "language"
    UNANSWERED = "unanswered"
    CHATTER = "chatter"
    META = "meta"
    EXTRACT = "extract"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    COMPARISON = "comparison"


Text = Annotated[str, Meta(min_length=1, max_length=2_000)]


class ScriptedTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question and what it should get."""

    question: Text
    stand_alone: Text
    kind: Annotated[list[Understood], Meta(min_length=1)]
    expect: Expect
    answers: list[Text]
    article: Text | None = None
    also: list[Text] = []
    speaker: Text | None = None

    @property
    def articles(self) -> list[str]:
        """The ids of all articles that hold one of the answers."""
        return [self.article, *self.also] if self.article else []


class Conversation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Turns of one user, in order."""

    id: Text
    collection: str
    kind: list[Understood]
    half: Literal["dev", "held_out"]
    turns: Annotated[list[ScriptedTurn], Meta(min_length=3, max_length=10)]
    day: date | None = None
    """The day on which it takes place: later articles do not exist yet."""
