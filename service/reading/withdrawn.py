"""Sentences withdrawn by a correction.

A correction repeats what was wrong before it says what is right, often in the very words of a
question.
"""

import re

from index.records import Article

_CORRECTS = re.compile(r"\W*(?:corrections?|clarifications?|correcting|erratum|errata)\b", re.I)
_AN_ARTICLE = re.compile(
    r"\b(?:an?|the|our|this|that)\s(?:[\w’'-]+\s){0,3}?"
    r"(?:article|story|report|version|headline|caption|item)\b",
    re.IGNORECASE,
)
_WE_TOLD = re.compile(
    r"\W*(?:we|it|this newspaper)\s+(?:(?:also|wrongly|incorrectly|further|had)\s+){0,2}"
    r"(?:said|stated|reported|gave|wrote|misstated|suggested)\b",
    re.IGNORECASE,
)
"""How the sentence after a correction continues about the corrected article."""
_TOLD = re.compile(
    r"\b(?:said|stated|reported|gave|wrote|misstated|suggested|wrongly|incorrectly|erroneously"
    r"|mistakenly)\b",
    re.IGNORECASE,
)
_RIGHT_TOO = re.compile(r";|\b(?:but|rather than|instead|not|whereas)\b", re.IGNORECASE)
"""What a sentence has that says at once what is right."""
_PUT_RIGHT = re.compile(
    r"\W*(?:in fact|actually|in reality|(?:this|that|it) (?:is|was) (?:wrong|incorrect|not)"
    r"|the correct|it should have)\b",
    re.IGNORECASE,
)
_ASKS_OF_IT = re.compile(
    r"\b(?:correct\w*|wrong\w*|mistake\w*|errors?|article|story|report|retract\w*)\b", re.IGNORECASE
)
_WITHIN = 2
"""Number of sentences within which the correct version follows."""


def is_withdrawn(question: str, article: Article, number: int) -> bool:
    """Whether a sentence only tells what an article said that was wrong, and nobody asks that."""
    text = _sentence(article, number)
    is_correction = _CORRECTS.match(article.title or "") is not None
    tells = _tells_of_article(text) or (is_correction and _WE_TOLD.match(text) is not None)
    if not tells or _RIGHT_TOO.search(text) or _ASKS_OF_IT.search(question):
        return False
    if is_correction:
        return True
    behind = range(number + 1, min(number + 1 + _WITHIN, len(article.sentences)))
    return any(_PUT_RIGHT.match(_sentence(article, later)) for later in behind)


def _tells_of_article(text: str) -> bool:
    named = _AN_ARTICLE.search(text)
    return named is not None and _TOLD.search(text, named.end()) is not None


def _sentence(article: Article, number: int) -> str:
    span = article.sentences[number]
    return article.text[span.start : span.end]
