"""Which type of words answers a question: dates for "when", numbers for "how many", and so on."""

import re
from collections.abc import Iterable
from functools import lru_cache

from index.records import Span
from service.questions.understand import Kind, Question


def _any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_MONTH = _any_of(
    "Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?",
    "Aug(?:ust)?", "Sept?(?:ember)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?",
) + r"\.?"  # fmt: skip
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_SEASON = "(?:spring|summer|autumn|fall|winter)"
_PERIOD = _any_of(
    "seconds?", "minutes?", "hours?", "days?", "weeks?", "months?", "years?", "decades?",
    "centur(?:y|ies)", "weekend", "season", "quarter", "night", "morning", "evening", "afternoon",
)  # fmt: skip
_YEAR = r"(?:1[5-9]|20)\d\d"
_WHEN = re.compile(
    r"\b"
    + _any_of(
        rf"(?:{_DAY},?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b",
        rf"\d{{1,2}}\s+{_MONTH}(?:\s+{_YEAR})?",
        rf"{_MONTH}\s+(?:of\s+)?{_YEAR}",
        rf"(?:early|late|mid)[ -](?:{_MONTH}|{_YEAR}s?)",
        rf"{_SEASON}\s+(?:of\s+)?{_YEAR}",
        rf"{_YEAR}s?\b",
        rf"(?:last|next|this|that|every|each)\s+(?:{_PERIOD}|{_SEASON}|{_DAY}|{_MONTH})",
        rf"(?:in|since|until|by|before|after|from|during)\s+{_MONTH}\b",
        rf"{_DAY}\b",
        r"yesterday\b|today\b|tonight\b|tomorrow\b|noon\b|midnight\b",
        r"\d{1,2}(?::\d\d)?\s?(?:a\.?m\b\.?|p\.?m\b\.?)|\d{1,2}:\d\d\b",
        rf"\w+\s+{_PERIOD}\s+(?:ago|later|earlier)",
    ),
    re.IGNORECASE,
)
_WORDED = _any_of(
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundreds?",
    "thousands?", "dozens?", "half", "a third", "a quarter", "two-thirds", "three-quarters",
)  # fmt: skip
_FIGURE = rf"(?:\d[\d.,]*\d|\d|\b{_WORDED}(?:-\w+)?)"
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion))*"
_CURRENCY = r"(?:dollars?|euros?|pounds?|cents?|pesos?|yen|yuan|rupees?|francs?|kroner?|kronor)"
_UNIT = (
    r"(?:[\s-]?(?:percent(?:age points?)?|per cent|%|degrees|points?|kilomet(?:er|re)s?|miles?"
    r"|met(?:er|re)s?|feet|foot|inch(?:es)?|tons?|tonnes?|kilograms?|kg|km|mph|acres?|hectares?"
    rf"|lit(?:er|re)s?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|{_CURRENCY}))?"
)
_NUMBER = re.compile(rf"[$€£¥]?\s?{_FIGURE}{_SCALE}{_UNIT}", re.IGNORECASE)
_MONEY = re.compile(
    rf"[$€£¥]\s?{_FIGURE}{_SCALE}|\b{_FIGURE}{_SCALE}\s(?:\w+\s)?{_CURRENCY}\b", re.IGNORECASE
)
_PERCENT = re.compile(
    rf"\b{_FIGURE}\s?(?:%|percent|per cent)|\b{_FIGURE} (?:out of|in) {_FIGURE}", re.IGNORECASE
)
_AGE = re.compile(
    rf"\b{_FIGURE}[- ]years?[- ]old|,\s\d{{1,3}},|\baged?\s{_FIGURE}|\b{_FIGURE} years"
    r"|\b(?:is|was|turn(?:s|ed)|at)\s\d{1,3}\b|(?<=\()\d{1,3}(?=\))",
    re.IGNORECASE,
)
_TIME_SPAN = re.compile(rf"\b{_FIGURE}(?:[\s-]\w+)?[\s-]{_PERIOD}", re.IGNORECASE)
_METRES = r"kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet|foot|inch(?:es)?|km|m"
_LENGTH = re.compile(rf"\b{_FIGURE}{_SCALE}[\s-](?:{_METRES})\b", re.IGNORECASE)
_PAYING = (
    "costs?|pay|paid|worth|price|spend|spent|earn|raised?|fine[ds]?|money|charge|donat\\w+"
    "|budget|invest\\w*|sell|sold|owe"
)
# The types of number that questions ask for; the first match counts.
_NUMBER_TYPES = tuple(
    (re.compile(asked, re.IGNORECASE), pattern)
    for asked, pattern in (
        (rf"\bhow much\b.*\b(?:{_PAYING})\b|\b(?:price|cost|fee|salary|budget)\b", _MONEY),
        (r"\bhow (?:many|much)\b.*\b(?:dollars|euros|pounds)\b", _MONEY),
        (r"\bpercent|\bper cent\b|\bshare\b|\bproportion\b|\bfraction\b", _PERCENT),
        (r"\bhow old\b|\bwhat age\b", _AGE),
        (r"\bhow long\b", _TIME_SPAN),
        (r"\bhow many (?:seconds|minutes|hours|days|weeks|months|years)\b", _TIME_SPAN),
        (r"\bhow (?:far|tall|high|deep|wide)\b", _LENGTH),
        (r"\bhow many (?:miles|met\w+|kilomet\w+|feet)\b", _LENGTH),
    )
)
_NAME = re.compile(
    r"\b(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-ÿ0-9]|[A-Z]{2,}|[A-Z]\.)"
    r"(?:\s+(?:(?:of|the|de|da|del|van|von|der|al|bin|la|le|and|&)\s+)?"
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[\wß-ÿ]|[A-Z]\.))*"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|across|off|around|through|on|of"
    r"|(?:north|south|east|west) of)\s+"
    r"(?:the\s+|downtown\s+|central\s+|northern\s+|southern\s+|eastern\s+|western\s+)?"
    r"(?P<place>[A-ZÀ-Þ][\w'’.-]+(?:,?\s+(?:(?:of|de|del|la|the)\s+)?[A-ZÀ-Þ][\w'’.-]+)*)"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|caused by|blam(?:ed|ing)|thanks to|as a result|in order to"
    r"|so that|since|after|following|over|amid"
    r"|to (?:help|protect|avoid|prevent|make|allow|give|keep|reduce|save|stop|ensure))\b",
    re.IGNORECASE,
)
_PATTERNS = {
    Kind.WHEN: _WHEN,
    Kind.NUMBER: _NUMBER,
    Kind.WHO: _NAME,
    Kind.WHERE: _PLACE,
    Kind.WHY: _REASON,
}
_SENTENCE_OPENERS = frozenset(
    """the a an in on at but and or if it he she they we i you this that these those there when
    while as for with after before by from to not no so his her their our its what who how why
    where then now more most some many all one two according however still also even""".split()
)
_WORD = re.compile(r"\w+")


