"""Ranks sentences that say yes or no in the question's words before indirect ones.

What is about the one asked about comes before what is about another: "Did the council of Velden
approve its tram?" is not answered by what the council of Tarnow did.
"""

import re
from collections.abc import Sequence, Set

from msgspec import structs

from index.quotations.vocabulary.lists import word_list
from index.text.matching.folding import folded
from service.answers.statements.states import without_open_states
from service.answers.statements.verdicts import is_in_headline, verdict
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.spelling.capitals import with_capitals
from service.questions.understand import Kind

_NAME = re.compile(r"(?<=[\w,;:’'–-]\s)[^\W\d_a-z][\w’'-]+")
_DOUBT_LEFT = 0.6
_ENDING = re.compile(r"['’]s?$")


def with_verdicts_first(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a yes-or-no question, those with a verdict first and as sure as any.

    Those of others as they are, less sure where they leave open what they are to tell.
    """
    terms_of = inquiry.opened.lexical.terms
    if inquiry.question.kind is not Kind.YES_NO or not candidates:
        return without_open_states(inquiry.question, candidates, terms_of)
    best = candidates[0].confidence
    saying = [c for c in candidates if verdict(inquiry.question, c, terms_of)]
    others = [c for c in candidates if c not in saying]
    others = without_open_states(inquiry.question, others, terms_of)
    asked = _names(with_capitals(inquiry.question.text, inquiry.opened))
    ranked = _those_asked_about_first(asked, others)
    ranked = _below_headline_first(inquiry, asked, ranked)
    return [*(structs.replace(c, confidence=best) for c in saying), *ranked]


def _below_headline_first(
    inquiry: Inquiry, asked: Set[str], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The best sentence on whom it asks about below a headline that says so, surer."""
    terms_of = inquiry.opened.lexical.terms
    about = (c for c in candidates if asked and asked <= _words(c))
    first = next((c for c in about if is_in_headline(inquiry.question, c, terms_of)), None)
    if first is None:
        return list(candidates)
    surer = structs.replace(first, confidence=1 - (1 - first.confidence) * _DOUBT_LEFT)
    others = [c for c in candidates if c is not first]
    return sorted([surer, *others], key=lambda c: -c.confidence)


def _those_asked_about_first(asked: Set[str], candidates: Sequence[Candidate]) -> list[Candidate]:
    """What has all names of the question before what has others instead, and surer than that."""
    about = [c for c in candidates if asked and asked <= _words(c)]
    if not about:
        return list(candidates)
    others = [c for c in candidates if c not in about and _names(c.text) - asked]
    least = about[0].confidence
    ranked = [
        structs.replace(c, confidence=min(c.confidence, least)) if c in others else c
        for c in candidates
    ]
    return sorted(ranked, key=lambda c: (-c.confidence, asked.isdisjoint(_words(c))))


def _words(candidate: Candidate) -> set[str]:
    return {_plain(word) for word in re.findall(r"[\w’'-]+", candidate.text)}


def _names(text: str) -> set[str]:
    """The words with a capital that no sentence begins with, days and months apart."""
    return {
        name for word in _NAME.findall(text) if (name := _plain(word)) not in word_list("times")
    }


def _plain(word: str) -> str:
    return _ENDING.sub("", folded(word))
