"""Understands a question: its kind and, for quotations, the speaker and the topic."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct, structs

from index.records import Period
from service.questions.forms import compiled, read_forms
from service.questions.kinds.expected_types import TIMES, types_asked_for
from service.questions.kinds.plain_requests import PlainRequest, plain_request
from service.questions.kinds.speech_forms import SpeechRequest, speech_request
from service.questions.kinds.who_said import who_said_topic
from service.questions.time.periods import without_time_words
from service.wire.answer import Form


class Kind(StrEnum):
    """What would answer the question."""

    STATEMENT = "statement"
    """Somebody's words."""
    SAID_BY = "said_by"
    """Who said these words."""
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NUMBER = "number"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    OTHER = "other"


class Question(Struct, frozen=True, kw_only=True):
    """A question as understood."""

    text: str
    kind: Kind
    speaker: str | None = None
    """Whose words are asked for, as the question names the person."""
    topic: str | None = None
    """What they are to be about; None when any words will do."""
    claim: str | None = None
    """What "Did X say (that) ..." asks about; X may or may not have said it."""
    may_be_other: bool = False
    """Whether it may ask about an event instead: "What did settlers call the river?"."""
    period: Period | None = None
    """When the articles it is about were published ("this week"), if it says so."""
    asked_on: date | None = None
    """The day on which it is asked; None if that does not matter."""
    is_timeless: bool = False
    """Whether each article is judged as if it were asked in that article's own days: none of those
    that it is about are there, or none of them answers."""
    as_asked: str | None = None
    """The question in its own language, if `text` has its question word in English instead."""
    speakers: frozenset[str] = frozenset()
    """Names of the person as `Quote.speaker` has them, once the person is resolved."""
    spoken_in: frozenset[str] = frozenset()
    """Ids of the articles that quote this person, where others have the same name; empty: all."""
    request: PlainRequest | None = None
    """The form that is asked for, if it is no answer: "summarize the talks"."""

    @property
    def subject(self) -> str:
        """What is searched for: all of it, or the topic of a form."""
        if self.request is None or self.request.form is Form.COMPARISON:
            return self.text
        return self.request.topic or self.text


_WORD = re.compile(r"\w")


def understand(text: str, speaker: str | None = None) -> Question:
    """Find the kind of a question and, for somebody's words, the speaker and the topic.

    `speaker` limits the answers to this speaker, whatever the question says.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    request = plain_request(cleaned)
    if request is not None and speaker is None:
        return structs.replace(without_speaker(cleaned), request=request)
    asked = speech_request(cleaned)
    if request is not None and speaker is not None:
        # Of one person's words on a topic there is no other form than a list.
        asked = SpeechRequest(speaker, request.topic)
    if asked is None and speaker is not None:
        asked = SpeechRequest(speaker, cleaned)
    if asked is not None:
        return Question(
            text=cleaned,
            kind=Kind.STATEMENT,
            speaker=asked.speaker if speaker is None else speaker,
            topic=(without_time_words(asked.topic) or None) if asked.topic else None,
            claim=asked.claim,
            may_be_other=asked.may_be_other,
        )
    return without_speaker(cleaned)


def without_speaker(cleaned: str) -> Question:
    """The question read as one that does not ask for anybody's words."""
    return Question(text=cleaned, kind=_kind(cleaned))


def _kind(question: str) -> Kind:
    types = types_asked_for(question)
    if types:
        return Kind.WHEN if types & TIMES else Kind.NUMBER
    return next(
        (kind for kind, pattern in _kinds().items() if pattern.search(question)), Kind.OTHER
    )


def who_said(text: str) -> Question | None:
    """Read the question as "who said X?"; None if it is not one."""
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    topic = who_said_topic(cleaned)
    return None if topic is None else Question(text=cleaned, kind=Kind.SAID_BY, topic=topic)


def has_words(text: str) -> bool:
    """Whether a text is more than punctuation, symbols and white space."""
    return bool(_WORD.search(text))


def asks_for_words(question: Question) -> bool:
    """Whether only somebody's own words answer."""
    return question.kind is Kind.SAID_BY or (
        question.kind is Kind.STATEMENT and bool(question.speaker)
    )


def asks_where_it_happened(question: Question) -> bool:
    """Whether it asks for the place of an event, not for that of somebody or something."""
    return question.kind is Kind.WHERE and not _asks_for_seat().search(question.text)


def asks_for_several(question: str) -> bool:
    """Whether a question, by its form, asks for several answers.

    "Who attended?" may have one answer or ten and counts as asking for one. Taking a question for a
    list by mistake costs little: only spans that the network scores nearly as high as the best are
    highlighted beside it.
    """
    return any(form.search(question) for form in _several())


@cache
def _stored() -> dict[str, Any]:
    return read_forms("service.questions", "understand.toml")


@cache
def _kinds() -> dict[Kind, re.Pattern[str]]:
    """The first that is found is the question's kind."""
    return {Kind(name): compiled([form])[0] for name, form in _stored()["kinds"].items()}


@cache
def _asks_for_seat() -> re.Pattern[str]:
    return compiled([_stored()["seats"]["form"]])[0]


@cache
def _several() -> tuple[re.Pattern[str], ...]:
    return compiled(_stored()["several"]["forms"])
