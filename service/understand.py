"""What a question asks for: its kind, and whose words about what."""

import re
import unicodedata
from enum import StrEnum

from msgspec import Struct


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
    speakers: frozenset[str] = frozenset()
    """The person's names as `Quote.speaker` has them, once it is known who is meant."""


_SAYING = "|".join(
    """say says said saying state states stated tell tells told claim claims claimed announce
    announces announced promise promises promised deny denies denied argue argues argued warn warns
    warned think thinks thought believe believes believed comment comments commented remark remarked
    write writes wrote written explain explains explained suggest suggests suggested predict
    predicts predicted propose proposes proposed demand demands demanded urge urges urged vow vows
    vowed pledge pledges pledged insist insists insisted admit admits admitted call called describe
    describes described respond responds responded react reacts reacted reply replied mention
    mentions mentioned declare declares declared feel feels felt tweet tweeted""".split()
)
_RESPONDING = r"(?:respond|react|reply|describe|feel|explain|comment)(?:ed)?|replied|described|felt"
_VIEWS = (
    "position|reaction|response|view|opinion|stance|comment|take|statement|words|message"
    "|explanation|warning|promise"
)
_ABOUT = r"about|on|of|regarding|concerning|to|over|in response to|when asked about|for"
_CLAUSE = "that|would|will|happened|caused|the|his|her|their|was|is|had|has|should"
_NAME = r"(?P<speaker>[^?,]{2,80}?)"
_TOPIC = rf"(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?)|\s+(?P<clause>(?:{_CLAUSE}).+?))?"
_END = r"[\s?!.]*$"
_DO = "did|does|do|has|have|had|is|was|were|are"

_STATEMENT = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"^(?:so\s+|and\s+)?what\s+(?:{_DO})\s+{_NAME}\s+(?:been\s+)?(?:{_SAYING})"
        rf"(?:\s+(?:reporters|the press|journalists))?{_TOPIC}",
        rf"^how\s+(?:did|does|do|has|have)\s+{_NAME}\s+(?:{_RESPONDING}){_TOPIC}",
        rf"^what\s+(?:is|was|are|were)\s+{_NAME}['’]s?\s+(?:{_VIEWS})s?{_TOPIC}",
        rf"^(?:what\s+(?:is|was|are|were)\s+)?the\s+(?:{_VIEWS})s? of\s+{_NAME}{_TOPIC}",
        r"^(?:show\s+(?:me\s+)?|give\s+(?:me\s+)?|find\s+)?(?:all\s+)?"
        r"(?:quotes?|quotations?|statements?|words|comments?|remarks?)\s+(?:by|from|of)\s+"
        rf"{_NAME}{_TOPIC}",
        rf"^{_NAME}['’]s?\s+(?:quote|remark|{_VIEWS})s?\s*{_TOPIC}",
        r"^what\s+(?:words|promises?|warnings?|claims?|reasons?)\s+(?:did|does|has)\s+"
        rf"{_NAME}\s+(?:use|make|give|issue|have)\w*{_TOPIC}",
    )
)
_DID_SAY = re.compile(
    rf"^(?:did|has|does|have)\s+{_NAME}\s+(?:ever\s+)?(?:{_SAYING})"
    rf"(?:\s+(?P<link>(?:that|about|on)\s+)?(?P<topic>.+?))?{_END}",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"^(?:and\s+)?who\s+(?:has\s+|had\s+|was\s+it\s+(?:that|who)\s+)?"
    r"(?:sa(?:id|ys)|tells?|told|claim(?:s|ed)|warn(?:s|ed)|argue[sd]|insist(?:s|ed)|den(?:ies|ied)"
    r"|admit(?:s|ted)|promise[sd]|vow(?:s|ed)|pledge[sd]|predict(?:s|ed)|call(?:s|ed)|describe[sd]"
    r"|declare[sd])\s+(?:that\s+|about\s+)?(?P<topic>.+?)" + _END,
    re.IGNORECASE,
)
_NOT_PEOPLE = re.compile(
    r"^(?:the\s+)?"
    r"(?:articles?|it|this|that|there|you|we|i|one|people|someone|anyone|anybody)$",
    re.IGNORECASE,
)
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
    said = _statement(cleaned)
    if said is not None or speaker is not None:
        named, topic, claim = said or (None, cleaned, None)
        return Question(
            text=cleaned,
            kind=Kind.STATEMENT,
            speaker=named if speaker is None else speaker,
            topic=topic,
            claim=claim,
        )
    kind = next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(cleaned)), Kind.OTHER)
    return Question(text=cleaned, kind=kind)


def who_said(text: str) -> Question | None:
    """The question read as one for whoever said something; None where it is none."""
    cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    match = _WHO_SAID.match(cleaned)
    if match is None:
        return None
    return Question(text=cleaned, kind=Kind.SAID_BY, topic=match["topic"].strip("“”\"' "))


def is_question(text: str) -> bool:
    """Whether there is anything to look for: greetings and bare punctuation are not questions."""
    return bool(_WORD.search(text)) and not _CHATTER.match(text.strip())


def _statement(text: str) -> tuple[str, str | None, str | None] | None:
    """Whose words, on what, and what they may have said."""
    for pattern in (*_STATEMENT, _DID_SAY):
        match = pattern.match(text)
        if match:
            speaker = match["speaker"].strip()
            if _NOT_PEOPLE.match(speaker):
                return None
            groups = match.groupdict()
            topic = groups.get("topic") or groups.get("clause")
            topic = topic.strip() if topic else None
            link = (groups.get("link") or "that").strip().lower()
            is_claim = pattern is _DID_SAY and link == "that"
            return speaker, topic, topic if is_claim else None
    return None
