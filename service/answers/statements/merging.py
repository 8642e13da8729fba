"""Merges statements: the same one in several articles becomes one answer with citations."""

from collections.abc import Sequence

from msgspec import Struct

from index.text.datelines import dateline_end
from index.text.matching.copies import are_copies
from service.answers.claims.same_event import may_be_one_event
from service.answers.claims.told import Told, say_the_same
from service.candidates import Candidate

_MOST_CITATIONS = 10


class Statement(Struct, frozen=True):
    """One statement and every candidate that makes it, best first."""

    members: list[Candidate]
    is_disputed: bool = False
    """Whether another statement contradicts it."""
    share: float = 1.0
    """What is left of its probability where statements exclude each other."""
    day: str | None = None
    """The day of what it tells, where that matters: in a timeline."""
    side: int | None = None
    """Whose side it is on, where that matters: in a comparison."""
    speaker: str | None = None
    """Who says it, by the fullest name in the collection, where that matters."""

    @property
    def best(self) -> Candidate:
        """The member that is shown."""
        return self.members[0]

    @property
    def confidence(self) -> float:
        """Probability that at least the best of its members answers."""
        return self.best.confidence * self.share


def merge(candidates: Sequence[Candidate]) -> list[Statement]:
    """Group candidates that say the same, keeping their order.

    A candidate joins a statement only if it says the same as every member: in names, numbers, days,
    negations, modal verbs and tense; or if it is the same words in a copy of the same text. When in
    doubt, it is a statement of its own. Quotes within one
    article are not merged, since an article that repeats itself is still one source; the better one
    is kept. Direct quotations are compared by the words between the marks alone.
    """
    groups: list[list[Told]] = []
    for candidate in candidates:
        words = Told(candidate)
        group = next((group for group in groups if _belongs(words, group)), None)
        if group is None:
            groups.append([words])
        elif _is_new_source(words, group):
            group.append(words)
    return [Statement([words.candidate for words in group]) for group in groups]


def _belongs(words: Told, group: Sequence[Told]) -> bool:
    return all(
        _is_copy(words, other) or (say_the_same(words, other) and may_be_one_event(words, other))
        for other in group
    )


def _is_copy(one: Told, other: Told) -> bool:
    """Whether the same words stand in two prints of one text, whatever day each came out.

    One of them may have the place where it was written before them.
    """
    shorter, longer = sorted((" ".join(t.text.split()) for t in (one, other)), key=len)
    same = shorter == longer[dateline_end(longer) :] or shorter == longer
    return same and are_copies(one.runs, other.runs)


def _is_new_source(words: Told, group: Sequence[Told]) -> bool:
    known = {member.candidate.article.id for member in group}
    return words.candidate.article.id not in known and len(known) < _MOST_CITATIONS
