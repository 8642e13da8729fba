"""What kind of words would answer a question: dates for "when", numbers for "how many", ..."""

import re
from collections.abc import Iterable

from index.records import Span
from service.understand import Kind, Question

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_PERIOD = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|weekend|season|quarter|night|morning|evening|afternoon)"
_WHEN = re.compile(
    rf"\b(?:(?:{_DAY},?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?"
    rf"|{_MONTH}\s+(?:of\s+)?\d{{4}}|(?:early|late|mid)[ -](?:{_MONTH}|\d{{4}}s?)|(?:19|20)\d\ds?\b"
    rf"|(?:last|next|this|that|every|each)\s+(?:{_PERIOD}|spring|summer|autumn|fall|winter|{_DAY}|{_MONTH})"
    rf"|{_DAY}|(?:in|since|until|by|before|after|from|during)\s+{_MONTH}\b|yesterday|today|tonight|tomorrow"
    rf"|\d{{1,2}}(?::\d\d)?\s?(?:a\.?m\.?|p\.?m\.?)|\d{{1,2}}:\d\d|noon|midnight"
    rf"|(?:\w+|\d+)\s+{_PERIOD}\s+(?:ago|later|earlier)|(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?\d{{4}})",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?"
    r"|thousands?|dozens?|half|a third|a quarter|two-thirds|three-quarters)"
)
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|percent|per cent|%|degrees|points?|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet|foot|inches|tons?|tonnes?|pounds?|kilograms?|kg|km|mph|acres?|hectares?|years?|dollars|euros|cents))*"
_NUMBER = re.compile(
    rf"(?:[$€£¥]\s?\d[\d.,]*\d?|\b\d[\d.,]*\d|\b\d){_SCALE}(?:-(?:year|mile|foot|day|point)\w*)?|\b{_COUNT}(?:-\w+)?\b{_SCALE}",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-ÿ0-9]|[A-Z]{2,}|[A-Z]\.)"
    r"(?:\s+(?:(?:of|the|de|da|del|van|von|der|al|bin|la|le|and|&)\s+)?(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[\wß-ÿ]|[A-Z]\.))*"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|across|off|around|through|north of|south of|east of|west of|on|of)\s+(?:the\s+|downtown\s+|central\s+|northern\s+|southern\s+|eastern\s+|western\s+)?"
    r"(?P<place>[A-ZÀ-Þ][\w'’.-]+(?:,?\s+(?:(?:of|de|del|la|the)\s+)?[A-ZÀ-Þ][\w'’.-]+)*)"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|caused by|blam(?:ed|ing)|thanks to|as a result|in order to|so that|since|after|following|over|amid|to (?:help|protect|avoid|prevent|make|allow|give|keep|reduce|save|stop|ensure))\b",
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
    ["the", "a", "an", "in", "on", "at", "but", "and", "or", "if", "it", "he", "she", "they", "we", "i", "you", "this", "that", "these", "those", "there", "when", "while", "as", "for", "with", "after", "before", "by", "from", "to", "not", "no", "so", "his", "her", "their", "our", "its", "what", "who", "how", "why", "where", "then", "now", "more", "most", "some", "many", "all", "one", "two", "according", "however", "still", "also", "even"]
)


def expects_type(kind: Kind) -> bool:
    """Whether words of a certain type answer this kind of question."""
    return kind in _PATTERNS


def typed_spans(question: Question, text: str) -> list[Span]:
    """Stretches of `text` of the type the question expects, without those it names itself."""
    pattern = _PATTERNS.get(question.kind)
    if pattern is None:
        return []
    named = question.text.casefold()
    return [
        span
        for span in _spans(question.kind, pattern, text)
        if _says_more(text[span.start : span.end], named)
    ]


def _spans(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterable[Span]:
    for match in pattern.finditer(text):
        start, end = match.span("place") if kind is Kind.WHERE else match.span()
        if kind is Kind.WHO:
            start = _without_opener(text, start, end)
        if start < end:
            yield Span(start, end)


def _without_opener(text: str, start: int, end: int) -> int:
    """A sentence's first word is capitalised without being a name: leave it out."""
    first, _, rest = text[start:end].partition(" ")
    if first.casefold() in _SENTENCE_OPENERS:
        return end - len(rest) if rest else end
    return start


def _says_more(found: str, named: str) -> bool:
    words = re.findall(r"\w+", found.casefold())
    return any(word not in named for word in words)
