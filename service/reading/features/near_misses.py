"""What only looks like what is asked for: another number of a name, a victory still to come.

Of two things that differ by a number, "Route 12" and "Route 13", articles have the same words;
whoever "is expected to win" has not won; and the age beside a name is nobody else's.
"""

import re
from functools import lru_cache

from index.records import Span
from service.questions.followups.grammar.inflection import bare

_NUMBERED = (
    "season|series|episode|chapter|part|phase|round|stage|week|level|grade|volume|edition"
    "|article|section|proposition|amendment|flight|route|line|gate|district|ward|step|type|tier"
)
_NO_NAME = (
    "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july"
    "|august|september|october|november|december|about|over|under|than|only|nearly|almost|top|first"
    "|last|next|some|these|those|the|all|at|by|in|on|of|to|for|from|and|or|did|do|does|is|are|was"
    "|were|will|has|have|had|can|what|which|who|why|how|when|where|give|list|show|tell"
)
_NAME_AND_NUMBER = re.compile(
    rf"\b(?P<name>(?!(?:{_NO_NAME})\b)(?:(?-i:[a-z]?[A-Z])[\w’'-]{{1,40}}|{_NUMBERED}))\s(?P<number>\d{{1,3}})\b"
    r"(?![\d.,:]*[%\d]|\s?[ap]\.?m\b|-\w)",
    re.IGNORECASE,
)
_WON = re.compile(
    r"^(?:and\s+|so\s+)?(?:who|(?:which|what)(?:\s+[\w’'-]+){1,3}?)\s+(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
# "The first to win" has won.
_COMING = (
    "will|would|(?:expected|likely|unlikely|set|poised|tipped|favou?red|favou?rites?"
    "|due|scheduled|projected|predicted|hop(?:es?|ed|ing)|plan(?:s|ned|ning)?|wants?|wanted|aim(?:s|ed|ing)?"
    "|intend(?:s|ed)?|vow(?:s|ed)?|promise[sd]?|try|tries|tried|trying|chances?|bid|going)\\s+to"
)
_PAST = frozenset(
    "won lost became took made left bought sold got gave led paid built broke wrote".split()
)
_AGAINST = re.compile(
    r"\b(?:against|versus|vs\.?|(?:wins?|won|victory|triumph)\s+over|beat(?:s|ing)?"
    r"|defeat(?:s|ed|ing)?)\s+(?:the\s+)?"
    r"(?P<side>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){0,3})"
)
_BEFORE = 60
"""So many characters beside an age are looked at for the name that it belongs to."""
_NAMES = r"(?-i:[A-ZÀ-Þ])[\w.’'-]{0,40}(?:\s(?-i:[A-ZÀ-Þ])[\w.’'-]{0,40}){0,4}"
_ASKS_AGE = re.compile(
    rf"\bhow old (?:(?:are|were)\b|(?:is|was) (?P<who>{_NAMES})"
    r"(?=\s*$|\s*\?|\s(?:when|now|at|in|on|today)\b))",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"(?P<age>\d{{1,3}})-year-old\s(?:[a-z-]+\s)?(?P<name>{_NAMES})"
    rf"|(?P<before>{_NAMES}),\s(?P<then>\d{{1,3}})\b(?=,|\s[—–-])"
)


def is_age_of_another(question: str, text: str, marked: Span) -> bool:
    """Whether a marked age stands beside a name, and several or somebody else are asked about."""
    asked = _ASKS_AGE.search(question)
    if asked is None:
        return False
    known = set((asked["who"] or "").split())
    around = max(0, marked.start - _BEFORE)
    for found in _AGED.finditer(text, around, marked.end + _BEFORE):
        at = Span(*found.span("age" if found["age"] else "then"))
        owner = (found["name"] or found["before"]).split()
        if at.overlaps(marked) and known.isdisjoint(owner):
            return True
    return False


def is_of_another_number(question: str, sentence: str, article: str) -> bool:
    """Whether a sentence, or its whole article, has the asked name with another number alone."""
    for name, number in _numbered(question):
        own = re.compile(rf"\b{re.escape(name)}s?\s{number}\b", re.IGNORECASE)
        other = re.compile(rf"\b{re.escape(name)}\s\d{{1,3}}\b", re.IGNORECASE)
        where = sentence if other.search(sentence) else article
        if other.search(where) and not own.search(where):
            return True
    return False


def is_yet_to_come(question: str, sentence: str) -> bool:
    """Whether "who won" meets a sentence that only says who is to win."""
    forms = _forms(question)
    if forms is None:
        return False
    past, base = forms
    is_to_be = re.search(rf"\b(?:{_COMING})\s+(?:\w+ly\s+)?{base}\b", sentence, re.IGNORECASE)
    return bool(is_to_be) and not re.search(rf"\b{past}\b", sentence, re.IGNORECASE)


def is_against_another(question: str, sentence: str) -> bool:
    """Whether a sentence tells of a match against another side than the one asked about."""
    asked = _AGAINST.search(question)
    if asked is None:
        return False
    others = [found["side"].casefold() for found in _AGAINST.finditer(sentence)]
    last = asked["side"].casefold().split()[-1]
    return bool(others) and last not in sentence.casefold()


@lru_cache(maxsize=64)
def _numbered(question: str) -> tuple[tuple[str, str], ...]:
    """The names in a question that a number tells from others, each with its number."""
    found = _NAME_AND_NUMBER.finditer(question)
    return tuple((one["name"], one["number"]) for one in found)


@lru_cache(maxsize=64)
def _forms(question: str) -> tuple[str, str] | None:
    """The verb of "who won" in the past and as it is; None if it asks for nothing past."""
    found = _WON.match(question)
    verb = found["verb"].lower() if found else ""
    if verb not in _PAST and not verb.endswith("ed"):
        return None
    return (verb, bare(verb)) if bare(verb) != verb else None
