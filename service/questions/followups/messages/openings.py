"""What stands before the question itself: "no, I meant", "ok", "sorry", a broken-off question."""

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
_FILLER = re.compile(
    r"^(?:ok(?:ay)?|so|well|hm+|alright|right|cool|great|oh|ah|please|pls|hey|also|then|haha|lol|wow"
    r"|by the way|btw|actually|interesting)\b[\s,.!]+(?=\S+\s+\S)",
    re.IGNORECASE,
)


class Opened(Struct, frozen=True):
    """A message without what stands before its question."""

    text: str
    is_correction: bool = False
    """Whether it sets right how the one before was taken."""
    is_broken_off: bool = False
    """Whether it began as another question, which counts for nothing."""


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
