"""What a question asks for: its kind, and whose words about what."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from msgspec import Struct

from index.records import Period
from service.questions.periods import without_times
from service.questions.speech_forms import Asked, asked_words, said_topic


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
    """A question as it is understood."""

    text: str
    kind: Kind
    speaker: str | None = None
    """Whose words are asked for, as the question names the person."""
    topic: str | None = None
    """What they are to be about; None when any words will do."""
    claim: str | None = None
    """What "Did X say (that) ..." asks about: X may have said so or not."""
    is_loose: bool = False
    """Whether it may as well be about something else than words: see `asked_words`."""
    period: Period | None = None
    """When the articles came out that it is about ("this week"), if it says so."""
    asked: date | None = None
    """The day on which it is asked; None where that does not matter."""
    speakers: frozenset[str] = frozenset()
    """The person's names as `Quote.speaker` has them, once it is known who is meant."""


_MEASURES = "many|much|old|long|far|tall|big|large|fast|often|high|deep|hot|cold|heavy|wide"
_AMOUNTS = "percentage|percent|share|number|price|age|amount|fraction|proportion"
_TIMES = "year|month|day|date|time|week|season|hour|weekday|decade|century"
_PLACES = (
    "city|country|state|place|town|location|region|continent|province|county|village"
    "|neighbou?rhood|street"
)
_PEOPLE = (
    "person|man|woman|actor|actress|singer|player|politician|president|minister|company|team"
    "|author|leader|artist"
)
_KIND_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.NUMBER, rf"\bhow\s+(?:{_MEASURES})\b|\bwhat\s+(?:{_AMOUNTS})\b"),
        (Kind.WHEN, rf"\bwhen\b|\b(?:what|which)\s+(?:{_TIMES})\b"),
        (Kind.WHERE, rf"\bwhere\b|\b(?:what|which)\s+(?:{_PLACES})\b"),
        (Kind.WHO, rf"\bwho\b|\bwhose\b|\bwhom\b|\b(?:what|which)\s+(?:{_PEOPLE})\b"),
        (
            Kind.WHY,
            r"\bwhy\b|\bhow come\b"
            r"|\bwhat\s+(?:caused?s?|led to|reasons?|(?:is|was|were) the reasons?)\b",
        ),
        (Kind.HOW, r"^how\b"),
        (
            Kind.YES_NO,
            r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b",
        ),
    )
)
_CHATTER = re.compile(
    r"^(?:hi|hello|hey|hey there|hello there|good (?:morning|afternoon|evening|day)|thanks?"
    r"|thank you(?: very much)?|thx|ok(?:ay)?|bye|goodbye|yes|no|please|test|testing|help|lol|cool"
    r"|great|nice|hola|bonjour|hallo|merci|danke|gracias)[\s!.,?]*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")


def understand(text: str, speaker: str | None = None) -> Question:
    """Read a question: its kind, and for somebody's words the speaker and the topic.

    Args:
        text: the question as it was asked.
        speaker: the speaker the answers are limited to, whatever the question says.
    """
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    asked = asked_words(cleaned)
    if asked is None and speaker is not None:
        asked = Asked(speaker, cleaned)
    if asked is not None:
        return Question(
            text=cleaned,
            kind=Kind.STATEMENT,
            speaker=asked.speaker if speaker is None else speaker,
            topic=(without_times(asked.topic) or None) if asked.topic else None,
            claim=asked.claim,
            is_loose=asked.is_loose,
        )
    return plainly(cleaned)


def plainly(cleaned: str) -> Question:
    """A question that is not for somebody's words."""
    kind = next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(cleaned)), Kind.OTHER)
    return Question(text=cleaned, kind=kind)


def who_said(text: str) -> Question | None:
    """The question read as one for whoever said something; None where it is none."""
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    topic = said_topic(cleaned)
    return None if topic is None else Question(text=cleaned, kind=Kind.SAID_BY, topic=topic)


def is_question(text: str) -> bool:
    """Whether there is anything to look for: greetings and bare punctuation are not questions."""
    return bool(_WORD.search(text)) and not _CHATTER.match(text.strip())


def asks_for_words(question: Question) -> bool:
    """Whether only somebody's own words answer."""
    return question.kind is Kind.SAID_BY or (
        question.kind is Kind.STATEMENT and bool(question.speaker)
    )
