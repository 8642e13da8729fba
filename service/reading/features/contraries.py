"""Evidence against a span: the coldest day, where the hottest is asked.

A network finds words of the right kind on the right subject. It hardly notices that the question
asks for the runner-up and not for the winner, that a sentence says what may be and not what is, or
that "a company" does not say which one.
"""

import re
from collections.abc import Set
from functools import lru_cache

from index.records import Span
from service.questions.understand import Kind, Question
from service.reading.confidence import Features
from service.reading.culprits.results import asks_to_win, other_side
from service.reading.features.near_misses import (
    is_against_another,
    is_of_another_number,
    is_yet_to_come,
)
from service.reading.windows import Window

_PAIRS = """hot cold hottest coldest high low highest lowest most fewest more fewer oldest youngest
    older younger largest smallest biggest tiniest best worst longest shortest heaviest
    lightest win lose won lost wins loses rise fall rose fell increase decrease increased decreased
    open close opened closed opens closes buy sell bought sold born died begin end began ended
    summer winter men women boys girls husband wife north south northern southern east west
    eastern western above below morning evening maximum minimum""".split()
_OPPOSITES: dict[str, str] = dict(
    zip(_PAIRS[::2] + _PAIRS[1::2], _PAIRS[1::2] + _PAIRS[::2], strict=True)
)
_RANKS = frozenset(
    """second third fourth fifth sixth seventh eighth ninth tenth last oldest youngest largest
    biggest smallest highest lowest longest shortest fastest best worst fewest least
    runner""".split()
)
_ASKS_WHICH = re.compile(r"\b(?:who|which)\b", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:an?|some|one|another|several|two|three)\s", re.IGNORECASE)
# "May" is a month.
_HEDGE = re.compile(r"\b(?:could|may|might|[Ii]f)\b")
_ASKS_WHAT_MAY_BE = re.compile(r"\b(?:could|may|might|if|would|should|can)\b", re.IGNORECASE)
_ASKS_WHAT_WILL_BE = re.compile(r"\b(?:will|going\s+to|next)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"\w+")


def contrary_features(question: Question, window: Window, quote: Span, marked: Span) -> Features:
    """What speaks against marked words in their sentence; each is 0 or 1.

    `contrary`: the sentence has the opposite of a word of the question, tells of an earlier year
    where it asks what will be, or of what is yet to come where it asks what happened; or it has
    another number behind a name, or another opponent. `unranked`: the question
    asks for the second, or the oldest, and nothing that was read says so. `indefinite`: "a team",
    where it asks which. `hedged`: what may be, where it asks what is.
    """
    asked = _words(question.text)
    sentence = window.article.text[quote.start : quote.end]
    around = _words(f"{window.article.title or ''} {window.text}")
    highlight = window.article.text[marked.start : marked.end]
    is_indefinite = _ASKS_WHICH.search(question.text) and _INDEFINITE.match(highlight)
    is_hedged = _HEDGE.search(sentence) and not _ASKS_WHAT_MAY_BE.search(question.text)
    ranks = asked & _RANKS
    return {
        "contrary": float(
            (_has_opposite(asked, _words(sentence)) and not _tells_both(question.text, sentence))
            or is_yet_to_come(question.text, sentence)
            or is_against_another(question.text, sentence)
            or is_of_another_number(question.text, sentence, window.article.text)
            or _is_long_over(question, sentence, window.article.published)
        ),
        "unranked": float(bool(ranks) and ranks.isdisjoint(around)),
        "indefinite": float(bool(is_indefinite)),
        "hedged": float(bool(is_hedged)),
    }


def _is_long_over(question: Question, sentence: str, published: str | None) -> bool:
    """Whether a sentence has only years before the article's, where it is asked when what will be.

    "The last strike, in 2014, lasted five days" does not say how long this one will last. Where a
    match will be played, a sentence on the stadium's past may tell.
    """
    years = _YEAR.findall(sentence)
    if not published or not years or question.kind not in {Kind.NUMBER, Kind.WHEN}:
        return False
    # "She will not run again. When was she first elected?"
    asked = _SENTENCE_END.split(question.text.strip())[-1]
    if not _ASKS_WHAT_WILL_BE.search(asked):
        return False
    return max(years) < published[:4] and not _ASKS_WHAT_WILL_BE.search(sentence)


def _tells_both(question: str, sentence: str) -> bool:
    """Whether a sentence tells winner and loser apart: the one not asked for is not marked then."""
    wins = asks_to_win(question)
    return wins is not None and any(True for _ in other_side(sentence, wins=wins))


def _has_opposite(asked: Set[str], there: Set[str]) -> bool:
    return any(_OPPOSITES.get(word) in there and word not in there for word in asked)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
