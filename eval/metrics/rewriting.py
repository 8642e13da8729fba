"""How close a question's stand-alone form is to the human rewrite.

Words are compared in lower case, as bags: their order does not matter to a search, and "Zappa's"
is two words. Added terms as in QuReTeC (Voskarides et al. 2020): the words with a meaning that the
rewrite has, the question has not, and an earlier turn has.
"""

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from service.questions.followups.terms.words import is_content

_WORD = re.compile(r"\w+")


class TermCounts(Struct, frozen=True):
    """Added terms: how many are right, how many were added, how many a person added."""

    right: int
    added: int
    wanted: int


def token_f1(text: str, gold: str) -> float:
    """Overlap of the words of two texts, between 0 and 1."""
    ours, theirs = Counter(_words(text)), Counter(_words(gold))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else 0.0


def added_terms(question: str, rewrite: str, earlier: Iterable[str]) -> frozenset[str]:
    """The terms that a rewrite takes from earlier texts."""
    known = {word for text in earlier for word in _words(text)}
    said = set(_words(question))
    return frozenset(
        word for word in _words(rewrite) if is_content(word) and word in known and word not in said
    )


def count_terms(question: str, ours: str, gold: str, earlier: Iterable[str]) -> TermCounts:
    """Compare the terms that a rewrite adds with those that a person's adds."""
    texts = list(earlier)
    added, wanted = added_terms(question, ours, texts), added_terms(question, gold, texts)
    return TermCounts(len(added & wanted), len(added), len(wanted))


def f1_of(counts: Iterable[TermCounts]) -> tuple[float, float, float]:
    """Precision, recall and F1 of all terms together (micro-averaged)."""
    every = list(counts)
    right = sum(count.right for count in every)
    added, wanted = sum(c.added for c in every), sum(c.wanted for c in every)
    return right / (added or 1), right / (wanted or 1), 2 * right / ((added + wanted) or 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
