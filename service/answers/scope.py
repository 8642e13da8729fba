"""Where an answer may come from: the articles that pass a question's filters.

Whatever a refusal says about the articles is asked here, so that it holds under the filters.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import structs

from index.followers.lexical.spelling import Neighbours
from index.followers.open_collection import OpenCollection
from index.people.names import described_words, words_of
from index.people.records import Person
from index.records import Article, Filters, Query
from index.store import holdings
from index.store.holdings import Holdings
from index.store.library import Located
from index.text.matching.folding import folded_words
from service.questions.described_as import holds_run
from service.questions.requests.parsing import filters_in_force

_PLACES_READ = 50
"""Maximum number of passages with a name's words that are searched for the whole name."""


class Scope:
    """The articles that a question may be answered from."""

    def __init__(self, opened: OpenCollection, query: Query) -> None:
        self.opened = opened
        self.filters = filters_in_force(query)

    @property
    def is_limited(self) -> bool:
        """Whether there are filters."""
        return self.filters != Filters()

    @cached_property
    def holdings(self) -> Holdings:
        """How many articles there are, and of which days."""
        return self._counted(self.filters)

    def counted(self, filters: Filters) -> Holdings:
        """The same for other filters."""
        return self.holdings if filters == self.filters else self._counted(filters)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Who is quoted, as `Quote.speaker` names them."""
        library, collection = self.opened.library, self.opened.collection
        return frozenset(holdings.speakers(library, collection, self.filters))

    def quoting(
        self, names: Iterable[str], limit: int, only_in: frozenset[str] = frozenset()
    ) -> list[Article]:
        """Articles that quote one of these speakers, newest first; `only_in` are their ids."""
        filters = self.filters
        if only_in:
            given = filters.article_ids
            ids = only_in.intersection(given) if given else only_in
            if not ids:
                return []
            filters = structs.replace(filters, article_ids=tuple(sorted(ids)))
        wanted = sorted(names)
        if not wanted:
            return []
        return self.opened.library.quoting(self.opened.collection, wanted, filters, limit=limit)

    def quotes(self, person: Person) -> bool:
        """Whether the person is quoted."""
        if person.only_in:
            return bool(self.quoting(person.names, 1, person.only_in))
        return not self.speakers.isdisjoint(person.names)

    def holds(self, word: str) -> bool:
        """Whether a passage, or the title above it, contains the word in some form."""
        return bool(self.opened.lexical.search(word, 1, self.filters)[1].size)

    def spells(self, word: str) -> bool:
        """Whether an article has the word itself, and not only another form of it."""
        near = Neighbours(self.opened, self.filters)
        return all(map(near.articles_with, folded_words(word)))

    def names(self, name: str) -> bool:
        """Whether a sentence of a passage with words of the name has all of them in a row."""
        _, ids = self.opened.lexical.search(name, _PLACES_READ, self.filters)
        located = self.opened.library.locate(self.opened.collection, ids.tolist())
        wanted = described_words(name)
        return any(
            holds_run(words_of(text), wanted) for one in located.values() for text in _texts(one)
        )

    def _counted(self, filters: Filters) -> Holdings:
        return holdings.holdings(self.opened.library, self.opened.collection, filters)


def _texts(located: Located) -> Iterator[str]:
    """The title and the sentences of a passage."""
    article = located.article
    yield article.title or ""
    for span in article.sentences[located.first_sentence : located.last_sentence + 1]:
        yield article.text[span.start : span.end]
