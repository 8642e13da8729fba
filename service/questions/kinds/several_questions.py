"""Several questions in one message, each with its own verb.

"When does the pool reopen and who pays for it?" and "What was decided? And who voted against?" are
two each. "Who wrote and directed it?", "When and where was she born?" and "Who won and why?" are
one each: a sentence that answers the one half mostly answers the other.
"""

import re
from collections.abc import Callable

from service.questions.kinds.speech_forms import speech_request
from service.questions.language.other_languages import in_english_form

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_BE = r"(?:is|are|was|were)\b"
_DO = r"(?:do|does|did|has|have|had|will|would|can|could|should|might|must)\b"
_PRONOUN = r"(?:he|she|it|they|we|you|i|this|that|these|those|there)\b"
_SUBJECT = rf"(?:{_PRONOUN}|(?-i:[A-Z]))"
_WORDS = rf"(?:\s+(?!{_PRONOUN})[\w'’-]+){{0,2}}?\s+"
_CLAUSE = re.compile(
    rf"(?:who(?:\s+\S+)+|(?:{_WH}|{_BE}|{_DO})(?:\s+\S+){{2,}}|{_WH})", re.IGNORECASE
)
_ENDS_OPEN = re.compile(rf"\b(?:{_WH}|{_BE}|(?:do|does|did)\s+\S+)$", re.IGNORECASE)
"""Behind "when and where" or "what did X and what did Y", the verb comes later."""
_INVERTED = (
    rf"(?:(?:what|when|where|why|how|which|whom|whose)\b{_WORDS})?"
    rf"(?:{_DO}\s+(?:{_SUBJECT}|the\b)|{_BE}\s+{_SUBJECT})"
)
_OWN = (
    rf"|(?:what|when|where|why|how|which)\b{_WORDS}(?:{_BE}|{_DO})\s+\S"
    r"|who\s+(?!(?:else|with|for|to|by|from)\b)\S+"
    r"|what\s+(?:happen|cause|c[oa]me|follow|le[ad]+|ma[dk]e|change)\w*"
)
_ASKS_INVERTED = re.compile(_INVERTED, re.IGNORECASE)
_ASKS = re.compile(_INVERTED + _OWN, re.IGNORECASE)
_HOLDS_ANOTHER = re.compile(
    r"\b(?:says?|said|tells?|told|knows?|knew|explain|asks?|asked|decided?|shows?|reveal|about|on"
    r"|thinks?|wonder)\b",
    re.IGNORECASE,
)
"""A question may stand inside another: "what did she say about what happened and who did it?"."""
_BETWEEN = re.compile(r"(?<=[^\s?])\?+\s+(?:(?:and|also|but|then)\s+){0,2}(?=\S)", re.IGNORECASE)
_AND = re.compile(r",?(?<=\S)\s+and\s+(?:also\s+)?(?=\S)", re.IGNORECASE)
_MOST = 3
_NAMED = r"[^\s,?]++(?:\s++[^\s,?]++){0,4}?"
_OF_TWO = re.compile(
    rf"^(?P<before>what\s++(?:did|do|does|has|have)\s++)(?P<one>{_NAMED})\s++and\s++(?P<other>{_NAMED})"
    r"(?P<after>\s++(?:say|said|think)\b[^?]*+)\??$",
    re.IGNORECASE,
)


def divided(text: str) -> list[str]:
    """The questions of a message, in order; the message alone if it is one."""
    sentences = _BETWEEN.split(text)
    if len(sentences) > 1 and not all(map(_is_question, sentences)):
        return [text]
    parts = [part for sentence in sentences for part in _clauses(sentence)]
    if not 1 < len(parts) <= _MOST:
        return [text]
    return [f"{part[:1].upper()}{part[1:].rstrip(' ?')}?" for part in parts]


def asked_of_two(text: str, is_somebody: Callable[[str], bool]) -> list[str]:
    """Split "What did Lee and Ray say?" into one question each; the text alone if of one person."""
    found = _OF_TWO.match(text)
    if found is None or is_somebody(f"{found['one']} and {found['other']}"):
        return [text]
    names = found["one"], found["other"]
    if not all(map(is_somebody, names)):
        return [text]
    return [f"{found['before']}{name}{found['after']}?" for name in names]


def _is_question(sentence: str) -> bool:
    return bool(
        _CLAUSE.fullmatch(sentence.rstrip(" ?"))
        or _ASKS.match(sentence)
        or in_english_form(sentence)
    )


def _clauses(sentence: str) -> list[str]:
    """The questions that "and" joins."""
    for joint in _AND.finditer(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if _stands_alone(first) and _asks_beside(second, first):
            return [first, *_clauses(second)]
    return [sentence]


def _stands_alone(first: str) -> bool:
    return bool(_CLAUSE.fullmatch(first)) and not _ENDS_OPEN.search(first)


def _asks_beside(second: str, first: str) -> bool:
    may_be_within = speech_request(first) is not None or _HOLDS_ANOTHER.search(first)
    return (_ASKS_INVERTED if may_be_within else _ASKS).match(second) is not None
