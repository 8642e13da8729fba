"""Candidate questions from quotations: a person, and a topic.

shown articles --> others quoted there ─┐
people quoted --> their other articles ─┼─ one of each in turn
the question --> newer articles found  ─┘
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, zip_longest

from msgspec import Struct, structs

from index.followers.open_collection import OpenCollection
from index.records import Article, Filters, Query
from service.questions.asked_person import is_same_person
from service.questions.requests.parsing import filters_in_force
from service.questions.understand import Question
from service.suggestions.topics import Topics, is_silent
from service.wire.suggestions import SuggestionKind

_NEWEST = 12
_OTHER_ARTICLES = 6
_FOUND = 20
_NEARLY = 0.6
"""Fraction of the best score; passages below it are off-topic."""
_TOPICS = 2
_QUOTES = 4
"""Of one article; the first ones are the most important in news."""

_FEW, _RARE = 12, 0.03
"""Passages, and fraction of them, that may have a word that makes a topic."""


class Lead(Struct, frozen=True):
    """A person to ask about, their topic, and where they speak about it."""

    person: str
    topic: str | None
    """None: whatever they say, since no words of theirs name it well."""
    article_id: str
    kind: SuggestionKind


class Leads:
    """Finds leads among the articles that a request allows."""

    def __init__(self, opened: OpenCollection, query: Query) -> None:
        self._opened = opened
        self._filters = filters_in_force(query)

    def to_begin_with(self) -> Iterator[Lead]:
        """From the newest articles, one of each before a second, and those with a topic first."""
        newest = self._newest(self._filters, _NEWEST)
        found = [self._of(article, "start") for article in newest]
        found.sort(key=lambda leads: not (leads and leads[0].topic))
        return _in_turn(found)

    def after(self, question: Question, shown: Sequence[str]) -> Iterator[Lead]:
        """Candidate questions after a question for which these articles were shown."""
        speaker = question.speaker
        chosen = structs.replace(self._filters, article_ids=tuple(shown))
        articles = self._newest(chosen, len(shown)) if shown else []
        here = [lead for article in articles for lead in self._of(article, "same_topic")]
        others = [one for one in here if not (speaker and is_same_person(one.person, speaker))]
        people = list(dict.fromkeys(filter(None, [speaker, *(one.person for one in here)])))
        return _in_turn(
            [
                others,
                self._elsewhere(people, shown),
                self._newer(question.topic or question.text, articles, shown),
            ]
        )

    def _elsewhere(self, people: Iterable[str], shown: Sequence[str]) -> Iterator[Lead]:
        """The same people on other topics."""
        registry = self._opened.people.registry()
        for name in people:
            for person in registry.named(name).people[:1]:
                quoting = structs.replace(self._filters, speaker=person.names)
                for article in self._newest(quoting, _OTHER_ARTICLES):
                    if article.id not in shown:
                        leads = self._of(article, "same_person")
                        # They say something else there only on another topic.
                        yield from (one for one in leads if one.person == person.name and one.topic)

    def _newer(
        self, topic: str, articles: Sequence[Article], shown: Sequence[str]
    ) -> Iterator[Lead]:
        """From newer articles that have the topic's words nearly as well as the best."""
        after = max((article.published or "" for article in articles), default="")
        index, library = self._opened.lexical, self._opened.library
        scores, ids = index.search(topic, _FOUND, self._filters)
        good = ids[scores >= _NEARLY * scores[:1]].tolist() if len(ids) else []
        located = library.locate(self._opened.collection, good)
        for article in {one.article.id: one.article for one in located.values()}.values():
            if article.id not in shown and (article.published or "") > after:
                yield from self._of(article, "newer")

    def _of(self, article: Article, kind: SuggestionKind) -> list[Lead]:
        """Who is quoted in an article, on what; at least who."""
        registry = self._opened.people.registry()
        spoken = (quote for quote in article.quotes if not is_silent(article, quote))
        named = [quote for quote in spoken if quote.speaker][:_QUOTES]
        found = Topics(article, self._rarity)
        on_topic: list[Lead] = []
        plain: list[Lead] = []
        for quote in named:
            if person := registry.speaking(quote.speaker or "", article.id):
                topics = found.of(quote)[:_TOPICS]
                on_topic += [Lead(person.name, topic, article.id, kind) for topic in topics]
                plain.append(Lead(person.name, None, article.id, kind))
        return on_topic or plain[:1]

    def _newest(self, filters: Filters, limit: int) -> list[Article]:
        library, collection = self._opened.library, self._opened.collection
        return [article for _, article in library.newest(collection, filters, limit=limit)]

    def _rarity(self, word: str) -> float:
        """Inverse document frequency, of passages; 0 for words that many passages have."""
        index = self._opened.lexical
        frequency = max(map(index.document_frequency, index.terms(word)), default=0)
        if frequency > max(_FEW, _RARE * self._passages):
            return 0.0
        return math.log(1 + self._passages / (1 + frequency))

    @cached_property
    def _passages(self) -> int:
        return self._opened.lexical.count


def _in_turn(sources: Iterable[Iterable[Lead]]) -> Iterator[Lead]:
    """One of each source, then the next of each; nothing twice."""
    seen: set[tuple[str, str | None]] = set()
    for lead in chain.from_iterable(zip_longest(*sources)):
        if lead is not None and (lead.person, lead.topic) not in seen:
            seen.add((lead.person, lead.topic))
            yield lead
