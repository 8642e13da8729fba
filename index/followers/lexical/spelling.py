"""Spelling: words in the articles that are similar to an unknown one.

    unknown word --fuzzy--> articles with a similar word, those on the same matter first --> words

tantivy finds articles with a similar word but does not return the word, so it is read from them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import tantivy
from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.followers.lexical.queries import all_of, limit_queries
from index.followers.lexical.schema import BETWEEN
from index.followers.open_collection import OpenCollection
from index.records import Filters
from index.text.matching.folding import folded_words

_ROUNDS = 4
_SPELLINGS = 5
_ARTICLES_A_ROUND = 6


class Alike(Struct, frozen=True, kw_only=True):
    """A word of the articles that is spelt like another."""

    word: str
    """Folded."""
    distance: int
    """Letters inserted, left out, replaced or swapped with the next (OSA)."""
    articles: int
    together: float
    """The share of the context's words that one article has besides it, 0 to 1."""


class Neighbours:
    """The words of the articles that some filters allow."""

    def __init__(
        self, opened: OpenCollection, filters: Filters | None = None, as_of: str | None = None
    ) -> None:
        self._opened = opened
        self._filters = filters or Filters()
        self._as_of = as_of

    def is_known(self, word: str) -> bool:
        """Whether an article of the collection, whatever the filters, has a form of the word."""
        with self._opened.lexical.asking() as index:
            searcher = index.searcher()
            terms = self._opened.lexical.terms(word)
            return all(
                any(searcher.doc_freq(field, term) for field in ("body", "title")) for term in terms
            )

    def articles_with(self, word: str) -> int:
        """How many articles have the word, spelt so."""
        return self._count([_beginning(self._schema, word + BETWEEN)])

    def spellings(self, word: str) -> list[str]:
        """How articles of the collection spell a word, the commonest way first."""
        with self._opened.lexical.asking() as index:
            found = index.searcher().terms_with_prefix("word", word + BETWEEN, limit=_SPELLINGS)
            return [term.partition(BETWEEN)[2] for term, _ in found] or [word]

    @property
    def articles(self) -> int:
        """How many articles the collection has."""
        return self._opened.library.count_articles(self._opened.collection)

    def passages_with_row(self, words: Sequence[str]) -> int:
        """How many passages have these words, in any form, in a row; 0 for function words."""
        terms = [term for word in words for term in self._opened.lexical.terms(word)]
        if not terms or len(terms) != len(words):
            return 0
        if len(terms) == 1:
            return self._count([tantivy.Query.term_query(self._schema, "body", terms[0])])
        return self._count([tantivy.Query.phrase_query(self._schema, "body", list(terms))])

    def alike(self, word: str, distance: int, context: Collection[str]) -> list[Alike]:
        """Words within an edit distance, those near the context's words first.

        Args:
            word: folded.
            distance: 1 or 2.
            context: further words of the question, folded.
        """
        found: dict[str, tuple[int, float]] = {}
        for _ in range(_ROUNDS):
            before = len(found)
            for text, together in self._articles(word, distance, context, found):
                near = process.extract(
                    word, set(folded_words(text)), scorer=OSA.distance, score_cutoff=distance
                )
                for other, far, _ in near:
                    found[other] = far, max(together, found.get(other, (0, 0.0))[1])
            if len(found) == before:
                break
        return [
            Alike(word=other, distance=far, articles=count, together=together)
            for other, (far, together) in found.items()
            if (count := self.articles_with(other))
        ]

    def _articles(
        self, word: str, distance: int, context: Collection[str], known: Collection[str]
    ) -> Iterator[tuple[str, float]]:
        """Texts of articles with such a word that is not known yet; the context's share in each."""
        must, should, must_not = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        schema = self._schema
        similar = tantivy.Query.fuzzy_term_query(
            schema, "word", word + BETWEEN, distance=distance, prefix=True
        )
        const = tantivy.Query.const_score_query
        parts = [(must, const(similar, 0.0)), *((must, limit) for limit in self._limits())]
        parts += [(should, const(_beginning(schema, one + BETWEEN), 1.0)) for one in context]
        parts += [(must_not, _beginning(schema, one + BETWEEN)) for one in known]
        with self._opened.lexical.asking() as index:
            searcher = index.searcher()
            query = tantivy.Query.boolean_query(parts)
            hits = searcher.search(query, limit=_ARTICLES_A_ROUND, count=False).hits
            ids = searcher.fast_field_values("passage", [at for _, at in hits])
        located = self._opened.library.locate(self._opened.collection, ids)
        for (score, _), id in zip(hits, ids, strict=True):
            if id in located:
                article = located[id].article
                yield f"{article.title or ''}\n{article.text}", score / max(1, len(context))

    def _count(self, queries: Sequence[Any]) -> int:
        with self._opened.lexical.asking() as index:
            query = all_of([*queries, *self._limits()])
            return int(index.searcher().search(query, limit=1).count)

    def _limits(self) -> list[Any]:
        with self._opened.lexical.asking() as index:
            return limit_queries(index, self._schema, self._filters, self._as_of)

    @property
    def _schema(self) -> Any:
        return self._opened.lexical.schema


def _beginning(schema: Any, text: str) -> Any:
    """The query for terms that begin so."""
    return tantivy.Query.fuzzy_term_query(schema, "word", text, distance=0, prefix=True)
