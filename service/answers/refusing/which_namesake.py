"""Asks which of several people is meant: "Who is Quill?", where articles name two.

People who are quoted are distinguished before the search (`interpretations.py`); these are the
people named in full in the passages found.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.people.names import name_words_of
from index.quotations.vocabulary.name_parts import (
    NameParts,
    may_be_called,
    may_be_one_name,
    take_apart,
)
from index.records import Article, Span
from index.search import Found
from index.text.matching.folding import folded
from service.answers.citations import viewer_link
from service.answers.refusing.choices import MOST_CHOICES
from service.answers.refusing.reasons import Quoted, Refusal
from service.questions.followups.names.names_cache import CACHE
from service.questions.followups.names.referents import Named, Sort
from service.questions.inquiry import Inquiry
from service.questions.kinds.definitions import definition_asked
from service.questions.understand import Kind
from service.wire.answer import Choice

_ARTICLES = 12
_FAR_MORE_NAMED = 10
"""Ratio of articles to the next person's above which a shared surname means this one."""


class _Namesake(Struct):
    name: str
    parts: NameParts
    article: Article
    at: int
    articles: int = 1


def which_namesake(inquiry: Inquiry, found: Sequence[Found]) -> Refusal | None:
    """The people to choose from; None unless "Who is X?" may ask for several."""
    question = inquiry.question
    asked = definition_asked(question.text) if question.kind is Kind.WHO else None
    if asked is None or not asked.is_person:
        return None
    surname = take_apart(name_words_of(asked.name))
    if surname.given or not surname.last:
        return None
    known = _namesakes(inquiry, surname, found)
    if len(known) < 2 or known[0].articles >= _FAR_MORE_NAMED * known[1].articles:
        return None
    choices = [_choice(one, question.text, asked.name) for one in known[:MOST_CHOICES]]
    names = Quoted(tuple(choice.name for choice in choices))
    return Refusal("which_meaning", {"names": names}, tuple(choices))


def _namesakes(inquiry: Inquiry, surname: NameParts, found: Sequence[Found]) -> list[_Namesake]:
    """Those of that surname whom the articles name in full, named by most articles first."""
    known: list[_Namesake] = []
    for article in _articles(found):
        for named, parts in _of_surname(inquiry, article, surname):
            same = next((one for one in known if may_be_one_name(one.parts, parts)), None)
            if same is None:
                known.append(_Namesake(named.name, parts, article, named.places[0]))
            elif same.article is not article:
                same.articles += 1
    return sorted(known, key=lambda one: -one.articles)


def _articles(found: Sequence[Found]) -> list[Article]:
    every = {item.located.article.id: item.located.article for item in found}
    return list(every.values())[:_ARTICLES]


def _of_surname(
    inquiry: Inquiry, article: Article, surname: NameParts
) -> Iterator[tuple[Named, NameParts]]:
    if surname.last not in folded(article.text):
        return
    for named in CACHE.get(inquiry.opened, article.id, article.version).names:
        parts = take_apart(name_words_of(named.name))
        is_person = named.sort is Sort.PERSON or named.may_be_person
        if is_person and parts.given and may_be_called(parts, surname) and named.places:
            yield named, parts


def _choice(one: _Namesake, question: str, asked: str) -> Choice:
    span = Span(one.at, min(one.at + len(one.name), len(one.article.text)))
    return Choice(
        name=one.name,
        article_id=one.article.id,
        hint=one.article.title,
        viewer=viewer_link(one.article, span),
        question=question.replace(asked, one.name, 1) if asked in question else None,
    )
