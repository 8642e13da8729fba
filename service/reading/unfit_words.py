"""Words that cannot be what a question asks for: no figure for "how many", no name for "called".

A network that was trained on questions with answers marks something in every window. What it marks
for a question that the article does not answer is often of another type altogether: "roll" as the
name of a bakery, 3,140 meters as a price.
"""

import re
from functools import lru_cache

from index.records import Span
from service.questions.understand import Kind, Question
from service.reading.expected_types import number_type

_ASKS_NAME = re.compile(
    r"^what(?:'s|’s|s| is| was| are| were)\b.*\b(?:called|named|name|titled?)\b"
    r"|\bname of\b|\bwhat(?:'s|’s|s| is| was)\s+(?:his|her|their|its)\s+name\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:no|none|nobody|zero|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\w+-\w+(?:st|nd|rd|th)"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|fifth|double[ds]?"
    r"|triple[ds]?|both|several|few|many|most|all|every|single|couple|pair|an?|less|more|enough"
    r"|never|always|daily|weekly|monthly|yearly|annual\w*|every\w*|often|much|little|very|too|so)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-ZÀ-Þ]|[\"“«‘']|\d")
_AROUND = 16
"""How far beside the marked words a unit may stand: "68" in "who is 68"."""


def is_unfit(question: Question, text: str, marked: Span) -> bool:
    """Whether marked words of an article surely are not of the type that the question asks for."""
    words = text[marked.start : marked.end]
    if question.kind is Kind.NUMBER:
        return not _holds_number(question.text, text, marked)
    return _asks_name(question.text) and not _NAMED.search(words)


def _holds_number(question: str, text: str, marked: Span) -> bool:
    """Whether the words hold a figure; of the type of number asked for, where that is plain."""
    pattern = number_type(question)
    if pattern is None:
        return _FIGURE.search(text, marked.start, marked.end) is not None
    begin, end = max(0, marked.start - _AROUND), marked.end + _AROUND
    return any(
        begin + match.start() < marked.end and marked.start < begin + match.end()
        for match in pattern.finditer(text[begin:end])
    )


@lru_cache(maxsize=64)
def _asks_name(question: str) -> bool:
    return bool(_ASKS_NAME.search(question))
