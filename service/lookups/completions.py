"""Completions of a question as it is typed, from the collection's articles.

"what did car" ends with a prefix of a name: "what did Mark Carney say". The last words are tried
together, longest first, since "gannet bri" says more than "bri".
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from msgspec import Struct, structs

from index.followers.called_outlets import with_known_outlets
from index.followers.lexical.completions import Completions, Counted
from index.followers.lexical.schema import LONGEST_WORD
from index.followers.open_collection import OpenCollection
from index.people.records import Person
from index.records import Query
from index.text.matching.folding import WORD, folded, folded_words
from service.engine import Engine
from service.lookups.completing_questions import asks_for_people, place_after
from service.questions.language.function_words import function_words
from service.wire.suggestions import Completion, CompletionKind

_MOST_WORDS = 4
"""Maximum number of final words looked up together."""
_SHORTEST, _SHORTEST_IN_HEADLINES = 2, 3
"""Shorter prefixes match too many words and headlines, so only names are offered."""
_PEOPLE, _OUTLETS, _HEADLINES = 4, 2, 4


class _Ending(Struct, frozen=True):
    """The last words typed."""

    words: list[str]
    """Folded."""
    start: int
    is_open: bool
    """Whether the last word may continue: nothing follows it yet."""


def complete(engine: Engine, typed: str, query: Query, limit: int) -> list[Completion]:
    """Completions of a question, best first, within the filters of `query`.

    Raises:
        NotFoundError: no such collection.
    """
    opened = engine.catalogue.get(query.collection)
    query = structs.replace(query, filters=with_known_outlets(query.filters, opened.lexical))
    completer = _Completer(opened, query, typed)
    if asks_for_people(typed):
        return completer.most_quoted(limit)
    endings = list(_endings(typed))
    best: _Found | None = None
    for ending in endings[1:]:
        found = completer.find(ending)
        # What two words do not complete, three do not either.
        if not found.is_any:
            break
        best = found
    if best is not None:
        return [*best.names, *completer.headlines(best)][:limit]
    return completer.by_last_word(endings[0], limit) if endings else []


def _endings(typed: str) -> Iterator[_Ending]:
    """The last word, and then more of them together."""
    places = list(WORD.finditer(typed))
    is_open = bool(places) and places[-1].end() == len(typed)
    for place in reversed(places[-_MOST_WORDS:]):
        words = folded_words(typed[place.start() :])
        # "the" starts every other headline, and "the gan" is not the start of a name.
        is_name = len(words) == 1 or words[0] not in function_words()
        if words and is_name and all(len(word) <= LONGEST_WORD for word in words):
            yield _Ending(words, place.start(), is_open)


class _Found(Struct, frozen=True):
    """What an ending completes to: people and outlets, and passages under headlines."""

    names: list[Completion]
    headlines: list[int]

    @property
    def is_any(self) -> bool:
        """Whether there is any completion."""
        return bool(self.names or self.headlines)


class _Completer:
    """Completes one question."""

    def __init__(self, opened: OpenCollection, query: Query, typed: str) -> None:
        self._opened = opened
        self._registry, self._is_current = opened.people.latest()
        self._index = Completions(opened.lexical, query.filters, query.as_of)
        self._typed = typed
        self._by_last_word: list[Counted] | None = None
        """The outlets with the last word in their names."""

    def find(self, ending: _Ending) -> _Found:
        """People, outlets, and the passages under headlines."""
        names = [*self._people(ending), *self._outlets(ending)]
        return _Found(names, self._headlines(ending))

    def by_last_word(self, ending: _Ending, limit: int) -> list[Completion]:
        """Completions of the last word only."""
        found = self.find(ending)
        named = [*found.names, *self.headlines(found)][:limit]
        return [*named, *self._words(ending, limit - len(named))]

    def headlines(self, found: _Found) -> Iterator[Completion]:
        """The headlines that were found."""
        ids = found.headlines
        articles = self._opened.library.summaries(self._opened.collection, ids) if ids else {}
        for article in (articles[id] for id in ids if id in articles):
            yield Completion(
                kind="headline",
                text=article.title or "",
                question=article.title or "",
                start=0,
                articles=1,
                article_id=article.id,
                published=article.published,
                source=article.outlet,
            )

    def _words(self, ending: _Ending, limit: int) -> Iterator[Completion]:
        """Words that begin as the last one does."""
        word = ending.words[-1]
        if ending.is_open and len(word) >= _SHORTEST and limit > 0:
            for found in self._index.words(word, limit, function_words() | {word}):
                yield self._completed(ending, "word", found.text, found.articles)

    def most_quoted(self, limit: int) -> list[Completion]:
        """The people quoted most, for a question that asks for one."""
        typed = self._typed.rstrip() + " "
        people = self._registry.page(0, 2 * _PEOPLE)
        return [*self._quoted(people, typed, lambda _: len(typed))][:limit]

    def _people(self, ending: _Ending) -> Iterator[Completion]:
        people = self._registry.beginning(ending.words, 2 * _PEOPLE, is_open=ending.is_open)
        yield from self._quoted(people, self._typed, lambda name: self._start(ending, name))

    def _quoted(
        self, people: Iterable[Person], typed: str, start_of: Callable[[str], int]
    ) -> Iterator[Completion]:
        # Filters may leave out some of them.
        counted = ((person, self._articles_of(person)) for person in people)
        for person, articles in islice((pair for pair in counted if pair[1]), _PEOPLE):
            start = start_of(person.name)
            place = place_after(typed[:start])
            if place.people:
                yield Completion(
                    kind="person",
                    text=person.name,
                    question=typed[:start] + person.name + place.then,
                    start=start,
                    articles=articles,
                    person=person.id,
                )

    def _articles_of(self, person: Person) -> int:
        if self._is_current and not self._index.is_limited:
            return person.articles
        return self._index.quoting(person.names)

    def _outlets(self, ending: _Ending) -> Iterator[Completion]:
        row = f" {' '.join(ending.words)}" + ("" if ending.is_open else " ")
        if self._by_last_word is None:
            # All endings have the same last word.
            self._by_last_word = self._index.outlets(ending.words[-1], 4 * _OUTLETS)
        named = [o for o in self._by_last_word if row in f" {' '.join(folded_words(o.text))} "]
        for outlet in named[:_OUTLETS]:
            if place_after(self._typed[: self._start(ending, outlet.text)]).outlets:
                yield self._completed(ending, "outlet", outlet.text, outlet.articles)

    def _headlines(self, ending: _Ending) -> list[int]:
        is_short = ending.is_open and len(ending.words[-1]) < _SHORTEST_IN_HEADLINES
        if is_short or function_words().issuperset(ending.words):
            return []
        return self._index.headlines(ending.words, _HEADLINES, is_open=ending.is_open)

    def _completed(
        self,
        ending: _Ending,
        kind: CompletionKind,
        text: str,
        articles: int,
    ) -> Completion:
        start = self._start(ending, text)
        return Completion(
            kind=kind,
            text=text,
            question=self._typed[:start] + text,
            start=start,
            articles=articles,
        )

    def _start(self, ending: _Ending, name: str) -> int:
        """Where the name begins in what is typed: "the harb" is all of "The Harbor Ledger"."""
        before = list(WORD.finditer(self._typed[: ending.start]))
        words = folded_words(name)
        start = ending.start
        at = next((n for n, word in enumerate(words) if word.startswith(ending.words[0])), 0)
        for place, word in zip(reversed(before), reversed(words[:at]), strict=False):
            if folded(place[0]) != word:
                break
            start = place.start()
        return start
