"""Quotations to read back: of an article, and of a person over the whole collection."""

from collections.abc import Sequence

from index.collections import OpenCollection
from index.errors import NotFoundError
from index.people import Person, Registry
from index.records import Article, Query, Quote, Span
from index.touched import touched_sentences
from service.answering import to_filters
from service.citations import cite
from service.engine import Engine
from service.understand import Kind, Question
from service.wire import (
    AskFilters,
    PeopleList,
    PersonOut,
    PersonQuotes,
    PersonRef,
    QuoteOut,
    SpokenQuote,
    TextSpan,
)

_DIGITS = 4
_MOST_ARTICLES = 500
"""The newest, where no topic is asked for."""


def quotes_of_article(opened: OpenCollection, article: Article) -> list[QuoteOut]:
    """Every quotation of an article, in order, with its speaker as the collection knows them."""
    registry = opened.people.registry()
    return [quote_out(article, quote, registry) for quote in article.quotes]


def list_people(
    opened: OpenCollection, name: str | None = None, *, limit: int = 100, after: int = 0
) -> PeopleList:
    """The people quoted, the most quoted first; with `name`, those whom it may mean."""
    registry = opened.people.registry()
    people: Sequence[Person] = registry.people
    if name is not None:
        people = registry.named(name).people or registry.nearest(name, limit)
    shown = people[after : after + limit]
    end = after + len(shown)
    return PeopleList(
        people=[person_out(person) for person in shown],
        total=len(people),
        next=end if end < len(people) else None,
    )


def find_person(opened: OpenCollection, id_or_name: str) -> Person:
    """The person of an id, or of a name that is one person's alone.

    Raises:
        NotFoundError: there is nobody, or several; the message names whom there is.
    """
    registry = opened.people.registry()
    person = registry.get(id_or_name)
    if person is not None:
        return person
    match = registry.named(id_or_name)
    if len(match.people) == 1:
        return match.people[0]
    collection = opened.collection.name
    if match.people:
        names = ", ".join(person.name for person in match.people)
        raise NotFoundError(f"person {id_or_name!r}: several in {collection!r}: {names}")
    near = ", ".join(person.name for person in registry.nearest(id_or_name))
    hint = f"; the nearest names: {near}" if near else ""
    raise NotFoundError(f"person {id_or_name!r}: not quoted in {collection!r}{hint}")


def quotes_of_person(
    engine: Engine,
    opened: OpenCollection,
    person: Person,
    *,
    about: str | None = None,
    filters: AskFilters | None = None,
    limit: int = 20,
) -> PersonQuotes:
    """A person's quotations: about a topic the most relevant first, else the newest first.

    Raises:
        InvalidFieldError: a date in the filters that is none.
    """
    asked = about.strip() if about else ""
    if asked:
        found = _about(engine, opened, person, asked, filters)[:limit]
    else:
        found = _newest(opened, person, filters, limit)
    registry = opened.people.registry()
    return PersonQuotes(
        person=person_out(person),
        about=asked or None,
        quotes=[
            SpokenQuote(
                quote=quote_out(article, quote, registry),
                relevance=relevance,
                citation=cite(number, article, _sentences(article, quote)),
            )
            for number, (article, quote, relevance) in enumerate(found, start=1)
        ],
    )


def quote_out(article: Article, quote: Quote, registry: Registry) -> QuoteOut:
    """A quotation as it goes over the wire."""
    person = registry.speaking(quote.speaker) if quote.speaker else None
    return QuoteOut(
        content=[_span(article, part) for part in quote.content],
        cue=_span(article, quote.cue) if quote.cue else None,
        source=_span(article, quote.source) if quote.source else None,
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


_Spoken = tuple[Article, Quote, float | None]


def _about(
    engine: Engine, opened: OpenCollection, person: Person, about: str, filters: AskFilters | None
) -> list[_Spoken]:
    question = Question(
        text=about,
        kind=Kind.STATEMENT,
        speaker=person.name,
        topic=about,
        speakers=frozenset(person.names),
    )
    query = Query(
        question=about,
        collection=opened.collection.name,
        filters=to_filters(filters or AskFilters()),
    )
    candidates = engine.answerer.statements(question, query, opened)
    return [
        (candidate.article, candidate.said, round(candidate.confidence, _DIGITS))
        for candidate in candidates
        if candidate.said is not None
    ]


def _newest(
    opened: OpenCollection, person: Person, filters: AskFilters | None, limit: int
) -> list[_Spoken]:
    found: list[_Spoken] = []
    quoting = opened.library.quoting(
        opened.collection, person.names, to_filters(filters or AskFilters()), limit=_MOST_ARTICLES
    )
    for article in quoting:
        found += [
            (article, quote, None) for quote in article.quotes if quote.speaker in person.names
        ]
        if len(found) >= limit:
            break
    return found[:limit]


def _sentences(article: Article, quote: Quote) -> Span:
    first, last = touched_sentences(article.sentences, quote)
    return Span(article.sentences[first].start, article.sentences[last].end)


def _span(article: Article, span: Span) -> TextSpan:
    return TextSpan(span.start, span.end, article.text[span.start : span.end])
