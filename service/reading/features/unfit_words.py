"""Words that cannot answer: no figure for "how many", no name for "called".

A network that was trained on questions with answers marks something in every window. What it marks
for a question that the article does not answer is often of another type altogether: "roll" as the
name of a bakery, 3,140 meters as a price, the hour of closing for how long a road was closed.
"""

import re
from functools import lru_cache

from index.records import Span
from service.questions.kinds.expected_types import types_asked_for
from service.questions.understand import Kind, Question
from service.reading.features.expected_types import NOT_COUNTED, of_type
from service.reading.features.fates import counts_others, is_of_another_fate
from service.reading.features.near_misses import is_age_of_another
from service.reading.features.type_patterns import type_pattern
from service.wire.typed_values import AnswerType

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
# A bare number may be a name, but "a 46-year-old man" is not one.
_NAMED = re.compile(r"(?!(?:The|An?)\s)[A-ZÀ-Þ]|[\"“«‘']|^\W*\d+\W*$")
# "To their deaths" names nobody, "by Ann Lee" does.
_NOBODY = re.compile(
    r"(?:to|in|into|at|on|from|after|before|because|when|while|during|until)\s[^A-ZÀ-Þ]*$"
)
# "Closed since 2021", "until further notice": from when or to when is how long.
_BORDER = re.compile(r"\b(?:since|until|till|through|as long as|from)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:in|on|at|by|for|from|to|about|around|nearly|almost|over|the|just|only|up)\s+)+", re.I
)
# "The lights went out, leaving the town dark": what followed is no reason.
_CONSEQUENCE = re.compile(
    r"(?:sending|forcing|leaving|killing|injuring|causing|prompting|making|triggering|sparking"
    r"|leading\s+to|resulting\s+in|which\s+(?:sent|forced|left|killed|caused|prompted|made|led))\b",
    re.IGNORECASE,
)
_NO_REASON = re.compile(
    r"\b(?:(?:minutes|hours|days|weeks|months|years)\s+(?:after|before)|rather\s+than|instead\s+of"
    r"|despite|although|even\s+though)\s+$",
    re.IGNORECASE,
)
_LONGEST_JOINT = 20
# "A Category 5 storm", "Flight 370": a number that names something counts nothing.
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:category|number|no\.|phase|route|highway|interstate|level|stage|type|tier|class|grade"
    r"|chapter|article|section|amendment|proposition|page|part|episode|season|round|game|week|day"
    r"|group|gate|flight|room|unit|district|ward|precinct|channel|artemis|apollo|falcon|boeing"
    r"|model|version|title|size|line|platform|world\s+war)\s{1,2}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,4}")
_BARE = (*NOT_COUNTED, AnswerType.DURATION, AnswerType.SHARE, AnswerType.SCORE)
_BARE_FIGURE = (*_BARE, AnswerType.TEMPERATURE, AnswerType.DISTANCE, AnswerType.QUANTITY)
_ASKS_WEIGHT = re.compile(r"\bhow (?:heavy\b|much\b.{0,60}\bweigh)", re.IGNORECASE)
_WEIGHT = re.compile(
    r"(?:\d\s?(?:kg|g|lbs?|oz|t)\b|\b(?:kilo(?:gram)?s?|grams?|pounds?|ounces?|ton(?:ne)?s?|stones?"
    r"|weigh\w*|heav\w+|light\w*)\b)",
    re.IGNORECASE,
)
_TIME, _DATE = frozenset((AnswerType.TIME,)), frozenset((AnswerType.DATE,))
_AROUND = 16
"""How far beside the marked words a unit may stand: "68" in "who is 68"."""
_HALF = 0.5


def unfitness(question: Question, text: str, marked: Span) -> float:
    """How surely marked words of an article are not of the type asked for, from 0 to 1."""
    words = text[marked.start : marked.end]
    if asks_name(question.text):
        return float(not _NAMED.search(words))
    if question.kind in {Kind.WHO, Kind.WHERE}:
        is_nobody = question.kind is Kind.WHO and _NOBODY.match(words)
        return float(not words[:1].isupper() and bool(is_nobody or _is_bare(_BARE_FIGURE, words)))
    types = types_asked_for(question.text)
    if question.kind is Kind.WHEN:
        return float(_is_other_than_time(types, words))
    if question.kind is Kind.WHY:
        return float(_is_consequence(text, marked))
    if question.kind is not Kind.NUMBER:
        return 0.0
    return _unlike_number(question.text, text, marked)


@lru_cache(maxsize=64)
def asks_name(question: str) -> bool:
    """Whether a question asks what something is called."""
    return bool(_ASKS_NAME.search(question))


def _is_other_than_time(types: frozenset[AnswerType], words: str) -> bool:
    """Whether words are a price, a score and so on; or a day where the hour is asked for."""
    if types == _TIME and not type_pattern(AnswerType.TIME).search(words):
        return _is_bare((AnswerType.DATE,), words)
    if types == _DATE:
        return _is_bare((AnswerType.TIME,), words)
    return _is_bare((AnswerType.MONEY, AnswerType.SHARE, AnswerType.DISTANCE), words)


def _is_consequence(text: str, marked: Span) -> bool:
    """Whether marked words say what came of what a sentence tells, or what came before it.

    "Weeks after he lost" says when, and "rather than leave" what was not done.
    """
    before = text[max(0, marked.start - _LONGEST_JOINT) : marked.start]
    is_behind = before.endswith(", ") and bool(_CONSEQUENCE.match(text, marked.start))
    return is_behind or _NO_REASON.search(before) is not None


def _unlike_number(question: str, text: str, marked: Span) -> float:
    types = types_asked_for(question)
    words = text[marked.start : marked.end]
    if _ASKS_WEIGHT.search(question):
        near = text[max(0, marked.start - _AROUND) : marked.end + _AROUND]
        return float(not _WEIGHT.search(near))
    if not types or AnswerType.COUNT in types:
        others = is_of_another_fate(question, text, marked) or counts_others(question, text, marked)
        if others or _names_by_number(text, marked):
            return 1.0
        return float(not _FIGURE.search(words) or bool(types and _is_bare(NOT_COUNTED, words)))
    if AnswerType.AGE in types and is_age_of_another(question, text, marked):
        return 1.0
    begin, end = max(0, marked.start - _AROUND), marked.end + _AROUND
    if any(span.moved(begin).overlaps(marked) for span in of_type(types, text[begin:end])):
        return 0.0
    if AnswerType.DURATION in types and _BORDER.search(text[begin : marked.end]):
        return _HALF
    return 1.0


def _names_by_number(text: str, marked: Span) -> bool:
    before = text[max(0, marked.start - _AROUND) : marked.start]
    is_number = _NUMBER.fullmatch(text, marked.start, marked.end)
    return bool(is_number and _NAMED_BY_NUMBER.search(before))


def _is_bare(types: tuple[AnswerType, ...], words: str) -> bool:
    """Whether the words are nothing but a figure, day or time of one of these types."""
    plain = _LEADING.sub("", words.strip())
    return any(type_pattern(type_).fullmatch(plain) for type_ in types)
