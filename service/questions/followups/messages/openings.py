"""Words before the question itself: "no, I meant", "ok", "hi, can you tell me", "sorry"."""

import re

from msgspec import Struct

_NO = r"(?:no|nope|nah|sorry|wait|hm+|oh|non|nein)"
_MEANT = r"(?:meant|meaning|mean|was asking about|am asking about|asking about)"
_CORRECTION = re.compile(
    rf"^(?:{_NO}[\s,.!]+)*(?:(?:i|im|i'm)\s+)?{_MEANT}\b\s*[,:]?\s*(?:to ask\s+)?"
    r"|^(?:no|nope|sorry|non|nein)[\s,.!]+(?:not that(?: one)?[\s,.]+)?(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s,]+(?:i|is what i)\s+(?:mean|meant)\s*$", re.IGNORECASE)
_THE_ONE = re.compile(
    r"^(?:the|that|those) (?:ones?|person|people|guy|man|woman|company|place|thing)"
    r" (?P<who>who|that|which|where)\b",
    re.IGNORECASE,
)
_SORRY = re.compile(r"^(?:no|sorry)\b[\s,.]*", re.IGNORECASE)
_BROKEN_OFF = re.compile(
    r"^.*?(?:\.{2,}|…|[-–—])\s*(?:no|wait|sorry|actually)\b[\s,.]*(?:(?:wait|no|sorry)\b[\s,.]*)?"
    r"(?=\w.{4,})",
    re.IGNORECASE,
)
_WH = r"(?:who|whom|whose|who['’]?s|what|what['’]?s|when|where|why|how|which)"
_ASKING = rf"(?:{_WH}|is|are|was|were|do|does|did|has|have|will|would|can|could|and|any|please|i)\b"
_FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|so|hm+|alright|oh|ah|please|pls|hey|also|then|haha|lol|wow|by the way|btw)"
    r"\b[\s,.!]+(?=\S+\s+\S)"
    # "Great Barrier Reef bleaching" and "well water tests" begin with their topic.
    rf"|(?:well|right|cool|great|actually|interesting)\b(?:[\s,.!]*[,.!]\s*|\s+(?={_ASKING})))",
    re.IGNORECASE,
)
_YOU = "(?:you|u|anyone|anybody|someone|somebody)"
_INDIRECT = "|".join(
    (
        rf"(?:(?:can|could|would) {_YOU} )?(?:please |pls |kindly )?(?:tell|remind) (?:me|us)",
        rf"(?:do|does) {_YOU}(?: here| happen to)? (?:know|remember)",
        r"i(?:['’]?d| would)? (?:just )?(?:(?:like|love|want|need) to|wanna) (?:know|find out|ask)",
        r"i(?:['’]?m| am| was) (?:just )?(?:wondering|curious(?: to know)?)|i wonder",
        rf"(?:(?:do {_YOU} have )?any|got any) (?:idea|clue)",
    )
)
_BESIDE = re.compile(
    rf"(?:hi|hello|hey|hiya|good \w+)(?: there| all)?[\s,.!]+(?={_ASKING})"
    r"|(?:(?:i (?:have|got|had) a|just a|one|quick|another)(?: quick| short)?) question\b[\s,.:-]*"
    rf"|(?:please |pls )?(?:{_INDIRECT})\b[\s,:]*(?={_WH}\b)",
    re.IGNORECASE,
)
"""What asks somebody to answer, and is no part of the question; of those who know, nobody asks."""
_TURNED = re.compile(
    r"^(?P<wh>who|what|where|when|why|how(?: (?:old|much|many \w+|long|far|big|tall|high))?) "
    r"(?P<subject>(?:(?:the|an?|his|her|its|their)\b|(?-i:[A-Z]))[^?,;]{1,60}?) "
    r"(?P<verb>is|are|was|were|will|would|can|could|should|has|have|had)\b(?P<rest>[^?]*)",
    re.IGNORECASE,
)

_WITHIN = re.compile(r"\b(?:who|whom|that|which|and|or)\b", re.IGNORECASE)
"""In a subject, what may have a verb of its own: "what the man who was hurt said"."""


class Opened(Struct, frozen=True):
    """A message without what stands before its question."""

    text: str
    is_correction: bool = False
    """Whether it sets right how the one before was taken."""
    is_broken_off: bool = False
    """Whether it began as another question, which counts for nothing."""


def asked_directly(message: str) -> str:
    """The question of a message that wraps it: "hi, do you know who won" asks who won."""
    text = message
    while found := _BESIDE.match(text):
        text = text[found.end() :]
    if text == message:
        return message
    turned = _TURNED.match(text)
    if turned is None or _WITHIN.search(turned["subject"]):
        return text
    order = (turned["wh"], turned["verb"], turned["subject"] + turned["rest"])
    return " ".join(order) + text[turned.end() :]


def without_opening(message: str) -> Opened:
    """The question of a message, and whether it corrects the turn before."""
    broken = _BROKEN_OFF.match(message)
    if broken:
        return Opened(message[broken.end() :], is_broken_off=True)
    text = message
    trailing = _TRAILING.search(text.rstrip(" ?!."))
    if trailing:
        return Opened(_asked(_SORRY.sub("", text[: trailing.start()])), is_correction=True)
    corrected = _CORRECTION.match(text)
    if corrected:
        return Opened(_asked(text[corrected.end() :]), is_correction=True)
    while found := _FILLER.match(text):
        text = text[found.end() :]
    return Opened(text)


def _asked(text: str) -> str:
    """Read "the one who hired her" as "who hired her"."""
    return _THE_ONE.sub(lambda m: "who" if m["who"].lower() == "that" else m["who"], text)
