"""Quotations without a question: of an article, and of a person across a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from index.errors import InvalidFieldError, NotFoundError
from index.people.records import Person
from index.people.registry import Registry
from index.records import Article, Filters, Query, Quote, Span, reshape
from index.store.library import Library
from index.store.values import Collection
from index.text.segmentation.positions import touched_sentences
from service.answers.citations import cite
from service.questions.understand import Kind, Question
from service.wire.people import (
    PeopleList,
    PersonOut,
    PersonQuotes,
    PersonRef,
    QuoteOut,
    SpokenQuote,
    TextSpan,
)

if TYPE_CHECKING:
    # For annotations only: quotations without a topic need no model and no index.
    from index.followers.open_collection import OpenCollection
    from service.engine import Engine

_Spoken: TypeAlias = tuple[Article, Quote, float | None]

_DIGITS = 4
_MOST_ARTICLES = 500
"""The newest articles, if there is no topic."""


def quotes_of_article(article: Article, registry: Registry) -> list[QuoteOut]:
    """All quotations of an article, in order, with the speakers' names in the collection."""
    return [quote_out(article, quote, registry) for quote in article.quotes]


def list_people(
    registry: Registry, name: str | None = None, *, limit: int = 100, after: int = 0
) -> PeopleList:
    """The people quoted, most often quoted first; with `name`, only those it may mean."""
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


def said_by(
    engine: Engine,
    collection: str | None,
    person: str,
    about: str | None,
    filters: Filters,
    limit: int,
) -> PersonQuotes:
    """A person's quotations: with a topic, closest to it first; otherwise newest first."""
    from index.followers.called_outlets import with_known_outlets

    opened = engine.catalogue.get(engine.collection(collection).name)
    registry = opened.people.registry()
    found = find_person(registry, person)
    filters = with_known_outlets(filters, opened.lexical)
    if about is not None:
        return quotes_about(engine, opened, found, about, filters, limit)
    return newest_quotes(engine.library, opened.collection, registry, found, filters, limit)


def find_person(registry: Registry, id_or_name: str) -> Person:
    """The person with this id, or the only one with this name.

    Raises:
        NotFoundError: nobody or several people have this name; the message names them, or the
            people with the most similar names.
    """
    person = registry.get(id_or_name)
    if person is not None:
        return person
    people = registry.named(id_or_name).people
    if len(people) == 1:
        return people[0]
    if people:
        names = ", ".join(f"{person.described} ({person.id})" for person in people)
        raise NotFoundError(f"{id_or_name!r} may be several people: {names}; use an id")
    raise _not_quoted(registry, id_or_name)


def _not_quoted(registry: Registry, name: str) -> NotFoundError:
    near = ", ".join(person.name for person in registry.nearest(name))
    hint = f"; similar names: {near}" if near else ""
    return NotFoundError(f"nobody named {name!r} is quoted{hint}")


def newest_quotes(
    library: Library,
    collection: Collection,
    registry: Registry,
    person: Person,
    filters: Filters,
    limit: int,
) -> PersonQuotes:
    """A person's quotations, newest first."""
    found: list[_Spoken] = []
    for article in library.quoting(collection, person.names, filters, limit=_MOST_ARTICLES):
        own = (quote for quote in article.quotes if person.says(quote.speaker, article.id))
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
    """A person's quotations, closest to a topic first.

    Raises:
        InvalidFieldError: the topic is empty.
    """
    topic = " ".join(about.replace("\x00", " ").split())
    if not topic:
        raise InvalidFieldError("about", "is empty; name a topic or leave it out")
    question = Question(
        text=topic,
        kind=Kind.STATEMENT,
        speaker=person.name,
        topic=topic,
        speakers=frozenset(person.names),
        spoken_in=person.only_in,
    )
    query = Query(question=topic, collection=opened.collection.name, filters=filters)
    found: list[_Spoken] = [
        (candidate.article, candidate.said, round(candidate.confidence, _DIGITS))
        for candidate in engine.answerer.statements(question, query, opened)
        if candidate.said is not None
    ]
    return _spoken(person, opened.people.registry(), topic, found[:limit])


def quote_out(article: Article, quote: Quote, registry: Registry) -> QuoteOut:
    """A quotation as it goes over the wire."""
    person = registry.speaking(quote.speaker, article.id) if quote.speaker else None
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
    return reshape(person, PersonOut, aliases=list(person.aliases))


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
