"""The same statement in several articles is one answer with several citations."""

import re
from collections.abc import Sequence

from msgspec import Struct

from index.records import QuoteForm
from service.candidates import Candidate

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SAME = 0.8
_MOST_CITATIONS = 10


class Statement(Struct, frozen=True):
    """One statement and every candidate that makes it, the best first."""

    members: list[Candidate]

    @property
    def best(self) -> Candidate:
        """The member that is shown."""
        return self.members[0]

    @property
    def confidence(self) -> float:
        """Probability that at least the best of its members answers."""
        return self.best.confidence


def merge(candidates: Sequence[Candidate]) -> list[Statement]:
    """Group candidates that say the same, keeping their order.

    Two quotes say the same when four in five of their words are the same (Jaccard), and all of
    their numbers: "11 were injured" is not "14 were injured". Quotes within one article stay
    apart, since an article that repeats itself is still one witness. Of somebody's direct words
    only these are compared, not "she said on Monday".
    """
    statements: list[Statement] = []
    seen: list[_Words] = []
    for candidate in candidates:
        words = _Words(candidate)
        place = next((n for n, other in enumerate(seen) if _same(words, other)), None)
        if place is None:
            statements.append(Statement([candidate]))
            seen.append(words)
        elif _is_new_witness(statements[place], candidate):
            statements[place].members.append(candidate)
    return statements


class _Words:
    """What is compared of a quote."""

    def __init__(self, candidate: Candidate) -> None:
        text = _compared(candidate)
        self.words = frozenset(_WORD.findall(text.casefold()))
        self.numbers = frozenset(_NUMBER.findall(text))


def _compared(candidate: Candidate) -> str:
    """Of somebody's direct words these alone, however an article leads to them; else the quote."""
    text, said = candidate.article.text, candidate.said
    shown = {candidate.highlight, *candidate.also}
    if said is not None and said.form is QuoteForm.DIRECT and shown.issuperset(said.content):
        return " ".join(text[part.start : part.end] for part in said.content)
    return text[candidate.quote.start : candidate.quote.end]


def _same(one: _Words, other: _Words) -> bool:
    if one.numbers != other.numbers:
        return False
    shared = len(one.words & other.words)
    return shared >= _SAME * len(one.words | other.words)


def _is_new_witness(statement: Statement, candidate: Candidate) -> bool:
    known = {member.article.id for member in statement.members}
    return candidate.article.id not in known and len(known) < _MOST_CITATIONS
