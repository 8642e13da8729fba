"""Quotations to read back: of an article, and of a person over the whole collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from index.errors import InvalidFieldError, NotFoundError
from index.people.joining import Person
from index.people.registry import Registry
from index.records import Article, Filters, Query, Quote, Span
from index.store.library import Library
from index.store.values import Collection
from index.text.sentence_positions import touched_sentences
from service.answers.citations import cite
from service.questions.understand import Kind, Question
from service.wire import (
    PeopleList,
    PersonOut,
    PersonQuotes,
    PersonRef,
    QuoteOut,
    SpokenQuote,
    TextSpan,
)

if TYPE_CHECKING:
    # Only named here: quotations without a topic are read without any model or index.
    from index.followers.catalogue import OpenCollection
    from service.engine import Engine

_Spoken: TypeAlias = tuple[Article, Quote, float | None]

_DIGITS = 4
_MOST_ARTICLES = 500
"""The newest, where no topic is asked for."""


def quotes_of_article(article: Article, registry: Registry) -> list[QuoteOut]:
    """Every quotation of an article, in order, with its speaker as the collection knows them."""
    return [quote_out(article, quote, registry) for quote in article.quotes]


def list_people(
    registry: Registry, name: str | None = None, *, limit: int = 100, after: int = 0
) -> PeopleList:
    """The people quoted, the most quoted first; with `name`, those whom it may mean."""
    if name is None:
        total, shown = len(registry), registry.page(after, limit)
    else:
        found = registry.named(name).people or registry.nearest(name, limit)
        total, shown = len(found), list(found[after : after + limit])
    end = after + len(shown)
    return PeopleList(
        people=[person_out(person) for person in shown],
        total=total,
        next=end if end < total else None,
    )


def find_person(registry: Registry, id_or_name: str) -> Person:
    """The person of an id, or of a name that is one person's alone.

    Raises:
        NotFoundError: there is nobody, or several; the message names whom there is.
    """
    person = registry.get(id_or_name)
    if person is not None:
        return person
    match = registry.named(id_or_name)
    if len(match.people) == 1:
        return match.people[0]
    if match.people:
        names = ", ".join(person.name for person in match.people)
        raise NotFoundError(f"person {id_or_name!r}: several are quoted: {names}; name one")
    near = ", ".join(person.name for person in registry.nearest(id_or_name))
    hint = f"; the nearest names: {near}" if near else ""
    raise NotFoundError(f"person {id_or_name!r}: nobody of that name is quoted{hint}")


def newest_quotes(
    library: Library,
    collection: Collection,
    registry: Registry,
    person: Person,
    filters: Filters,
    limit: int,
) -> PersonQuotes:
    """A person's quotations, the newest first."""
    found: list[_Spoken] = []
    for article in library.quoting(collection, person.names, filters, limit=_MOST_ARTICLES):
        own = (quote for quote in article.quotes if quote.speaker in person.names)
        found += [(article, quote, None) for quote in own]
        if len(found) >= limit:
            break
    return _spoken(person, registry, None, found[:limit])


def quotes_about(
    engine: Engine,
    opened: OpenCollection,
    person: Person,
    about: str,
    filters: Filters,
    limit: int,
) -> PersonQuotes:
    """A person's quotations about a topic, the most relevant first."""
    asked = " ".join(about.replace("\x00", " ").split())
    if not asked:
        raise InvalidFieldError("about", "is empty; name a topic, or leave it out")
    question = Question(
        text=asked,
        kind=Kind.STATEMENT,
        speaker=person.name,
        topic=asked,
        speakers=frozenset(person.names),
    )
    query = Query(question=asked, collection=opened.collection.name, filters=filters)
    found: list[_Spoken] = [
        (candidate.article, candidate.said, round(candidate.confidence, _DIGITS))
        for candidate in engine.answerer.statements(question, query, opened)
        if candidate.said is not None
    ]
    return _spoken(person, opened.people.registry(), asked, found[:limit])


def quote_out(article: Article, quote: Quote, registry: Registry) -> QuoteOut:
    """A quotation as it goes over the wire."""
    person = registry.speaking(quote.speaker) if quote.speaker else None
    return QuoteOut(
        content=[_span(article, part) for part in quote.content],
        cue=[_span(article, quote.cue)] if quote.cue else [],
        source=[_span(article, quote.source)] if quote.source else [],
        speaker=PersonRef(person.id, person.name) if person else None,
        form=quote.form.value,
        confidence=quote.confidence,
    )


def person_out(person: Person) -> PersonOut:
    """A person as it goes over the wire."""
    return PersonOut(
        id=person.id,
        name=person.name,
        aliases=list(person.aliases),
        quotes=person.quotes,
        articles=person.articles,
    )


def _spoken(
    person: Person, registry: Registry, about: str | None, found: Sequence[_Spoken]
) -> PersonQuotes:
    return PersonQuotes(
        person=person_out(person),
        about=about,
        quotes=[
            SpokenQuote(
                quote=quote_out(article, quote, registry),
                relevance=relevance,
                citation=cite(number, article, _sentences(article, quote)),
            )
            for number, (article, quote, relevance) in enumerate(found, start=1)
        ],
    )


def _sentences(article: Article, quote: Quote) -> Span:
    first, last = touched_sentences(article.sentences, quote)
    return Span(article.sentences[first].start, article.sentences[last].end)


def _span(article: Article, span: Span) -> TextSpan:
    return TextSpan(span.start, span.end, article.text[span.start : span.end])
