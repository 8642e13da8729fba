"""Which articles are about a topic, and how much of it each sentence covers.

An article counts if its headline and one of its passages together have every word of the topic, or
most of their weight and nearly the same meaning: names and other rare words weigh most, so that
what an article cannot be about without is there.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from index.interruption import steps
from index.records import Article, Span
from index.search import Found
from index.store.library import Located
from service.questions.inquiry import Inquiry
from service.reading.features.rare_words import SentenceTerms, weigh
from service.reading.features.sentence_features import SentenceCosines

# Set on the plain requests of half of the scripted conversations, and on 45 topics of other news,
# asked in three forms: over the demo none is answered, over 1,500 articles of RealTimeQA five are,
# four of which articles there mention. tests/service/answering/test_form_turns.py asks for a part
# of both.
_EVERYTHING = 0.95
_LEAST_COVERED = 0.6
_LEAST_COSINE = 0.45
_LEAST_TOGETHER = 1.28
"""Of the covered weight and the cosine, where words of the topic are missing."""
_HEAD_SENTENCES = 4
_MAIN = 0.5
_IN_HEAD = 0.3
"""What an article gets on top whose headline and beginning are about the topic."""
_FAR_BEHIND = 0.35
"""Articles whose best passage was found with so much less than the best are left out."""
_BEHIND = 0.3


class Related(Struct, frozen=True, kw_only=True):
    """An article about the topic."""

    article: Article
    version_pk: int
    passages: tuple[Located, ...]
    """Those of its passages that are about it, best first."""
    covered: float
    """The share of the topic's weight in its headline and best passage, 0 to 1."""
    found: float
    """The score of its best passage in the search."""
    score: float
    """The same, and more if its headline and beginning are about the topic."""
    is_main: bool
    """Whether it is its own topic: named in the headline or the first sentences."""

    @property
    def own_sentences(self) -> Iterator[int]:
        """The numbers of the sentences that may be shown for the topic, in order."""
        if self.is_main:
            return iter(range(len(self.article.sentences)))
        numbers = {n for p in self.passages for n in range(p.first_sentence, p.last_sentence + 1)}
        return iter(sorted(numbers))


class Topic:
    """A topic among the passages that were found for it."""

    def __init__(self, inquiry: Inquiry, found: Sequence[Found]) -> None:
        self._weighted = weigh(inquiry.query.question, inquiry.opened.lexical)
        self._terms = SentenceTerms(self._weighted)
        self._cosines = SentenceCosines(inquiry.vector, found, inquiry.opened)
        self._found = found
        self._least = inquiry.min_confidence or 0.0
        self._period = inquiry.query.period

    @cached_property
    def related(self) -> list[Related]:
        """The articles about it, the best first; those far behind the best are left out."""
        by_version: dict[int, list[Found]] = {}
        for item in self._found:
            by_version.setdefault(item.located.version_pk, []).append(item)
        every = [one for items in steps(by_version.values()) if (one := self._related(items))]
        best = max((one.found for one in every), default=0.0)
        near = [one for one in every if one.found >= best - _FAR_BEHIND]
        return sorted(self._of_period(near), key=lambda one: (-one.score, one.article.id))

    @cached_property
    def closest(self) -> list[Related]:
        """Those of them that are nearly as much about it as the best."""
        related = self.related
        return [one for one in related if one.score >= related[0].score - _BEHIND]

    def covered(self, related: Related, numbers: Iterable[int]) -> float:
        """The share of the topic's weight in some sentences of an article."""
        terms = (self._terms.of(related.version_pk, related.article, n) for n in numbers)
        return self._weighted.covered(frozenset().union(*terms))

    def weight(self, related: Related, numbers: Iterable[int]) -> float:
        """How much consecutive sentences say about the topic: their words and their meaning."""
        numbers = list(numbers)
        cosines = (self._cosines.of(related.version_pk, number) for number in numbers)
        return self.covered(related, numbers) + max(cosines)

    def beyond(self, text: str) -> frozenset[str]:
        """The terms of a text that the topic does not have."""
        return frozenset(self._weighted.terms_of(text)) - self._weighted.weights.keys()

    def _of_period(self, related: list[Related]) -> list[Related]:
        """Those of the days that the request names ("this week"), if there are any."""
        if self._period is None:
            return related
        timely = [one for one in related if self._period.holds(one.article.published)]
        return timely or related

    def _related(self, items: Sequence[Found]) -> Related | None:
        """The article of these passages, if one of them is about the topic."""
        first = items[0].located
        title = self._weighted.shared(first.article.title or "")
        own = [(item, self._covered(title, item)) for item in items]
        about = [(item, covered) for item, covered in own if self._is_about(item, covered)]
        if not about:
            return None
        head = self._in_head(first, title)
        found = max(item.hit.scores.fused for item, _ in about)
        return Related(
            article=first.article,
            version_pk=first.version_pk,
            passages=tuple(item.located for item, _ in about),
            covered=max(covered for _, covered in about),
            found=found,
            score=found + _IN_HEAD * head,
            is_main=head >= _MAIN,
        )

    def _covered(self, title: frozenset[str], item: Found) -> float:
        return self._weighted.covered(title | self._terms.of_passage(item.located))

    def _is_about(self, item: Found, covered: float) -> bool:
        cosine = item.hit.scores.dense or 0.0
        if covered < max(_LEAST_COVERED, self._least):
            return False
        if covered >= _EVERYTHING and (cosine >= _LEAST_COSINE or self._is_in_one(item.located)):
            return True
        return cosine >= _LEAST_COSINE and covered + cosine >= _LEAST_TOGETHER

    def _is_in_one(self, located: Located) -> bool:
        """Whether the headline or one of a passage's sentences has everything.

        Common words may meet by chance: "rates" in one sentence, "water" in another.
        """
        title = self._weighted.coverage(located.article.title or "")
        numbers = range(located.first_sentence, located.last_sentence + 1)
        own = (self._terms.of(located.version_pk, located.article, n) for n in numbers)
        return max([title, *map(self._weighted.covered, own)]) >= _EVERYTHING

    def _in_head(self, located: Located, title: frozenset[str]) -> float:
        """The share of the topic's weight in the headline and the first sentences."""
        pk, article = located.version_pk, located.article
        first = (self._terms.of(pk, article, number) for number in range(_HEAD_SENTENCES))
        return self._weighted.covered(title.union(*first))


def text_of(article: Article, span: Span) -> str:
    """The words of an article at a span."""
    return article.text[span.start : span.end]