def expects_type(kind: Kind) -> bool:
    """Whether words of a certain type answer this kind of question."""
    return kind in _PATTERNS


def typed_spans(question: Question, text: str) -> list[Span]:
    """Spans of `text` of the type the question expects, without those that repeat the question."""
    if not expects_type(question.kind):
        return []
    pattern, asked = _expected(question.kind, question.text)
    return [
        span
        for span in _spans(question.kind, pattern, text)
        if not asked.issuperset(_WORD.findall(text[span.start : span.end].casefold()))
    ]


@lru_cache(maxsize=64)
def _expected(kind: Kind, question: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern of answers to the question, and the question's own words."""
    words = frozenset(_WORD.findall(question.casefold()))
    if kind is Kind.NUMBER:
        return number_type(question) or _PATTERNS[kind], words
    return _PATTERNS[kind], words


@lru_cache(maxsize=64)
def number_type(question: str) -> re.Pattern[str] | None:
    """The pattern of the type of number that a question asks for, such as money; None for any."""
    return next((pattern for asked, pattern in _NUMBER_TYPES if asked.search(question)), None)


def _spans(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterable[Span]:
    for match in pattern.finditer(text):
        start, end = match.span("place") if kind is Kind.WHERE else match.span()
        if kind is Kind.WHO:
            start = _without_opener(text, start, end)
        span = _trimmed(text, start, end)
        if span.start < span.end:
            yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] == ","):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end)


def _without_opener(text: str, start: int, end: int) -> int:
    """Where a name begins, without a word that is capitalised only as the first of its sentence."""
    first, _, rest = text[start:end].partition(" ")
    if first.casefold() in _SENTENCE_OPENERS:
        return end - len(rest) if rest else end
    return start
