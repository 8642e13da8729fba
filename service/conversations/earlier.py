"""The turns before a question: those of the store, or those that the request brings along."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, structs

from index.followers.open_collection import OpenCollection
from index.records import Article
from service.conversations.recording import Kept
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.resolving import resolve
from service.questions.followups.turns import OfferedChoice, ShownQuote, Turn
from service.questions.requests import tidied
from service.wire import Answer, AnswerItem, Citation, HistoryQuote, HistoryTurn


class Earlier(Struct, frozen=True, kw_only=True):
    """What was before a question."""

    turns: tuple[Turn, ...] = ()
    ignored: int = 0
    """Quotes of the history that no article has there."""
    number: int | None = None
    """Of the turn that the question is; None if it is asked by itself."""


def as_answered_now(quotes: Sequence[ShownQuote], answer: Answer) -> tuple[ShownQuote, ...]:
    """Quotes of a history with what an answer to their question knows about them."""
    known = {(one.article_id, one.version, one.start): one for one in _shown(answer)}
    return tuple(known.get((one.article_id, one.version, one.start), one) for one in quotes)


def turn_of(kept: Kept) -> Turn:
    """A stored turn as later questions refer to it."""
    answer = kept.answer
    return Turn(
        number=kept.number,
        question=kept.question,
        searched=answer.searched,
        status=answer.status,
        reason=answer.reason,
        form=answer.form,
        quotes=tuple(_shown(answer)),
        choices=tuple(
            OfferedChoice(name=one.name, question=one.question, article_id=one.article_id)
            for one in answer.choices
        ),
        **_limits(kept.narrowing),
    )


def from_history(history: Sequence[HistoryTurn], opened: OpenCollection, asked_on: date) -> Earlier:
    """The turns that a request brings along, with those of their quotes that the articles have.

    A question whose stand-alone form is not given is resolved anew, after the turns before it; so
    is the last one, for the limits and choices that it leaves.
    """
    articles = _articles(history, opened)
    turns: list[Turn] = []
    ignored = 0
    for number, given in enumerate(history, start=1):
        question = tidied(given.question, f"history[{number - 1}].question")
        quotes = [_verified(n, q, articles) for n, q in enumerate(given.quotes, start=1)]
        shown = tuple(quote for quote in quotes if quote is not None)
        ignored += len(quotes) - len(shown)
        if given.searched and number < len(history):
            resolution = Resolution(act=Act.ASK, searched=given.searched)
        else:
            resolution = resolve(question, turns, opened, asked_on)
        turns.append(
            Turn(
                number=number,
                question=question,
                searched=given.searched or resolution.searched,
                status="answered" if shown else "no_answer",
                quotes=shown,
                choices=resolution.choices,
                **_limits(resolution.narrowing),
            )
        )
    return Earlier(turns=tuple(turns), ignored=ignored, number=len(turns) + 1)


def _limits(narrowing: Narrowing) -> dict[str, Any]:
    return {
        "outlets": narrowing.outlets,
        "published_from": narrowing.published_from,
        "published_to": narrowing.published_to,
    }


def _shown(answer: Answer) -> Iterator[ShownQuote]:
    """The quotes of an answer in the order in which they were shown."""
    citations = {citation.number: citation for citation in answer.citations}
    for statement, item in enumerate(answer.answers, start=1):
        for number in item.citations:
            quote = _quote(item, citations[number], is_first=number == item.citations[0])
            yield structs.replace(quote, statement=statement)


def _quote(item: AnswerItem, citation: Citation, *, is_first: bool) -> ShownQuote:
    """A quote; what was highlighted in an answer stands in the first of its quotes."""
    return ShownQuote(
        number=citation.number,
        article_id=citation.article_id,
        version=citation.version,
        start=citation.start,
        end=citation.end,
        text=citation.quote,
        highlight=item.highlight.text if item.highlight and is_first else None,
        speaker=item.speaker.name if item.speaker else None,
        title=citation.title,
        outlet=citation.source,
        published=citation.published,
        confidence=item.confidence,
        is_disputed=item.disagreement,
    )


def _articles(
    history: Sequence[HistoryTurn], opened: OpenCollection
) -> dict[tuple[str, str | None], Article]:
    places = {(quote.article_id, quote.version) for turn in history for quote in turn.quotes}
    return opened.library.articles_at(opened.collection, places)


def _verified(
    number: int, quote: HistoryQuote, articles: dict[tuple[str, str | None], Article]
) -> ShownQuote | None:
    """The quote with its words from the library; None if the library has no such place."""
    article = articles.get((quote.article_id, quote.version))
    if article is None or not 0 <= quote.start < quote.end <= len(article.text):
        return None
    text = article.text[quote.start : quote.end]
    if quote.quote is not None and quote.quote != text:
        return None
    return ShownQuote(
        number=number,
        article_id=article.id,
        version=article.version,
        start=quote.start,
        end=quote.end,
        text=text,
        speaker=quote.speaker if quote.speaker in {q.speaker for q in article.quotes} else None,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        statement=number,
    )
