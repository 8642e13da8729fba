"""Merges statements: the same one in several articles is one answer with several citations."""

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
    """One statement and every candidate that makes it, best first."""

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

    Two quotes say the same if they share four in five of their words (Jaccard) and all of their
    numbers: "11 were injured" is not "14 were injured". Quotes within one article are not merged,
    since an article that repeats itself is still one source. Direct quotations are compared by the
    words between the marks alone, without "she said on Monday".
    """
    statements: list[Statement] = []
    seen: list[_Fingerprint] = []
    for candidate in candidates:
        words = _Fingerprint(candidate)
        place = next((n for n, other in enumerate(seen) if _same(words, other)), None)
        if place is None:
            statements.append(Statement([candidate]))
            seen.append(words)
        elif _is_new_source(statements[place], candidate):
            statements[place].members.append(candidate)
    return statements


class _Fingerprint:
    """The words and numbers by which quotes are compared."""

    def __init__(self, candidate: Candidate) -> None:
        text = _compared(candidate)
        self.words = frozenset(_WORD.findall(text.casefold()))
        self.numbers = frozenset(_NUMBER.findall(text))


def _compared(candidate: Candidate) -> str:
    """A direct quotation without the sentence around it; else the whole quote."""
    text, said = candidate.article.text, candidate.said
    shown = {candidate.highlight, *candidate.also}
    if said is not None and said.form is QuoteForm.DIRECT and shown.issuperset(said.content):
        return " ".join(text[part.start : part.end] for part in said.content)
    return text[candidate.quote.start : candidate.quote.end]


def _same(one: _Fingerprint, other: _Fingerprint) -> bool:
    if one.numbers != other.numbers:
        return False
    shared = len(one.words & other.words)
    return shared >= _SAME * len(one.words | other.words)


def _is_new_source(statement: Statement, candidate: Candidate) -> bool:
    known = {member.article.id for member in statement.members}
    return candidate.article.id not in known and len(known) < _MOST_CITATIONS
