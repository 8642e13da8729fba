"""Articles that ask the question themselves: what stands right behind it answers.

"Why did the Industry run aground? She was reading a chart on which ..." has none of the question's
words in its answer, and an interview hardly ever has.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from index.text.matching.folding import folded_words
from index.text.segmentation.positions import sentence_at
from service.candidates import Candidate
from service.questions.language.function_words import function_words
from service.questions.understand import Question

_ASKING = frozenset("who whose whom what which when where why how".split())
_ENDS_ASKING = re.compile(r"[?？][\"”’']?\s*$")
_STEM = 5
_DOUBT_LEFT = 0.25
"""Chosen: too rare to be fitted, and nearly always right."""
_LONGER = 2
"""So many more telling words the question may have: "... the dredger" names what the talk is of."""


def with_asked_there(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, surer of what stands behind the same question, best first."""
    surer = [_surer(one) if _is_asked_before(question, one) else one for one in candidates]
    return sorted(surer, key=lambda one: -one.confidence)


def _is_asked_before(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence before a quote asks the same as the question."""
    article = candidate.article
    number = sentence_at(article, candidate.quote.start)
    if number < 1:
        return False
    before = article.sentences[number - 1]
    return _asks_the_same(article.text[before.start : before.end], question.text)


def _surer(candidate: Candidate) -> Candidate:
    return structs.replace(candidate, confidence=1 - (1 - candidate.confidence) * _DOUBT_LEFT)


def _asks_the_same(sentence: str, question: str) -> bool:
    """Whether a sentence asks with the same word, and for nothing that the question lacks."""
    if not _ENDS_ASKING.search(sentence):
        return False
    there, asked = folded_words(sentence), folded_words(question)
    if _asking(there) is None or _asking(there) != _asking(asked):
        return False
    own, wanted = _telling(there), _telling(asked)
    return bool(own) and own <= wanted and len(wanted) <= len(own) + _LONGER


def _asking(words: list[str]) -> str | None:
    return next((word for word in words if word in _ASKING), None)


def _telling(words: list[str]) -> set[str]:
    """The beginnings of the words that say what is asked about."""
    return {word[:_STEM] for word in words if len(word) > 1 and word not in function_words()}
