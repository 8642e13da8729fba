"""Questions about lasting states rather than events: "Who owns the dock?", "Who is Ruiz?".

An old article answers them as well as a new one; news of an event grows old.
"""

import re
from datetime import date
from functools import lru_cache

from service.questions.time.periods import YEAR, period_of

_A_DAY = date(2000, 6, 15)
# "Concorde", "the Bank of England"; not "Biden's plan".
_NAMED = (
    r"(?:the\s+|an?\s+)?(?-i:[A-ZÀ-Þ])[\w.-]*"
    r"(?:\s+(?:(?:of|the|and|de|la|von|van)\s+)*(?-i:[A-ZÀ-Þ0-9])[\w.-]*){0,4}"
)
# As people type it: "who is nora quill".
_WORD = r"(?!(?:the|an?|his|her|their|it|there|this|that|in|of|on|\w+ing|\w+ed)\b)[\w-]+"
_TYPED = rf"{_WORD}(?:\s{_WORD})?"
_MADE = (
    "built|founded|established|invented|discovered|designed|composed|written|painted|created|born"
    "|named after|made of|located|based"
)
_MAKES = (
    "owns?|runs?|manages?|built|founded|established|invented|discovered|designed|composed|wrote"
    "|painted|created"
)
_LASTING = re.compile(
    rf"^(?:who|what)(?:\s+(?:is|are|was|were)|['’]s)\s+(?:{_NAMED}|{_TYPED})\s*\??$"
    rf"|^(?:who|which \w+)\s+(?:{_MAKES})\b"
    rf"|^(?:when|where|(?:by|in) \w+(?: year)?)\b.*\b(?:is|are|was|were)\b.*\b(?:{_MADE})\b"
    r"|\bwhat (?:does|do)\b.*\b(?:mean|stand for|do|make)\s*\??$"
    rf"|^where(?:\s+(?:is|are)|['’]s)\s+(?:{_NAMED}|{_TYPED})\s*\??$"
    r"|^how (?:old|tall|long|high|deep|wide|big|large|heavy)\s+(?:is|are)\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\b(?:now|current(?:ly)?|(?-i:new)|latest|newest|today|still|next|recent(?:ly)?|will)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def asks_for_what_lasts(question: str) -> bool:
    """Whether the age of an article says nothing about whether it answers."""
    text = question.strip()
    if YEAR.search(text) or _NEWS.search(text) or period_of(text, _A_DAY) is not None:
        return False
    return bool(_LASTING.search(text))
