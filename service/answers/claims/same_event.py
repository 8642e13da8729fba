"""Whether two articles can be about the same event and people.

"No one was injured" is said of many fires, and "Lee" may be another Lee.
"""

import re
from functools import lru_cache

from index.quotations.vocabulary.lists import word_list
from index.records import Article
from service.answers.claims.told import Told

_DAYS_WITH_NAMES = 180
_DAYS_WITHOUT = 30
_DAYS_OF_COPIES = 7
_LONG = 10
_BEFORE, _BEHIND = 500, 200
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him)\b", re.IGNORECASE)
# A capital inside a sentence; one at its beginning says nothing.
_NAME = re.compile(r"(?<=[a-z,]\s)[A-ZÀ-Þ][\w'’-]+|\b[A-Z]{3,}\b")


def may_be_one_event(one: Told, other: Told) -> bool:
    """Whether nothing around two statements tells their events or people apart."""
    names = _names(one) & _names(other)
    days = days_apart(one, other)
    if days is not None and days > (_DAYS_WITH_NAMES if names else _DAYS_WITHOUT):
        return False
    if not all(
        _may_be_one_person(name, one.candidate.article, other.candidate.article) for name in names
    ):
        return False
    if _is_copy(one, other, days):
        return True
    if names and not (_PRONOUN.search(one.text) or _PRONOUN.search(other.text)):
        return True
    around, its = _names_around(one), _names_around(other)
    return not around or not its or not around.isdisjoint(its)


def days_apart(one: Told, other: Told) -> int | None:
    """Days between the publication of two articles; None if one is unknown."""
    if one.published is None or other.published is None:
        return None
    return abs((one.published - other.published).days)


def _is_copy(one: Told, other: Told, days: int | None) -> bool:
    """Whether a long sentence stands in both within a week: two events are not told alike."""
    is_recent = days is None or days <= _DAYS_OF_COPIES
    return is_recent and len(one.claim.tokens) >= _LONG and one.words == other.words


def _names(one: Told) -> frozenset[str]:
    """Capitalised words of its claim, except one that merely opens the sentence."""
    opener = one.text.lstrip(" \"“'‘").split(" ", 1)[0]
    return frozenset(
        t.written
        for t in one.claim.tokens
        if t.is_capital and (t.written != opener or _is_name(one, t.written))
    )


def _is_name(one: Told, word: str) -> bool:
    """Whether the article has the word with a capital inside a sentence, too."""
    return word in _names_in(one.candidate.article.text)


def _names_around(one: Told) -> frozenset[str]:
    article, quote = one.candidate.article, one.candidate.quote
    return _names_in(article.text[max(0, quote.start - _BEFORE) : quote.start]) | _names_in(
        article.text[quote.end : quote.end + _BEHIND]
    )


@lru_cache(maxsize=256)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in _NAME.findall(text)) | frozenset(
        _NAME.findall(text)
    )


def _may_be_one_person(surname: str, one: Article, other: Article) -> bool:
    """Whether the articles do not give the surname to people of different given names."""
    mine, its = _given_names(surname, one.text), _given_names(surname, other.text)
    return not mine or not its or not mine.isdisjoint(its)


@lru_cache(maxsize=1 << 10)
def _given_names(surname: str, text: str) -> frozenset[str]:
    found = re.findall(rf"\b([A-ZÀ-Þ][\w'’-]{{1,40}})\s+{re.escape(surname)}\b", text)
    return frozenset(name.casefold() for name in found) & word_list("men", "women")
