"""Searches without an answer that resemble searches with one as closely as possible.

The articles that answer are taken away; or they stay, and only the sentences that answer are blank;
or, within one article, the question is asked of another one on the same subject.
"""

from collections.abc import Iterator, Sequence, Set
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import structs

from eval.metrics.matching import holds
from eval.questions import Case
from eval.training.confidence.answer_matcher import AnswerMatcher
from index.followers.open_collection import OpenCollection
from index.records import Article, Filters, Query, Vectors
from index.search import Found, search, search_speaker
from service.candidates import Candidate
from service.questions.understand import Question
from service.reading.sentence_reader import SentenceReader


class Asked(StrEnum):
    """What a question was asked of."""

    AS_IT_IS = "as it is"
    WITHOUT = "without the articles that answer"
    BLANK = "with the sentences that answer blank"
    ELSEWHERE = "of another article on the subject"
    UNDATED = "without saying when it is asked"


class Searched(NamedTuple):
    """A search and what it found."""

    opened: OpenCollection
    query: Query
    vector: Vectors
    found: Sequence[Found]
    speakers: Set[str] = frozenset()


class LegibleSentences(SentenceReader):
    """The sentence reader, which sees no blank sentences though their vectors are stored."""

    def sentences(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        """Every sentence of the best passages that is not blank."""
        every = super().sentences(question, vector, found, opened)
        return [c for c in every if c.article.text[c.quote.start : c.quote.end].strip()]


def negatives(
    made: Searched, case: Case, matcher: AnswerMatcher, kind: str
) -> Iterator[tuple[Asked, Sequence[Found]]]:
    """What is found for a question where nothing answers it, for one of the reader's kinds."""
    if kind == "within":
        yield Asked.ELSEWHERE, found_elsewhere(made, matcher)
    elif case.answerable:
        yield Asked.WITHOUT, found_without(*made[:4], matcher, made.speakers)
    if case.answerable and kind in {"span", "within"}:
        yield Asked.BLANK, found_blank(made.found, case.answers)


def searched(
    opened: OpenCollection, query: Query, vector: Vectors, speakers: Set[str]
) -> Sequence[Found]:
    """What is found for a question, or for somebody's words."""
    if speakers:
        return search_speaker(opened, query, vector, sorted(speakers))
    return search(opened, query, vector)


def found_without(
    opened: OpenCollection,
    query: Query,
    vector: Vectors,
    found: Sequence[Found],
    matcher: AnswerMatcher,
    speakers: Set[str] = frozenset(),
) -> Sequence[Found]:
    """What is found without the articles that give the answer; `found` itself if none does.

    The search is made again: what remained of the old one would keep scores that are low only
    beside those of the articles taken away, which would show that something is missing.
    """
    if query.filters != Filters():
        return found
    gone: set[str] = set()
    while holding := {a.id for item in found if matcher.is_in_article(a := item.located.article)}:
        gone |= holding
        left = tuple(id for id in _article_ids(opened) if id not in gone)
        if not left:
            return []
        limited = structs.replace(query, filters=Filters(article_ids=left))
        found = searched(opened, limited, vector, speakers)
    return found


def found_blank(found: Sequence[Found], answers: Sequence[str]) -> Sequence[Found]:
    """The same passages, in which all sentences that hold an answer are blank; else nothing."""
    articles = {item.located.version_pk: item.located.article for item in found}
    blank = {pk: _blank(article, answers) for pk, article in articles.items()}
    if not answers or all(blank[pk] is article for pk, article in articles.items()):
        return []
    return [
        structs.replace(
            item, located=structs.replace(item.located, article=blank[item.located.version_pk])
        )
        for item in found
    ]


def found_elsewhere(made: Searched, matcher: AnswerMatcher) -> Sequence[Found]:
    """The results from the next best article, which does not answer; empty if there is none."""
    opened, query, vector = made[:3]
    every = search(opened, structs.replace(query, filters=Filters()), vector)
    asked = {item.located.article.id for item in made.found}
    others = (item.located.article for item in every if item.located.article.id not in asked)
    other = next((one.id for one in others if not matcher.is_in_article(one)), None)
    if other is None:
        return []
    limited = structs.replace(query, filters=Filters(article_ids=(other,)))
    return search(opened, limited, vector)


def _blank(article: Article, answers: Sequence[str]) -> Article:
    """The article with spaces for the sentences that hold an answer; itself if none does."""
    text = article.text
    for span in article.sentences:
        if holds(text[span.start : span.end], answers):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    title = None if article.title and holds(article.title, answers) else article.title
    if (text, title) == (article.text, article.title):
        return article
    return structs.replace(article, text=text, title=title)


@lru_cache(maxsize=1)
def _article_ids(opened: OpenCollection) -> tuple[str, ...]:
    """The ids of all articles of a collection."""
    return tuple(article.id for article in opened.library.all_articles(opened.collection))
