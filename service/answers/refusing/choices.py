"""Suggested alternatives: people in the articles, or articles that quote a person."""

from collections.abc import Collection, Sequence

from index.people.records import Person
from index.records import Article
from service.answers.citations import viewer_link
from service.answers.scope import Scope
from service.questions.understand import Question
from service.wire.answer import Choice

MOST_CHOICES = 3


def people_to_choose(question: Question, people: Sequence[Person], scope: Scope) -> list[Choice]:
    """The first few people to ask about instead, each with the latest article that quotes them.

    Only articles that the filters allow count.
    """
    quoted = [
        (person, scope.quoting(person.names, 1, person.only_in))
        for person in people[: 2 * MOST_CHOICES]
    ]
    known = [_person(question, person, newest[0]) for person, newest in quoted if newest]
    return known[:MOST_CHOICES]


def articles_to_choose(articles: Sequence[Article], speakers: Collection[str]) -> list[Choice]:
    """The articles that have a title, each shown at a quotation of one of the speakers."""
    return [
        Choice(name=article.title, article_id=article.id, viewer=_viewer(article, speakers))
        for article in articles
        if article.title
    ]


def _person(question: Question, person: Person, newest: Article) -> Choice:
    asked = question.speaker or ""
    # Whoever nothing tells from others of the name cannot be asked for by another name.
    is_told = asked in question.text and person.described != asked
    renamed = question.text.replace(asked, person.described, 1) if is_told else None
    return Choice(
        name=person.described,
        person=person.id,
        article_id=newest.id,
        hint=newest.title,
        viewer=_viewer(newest, person.names),
        question=renamed,
    )


def _viewer(article: Article, speakers: Collection[str]) -> str:
    """The article's page, at the first quotation of one of the speakers."""
    spoken = (quote.content[0] for quote in article.quotes if quote.speaker in speakers)
    return viewer_link(article, next(spoken))
