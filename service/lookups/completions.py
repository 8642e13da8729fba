"""Completions of a question while it is typed, from what the collection's articles say.

"what did car" ends in the beginning of a name: "what did Mark Carney". The last words are tried
together, most of them first, since "gannet bri" says more than "bri".
"""

from collections.abc import Iterator

from msgspec import Struct

from index.followers.lexical_completions import Completions
from index.followers.lexical_schema import LONGEST_WORD
from index.followers.open_collection import OpenCollection
from index.people.registry import Registry
from index.records import Query, Span
from index.store.library import Located
from index.text.folding import WORD, folded, folded_words
from service.answers.citations import viewer_link
from service.engine import Engine
from service.questions.function_words import function_words
from service.wire import Completion, CompletionKind

_MOST_WORDS = 4
"""So many words at the end are looked up together."""
_SHORTEST = 2
"""What is shorter begins too many words and headlines; names alone are offered for it."""
_WORDS_LOOKED_AT = 20
_PEOPLE, _OUTLETS, _HEADLINES = 4, 2, 4


class _Ending(Struct, frozen=True):
    """The last words of what is typed."""

    words: list[str]
    """Folded."""
    start: int
    is_open: bool
    """Whether the last word may go on: nothing stands behind it yet."""


def complete(engine: Engine, typed: str, query: Query, limit: int) -> list[Completion]:
    """What a question may become, best first.

    Args:
        engine: the data folder.
        typed: as far as the question is typed.
        query: the collection, and what limits the articles; its question is ignored.
        limit: at most so many.

    Raises:
        NotFoundError: there is no such collection.
    """
    opened = engine.catalogue.get(query.collection)
    for ending in _endings(typed):
        found = list(_Completer(opened, query, typed, ending).completions(limit))
        if found:
            return found[:limit]
    return []


def _endings(typed: str) -> Iterator[_Ending]:
    """The last words, from the most to the last one alone."""
    places = list(WORD.finditer(typed))
    is_open = bool(places) and places[-1].end() == len(typed)
    for place in places[-_MOST_WORDS:]:
        words = folded_words(typed[place.start() :])
        # "the" begins every other headline, and "the gan" is not what a name begins with.
        is_name = all(len(word) <= LONGEST_WORD for word in words)
        if words and is_name and (len(words) == 1 or words[0] not in function_words()):
            yield _Ending(words, place.start(), is_open)


class _Completer:
    """Completes one ending."""

    def __init__(self, opened: OpenCollection, query: Query, typed: str, ending: _Ending) -> None:
        self._opened = opened
        self._index = Completions(opened.lexical, query.filters, query.as_of)
        self._typed = typed
        self._ending = ending

    def completions(self, limit: int) -> Iterator[Completion]:
        """People, outlets, headlines, and then words until there are enough."""
        found = [*self._people(), *self._outlets(), *self._headlines()]
        yield from found
        yield from self._words(limit - len(found))

    def _people(self) -> Iterator[Completion]:
        registry: Registry = self._opened.people.registry()
        ending = self._ending
        # Filters may leave out some of them.
        people = registry.beginning(ending.words, _PEOPLE * 4, is_open=ending.is_open)
        shown = 0
        for person in people:
            articles = self._index.quoting(person.names)
            if articles and shown < _PEOPLE:
                shown += 1
                yield self._completed("person", person.name, articles, person=person.id)

    def _outlets(self) -> Iterator[Completion]:
        ending = self._ending
        row = f" {' '.join(ending.words)}" + ("" if ending.is_open else " ")
        for outlet in self._index.outlets(ending.words[-1], _OUTLETS * 4)[:_OUTLETS]:
            if row in f" {' '.join(folded_words(outlet.text))} ":
                yield self._completed("outlet", outlet.text, outlet.articles)

    def _headlines(self) -> Iterator[Completion]:
        ending = self._ending
        if sum(map(len, ending.words)) < _SHORTEST or function_words().issuperset(ending.words):
            return
        ids = self._index.headlines(ending.words, _HEADLINES, is_open=ending.is_open)
        located = self._opened.library.locate(self._opened.collection, ids)
        for one in (located[id] for id in ids if id in located):
            yield self._headline(one)

    def _headline(self, located: Located) -> Completion:
        article = located.article
        start, end = located.passage.start, located.passage.end
        return Completion(
            kind="headline",
            text=article.title or "",
            question=article.title or "",
            start=0,
            articles=1,
            article_id=article.id,
            published=article.published,
            source=article.outlet,
            viewer=viewer_link(article, Span(start, end)),
        )

    def _words(self, limit: int) -> Iterator[Completion]:
        ending = self._ending
        if len(ending.words) > 1 or not ending.is_open or len(ending.words[0]) < _SHORTEST:
            return
        unwanted = function_words() | {ending.words[0]}
        found = self._index.words(ending.words[0], _WORDS_LOOKED_AT)
        wanted = [word for word in found if folded(word.text) not in unwanted]
        for word in wanted[: max(0, limit)]:
            yield self._completed("word", word.text, word.articles)

    def _completed(
        self, kind: CompletionKind, text: str, articles: int, person: str | None = None
    ) -> Completion:
        start = self._start(text)
        return Completion(
            kind=kind,
            text=text,
            question=self._typed[:start] + text,
            start=start,
            articles=articles,
            person=person,
        )

    def _start(self, name: str) -> int:
        """Where the name begins in what is typed: "the harb" is all of "The Harbor Ledger"."""
        before = list(WORD.finditer(self._typed[: self._ending.start]))
        words = folded_words(name)
        start = self._ending.start
        at = next((n for n, w in enumerate(words) if w.startswith(self._ending.words[0])), 0)
        for place, word in zip(reversed(before), reversed(words[:at]), strict=False):
            if folded(place[0]) != word:
                break
            start = place.start()
        return start
