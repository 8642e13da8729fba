"""The type of an answer's words, and the value they state.

The value comes from the highlighted words only, never from two places; the words around them only
confirm it: "about", "more than" and "to 30" make it uncertain, and then there is none.
"""

import re

from index.records import Span
from service.answers.claims.quantities import numbers
from service.answers.writing.plain_values import ROUGHLY, plain_value
from service.candidates import Candidate
from service.questions.kinds.expected_types import types_asked_for
from service.questions.understand import Kind, Question
from service.reading.features.type_patterns import type_pattern
from service.reading.features.unfit_words import asks_name
from service.wire.typed_values import AnswerType, Value

_T = AnswerType
# The first that is all of the words says what they are.
_ORDER = (
    _T.MONEY, _T.SHARE, _T.TEMPERATURE, _T.DISTANCE, _T.TIME, _T.DATE, _T.DURATION, _T.SCORE,
)  # fmt: skip
_PLAIN_AGE = re.compile(r"\b(?:year|month)s?[- ]olds?\b|\bage[ds]?\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:in|on|at|by|for|from|to|about|around|some|nearly|almost|over|the|just|only|up"
    r"|more than|less than|fewer than|at least|since|until)\s+)+",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:no|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?"
    r"|one|hundreds?|thousands?|millions?|billions?|dozens?|several)\b",
    re.IGNORECASE,
)
_FIGURED = (
    r"(?:\d|\d\s?(?:[kmb]n?|tn|%|°?[CF])|(?:hundred|thousand|million|billion|trillion|percent))"
)
_ROUGH_BEFORE = re.compile(
    rf"(?:\b(?:{ROUGHLY}|as (?:much|many|few|little|high|low|long|late|early) as|upwards? of"
    r"|in excess of|shy of|a minimum of|(?:start|beginning|middle|turn|end) of|not (?:in|on|by|for)"
    rf"|between\s[^.;]{{1,20}}\sand)|{_FIGURED}\s?(?:and|to|or)|[~<>≈±]|{_FIGURED}\s?[-–])"
    r"[\s-]*[$€£]?$",
    re.IGNORECASE,
)
_ROUGH_AFTER = re.compile(
    r"^[\s-]*(?:plus|odd|ish)\b|^(?:\s\w+)?\s(?:at (?:least|most)|or (?:so|more|less|fewer))\b"
    r"|^\s*(?:[-–]\s?[$€£]?\d|(?:or|to|and)\s(?:so|more|less|fewer|[$€£]?\d|a (?:half|quarter)"
    r"|(?:one|two|three|four|five|six|ten)\b)|\+)",
    re.IGNORECASE,
)
# "Ten pounds" are a weight, or money.
_WEIGHS = re.compile(r"\b(?:heavy|heavier|heaviest|weigh\w*|weight)\b", re.IGNORECASE)
_COIN = re.compile(r"[$€£¥₹]|\b(?:dollar|euro|sterling|pence|cent)", re.IGNORECASE)
_AROUND = 24
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|crore|lakh|[kmb]n?\b|tn\b|mln\b)"
_PART = r"(?:thirds?|quarters?|halves|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
_NEXT = (
    r"(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|months?|weeks?|days?|inch(?:es)?"
    r"|in|cents?|pence)\b"
)
_BEFORE = re.compile(
    r"(?:\d[.,:/’'\u202f\u00a0 ]?|[-−–][$€£¥]?|\b(?:minus|negative)\s|\$\("
    r"|(?:#|\bNo\.?\s|\bnumber\s)|\b(?:hundred|thousand|million|billion)(?: and)?\s)$",
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    rf"[.,:/’'\u202f\u00a0]?\d|\s\d{{3}}\b|[\s-]?(?:{_SCALE}|{_PART})|['’]?s\b|[½¼¾⅓⅔]|-(?:one|two|three|four|five|six|seven|eight|nine)\b|\s?B\.?C\b"
    rf"|(?:,|\sand)?\s(?:\d+|[a-z]+)\s{_NEXT}|\s(?:degrees\s)?(?:below|above)\b"
    r"|\s(?:warmer|colder|cooler|hotter|higher|lower)\b|\s(?:an?|per)\s(?:hour|second|minute)\b"
    r"|\s(?:out\sof|in)\s(?:every\s)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|hundred)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[A-Za-z]$")
_SIGN = re.compile(r"[$€£¥]")


def typed(question: Question, candidate: Candidate) -> tuple[AnswerType, Value | None]:
    """The type of an answer's highlighted words, and their value where it is plain."""
    if candidate.highlight is None or candidate.also:
        return AnswerType.STATEMENT, None
    words = candidate.article.text[candidate.highlight.start : candidate.highlight.end]
    type_ = type_of(question, words)
    return type_, value_of(type_, candidate.article.text, candidate.highlight)


def type_of(question: Question, words: str) -> AnswerType:
    """What sort of words these are, as an answer to this question."""
    if question.kind is Kind.STATEMENT:
        return AnswerType.STATEMENT
    asked, whole = sorted(types_asked_for(question.text)), _whole(words)
    # "a year" is a time where it is asked how long.
    given = [t for t in asked if type_pattern(t).search(f"for {words}")]
    if given and not (given == [_T.COUNT] and whole):
        return given[0]
    if whole is AnswerType.MONEY and _WEIGHS.search(question.text) and not _COIN.search(words):
        return AnswerType.QUANTITY
    if whole is not None:
        return whole
    if _PLAIN_AGE.search(words) and _FIGURE.search(words):
        return AnswerType.AGE
    if question.kind is Kind.NUMBER and _FIGURE.search(words):
        has_unit = any(number.unit for number in numbers(words))
        return asked[0] if asked else _T.QUANTITY if has_unit else _T.COUNT
    return _not_a_figure(question)


def value_of(type_: AnswerType, text: str, words: Span) -> Value | None:
    """The value stated by the words; None if they, or the words next to them, leave doubt."""
    before = text[max(0, words.start - _AROUND) : words.start]
    after, marked = text[words.end : words.end + _AROUND], text[words.start : words.end]
    if _ROUGH_BEFORE.search(before) or _ROUGH_AFTER.search(after) or _is_cut(before, marked, after):
        return None
    return plain_value(type_, marked)


def _whole(words: str) -> AnswerType | None:
    """The type of words that are nothing but a figure, day or time."""
    plain = _LEADING.sub("", words.strip())
    return next((t for t in _ORDER if type_pattern(t).fullmatch(plain)), None)


def _not_a_figure(question: Question) -> AnswerType:
    if question.kind in {Kind.WHO, Kind.SAID_BY} or asks_name(question.text):
        return AnswerType.NAME
    return AnswerType.PLACE if question.kind is Kind.WHERE else AnswerType.TEXT


def _is_cut(before: str, words: str, after: str) -> bool:
    """Whether the figure goes on before these words or behind them."""
    is_before = _BEFORE.search(before) or (_LETTERED.search(before) and _SIGN.match(words))
    return bool(is_before or _AFTER.match(after))
