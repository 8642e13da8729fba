"""Completions: words, headlines and outlets with a given prefix, under filters.

All queries go to the lexical index's dictionaries, which all processes share and which every change
updates: nothing is cached in memory, and nothing needs following.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

import tantivy
from msgspec import Struct

from index.followers.lexical.follower import LexicalIndex
from index.followers.lexical.queries import all_of, limit_queries
from index.followers.lexical.schema import BETWEEN
from index.records import Filters

_ENOUGH_LETTERS = 4
"""Shorter prefixes match too many words; the words of headlines are used instead."""
_SPELLINGS = 3
_LOOKED_AT = 60
_ANY_WORD = "[^ ]*"


class Counted(Struct, frozen=True):
    """A word or name, and how many articles have it."""

    text: str
    articles: int


class Completions:
    """The lexical index under some filters, for one request."""

    def __init__(
        self, lexical: LexicalIndex, filters: Filters | None = None, as_of: str | None = None
    ) -> None:
        self._lexical = lexical
        with lexical.asking() as index:
            self._schema = index.schema
            self._searcher = index.searcher()
            self._limits = limit_queries(index, index.schema, filters or Filters(), as_of)

    @property
    def is_limited(self) -> bool:
        """Whether there are filters."""
        return bool(self._limits)

    def words(self, beginning: str, limit: int, without: Set[str] = frozenset()) -> list[Counted]:
        """The most frequent words with this prefix, in their most common spelling.

        Args:
            beginning: at least one letter, folded.
            limit: maximum number of words.
            without: words to exclude, folded.
        """
        if len(beginning) >= _ENOUGH_LETTERS:
            found = self._terms("word", beginning, _LOOKED_AT)
            return _joined(term for term in found if _word_of(term[0]) not in without)[:limit]
        heads = [word for word, _ in self._terms("headline", beginning, _LOOKED_AT)]
        wanted = [word for word in heads if word not in without][:limit]
        return [found for word in wanted for found in self._spelt(word)]

    def outlets(self, beginning: str, limit: int) -> list[Counted]:
        """The outlets with a word of this prefix in their names, most articles first."""
        found = self._terms("outlet_word", beginning, limit)
        return [Counted(term.partition(BETWEEN)[2], count) for term, count in found]

    def headlines(self, words: Sequence[str], limit: int, *, is_open: bool) -> list[int]:
        """The first passages of articles whose headlines contain these words in sequence.

        Args:
            words: folded.
            limit: maximum number, newest first.
            is_open: whether the last word may be incomplete.
        """
        *whole, last = words
        last += _ANY_WORD if is_open else ""
        with self._lexical.asking():
            # A one-word phrase query makes tantivy panic.
            query = (
                tantivy.Query.regex_phrase_query(self._schema, "headline", [*whole, last])
                if whole
                else tantivy.Query.regex_query(self._schema, "headline", last)
            )
            wanted = all_of([query, *self._limits])
            found = self._searcher.search(wanted, limit, count=False, order_by_field="published")
            addresses = [address for _, address in found.hits]
            return [int(i) for i in self._searcher.fast_field_values("passage", addresses)]

    def quoting(self, speakers: Iterable[str]) -> int:
        """How many articles quote one of these, as `Quote.speaker` has them."""
        with self._lexical.asking():
            quoting = tantivy.Query.term_set_query(self._schema, "quoted", list(speakers))
            return int(self._searcher.search(all_of([quoting, *self._limits]), limit=1).count)

    def _spelt(self, word: str) -> list[Counted]:
        return _joined(self._terms("word", word + BETWEEN, _SPELLINGS))[:1]

    def _terms(self, field: str, beginning: str, limit: int) -> list[tuple[str, int]]:
        """The terms that begin so with the number of their articles, most articles first."""
        with self._lexical.asking():
            # Without a query, articles that were deleted a moment ago would count as well.
            query = all_of(self._limits) if self._limits else tantivy.Query.all_query()
            found = self._searcher.terms_with_prefix(field, beginning, query, limit)
            return [(term, count) for term, count in found if count]


def _word_of(term: str) -> str:
    return term.partition(BETWEEN)[0]


def _joined(terms: Iterable[tuple[str, int]]) -> list[Counted]:
    """One entry for a word, whatever its spelling: the commonest one, and the sum."""
    spelling: dict[str, str] = {}
    articles: Counter[str] = Counter()
    for term, count in terms:
        word, _, as_written = term.partition(BETWEEN)
        spelling.setdefault(word, as_written)
        articles[word] += count
    return [Counted(spelling[word], count) for word, count in articles.most_common()]
