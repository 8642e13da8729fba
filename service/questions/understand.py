"""What a question asks for: its kind and, for somebody's words, the speaker and the topic."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from msgspec import Struct, structs

from index.records import Period
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
    """A question as it is understood."""

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
    request: PlainRequest | None = None
    """The form that is asked for, if it is no answer: "summarize the talks"."""

    @property
    def subject(self) -> str:
        """What is searched for: all of it, or the topic of a form."""
        if self.request is None or self.request.form is Form.COMPARISON:
            return self.text
        return self.request.topic or self.text


_MEASURES = "many|much|old|long|far|tall|big|large|fast|often|high|deep|hot|cold|heavy|wide"
_AMOUNTS = "percentage|percent|share|number|price|age|amount|fraction|proportion"
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
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(question)), Kind.OTHER)


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


# Words that look like plurals but are not, in places where a noun may stand.
_SINGULAR = "does|is|was|has|this|his|its|as|us|news|politics|happens|makes|causes|comes|goes|means"


_PLURAL = rf"(?!(?:{_SINGULAR})\b)[a-z]+[^\Wsui]s|people|men|women|children"


# What may follow a plural that is asked for; another noun would be what is asked ("sports event").
_AFTER = (
    r"(?:\s*[?.!]*$|\s+(?:did|do|are|were|have|had|has|is|was|will|would|can|could|may|might|must"
    r"|should|shall|in|of|at|on|from|to|for|by|with|that|which|who|whose|besides|other|and|not"
    r"|also|both|all|took|made|won|left|came|got|went|said|say|lost|gave|saw|led|became|\w+ed)\b)"
)


_COUNTED = r"two|three|four|five|six|seven|eight|nine|ten|both|several|various|all"


_FORMS = (
    rf"\b(?:what|which)\s+(?:of\s+)?(?:the\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{_PLURAL}){_AFTER}",
    r"\bwho\s+(?:all\s+)?(?:are|were|else)\b",
    rf"\bwhat\s+(?:are|were)\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{_PLURAL})\b",
    rf"\b(?:what|who|which)\s+(?:are|were)\s+(?:the\s+)?(?:{_COUNTED})\b",
    r"^(?:please\s+)?(?:name|list|enumerate)\b(?!\s+(?:of|price)\b)",
)


_LIST = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)


def asks_for_several(question: str) -> bool:
    """Whether a question, by its form, asks for several answers.

    "Who attended?" may have one answer or ten and counts as asking for one. Taking a question for a
    list by mistake costs little: only spans that the network scores nearly as high as the best are
    highlighted beside it.
    """
    return bool(_LIST.search(question))
