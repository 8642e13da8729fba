"""Who said the words quoted in a question: only speakers whose quotation contains them."""

import re
from collections.abc import Sequence

from index.text.matching.folding import folded_words
from service.candidates import Candidate
from service.questions.understand import Kind, Question

_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]+)[”\"]")
_FEWEST = 4
"""Of fewer words a quotation may mean something else: who said “yes”?"""
_ENOUGH = 0.6
"""Minimum share of the words that must match: people quote from memory."""


def with_quoted_words(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that have most of the words quoted; all, if a question quotes none."""
    quoted = _QUOTED.search(question.text) if question.kind is Kind.SAID_BY else None
    wanted = set(folded_words(quoted["words"])) if quoted else set[str]()
    if len(wanted) < _FEWEST:
        return list(candidates)
    return [
        one
        for one in candidates
        if len(wanted.intersection(folded_words(one.text))) >= _ENOUGH * len(wanted)
    ]
