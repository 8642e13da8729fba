"""Turns sent with a request: trusted only where the articles agree."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Article, reshape
from service.conversations.earlier import Earlier, limits_of, turn_as_answered
from service.conversations.understanding import each_asked
from service.questions.followups.messages.picking import OFFERED_FOR, asks_for_other
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import ShownQuote, Turn
from service.questions.requests.parsing import tidied
from service.wire.answer import Answer
from service.wire.asking import HistoryQuote, HistoryTurn

_QUOTES_AT_ONCE = 50
_Sent = tuple[int, int, HistoryQuote]
"""The number of a turn, of a quote in it, and the quote."""


def from_history(
    history: Sequence[HistoryTurn],
    opened: OpenCollection,
    message: str,
    understand: Callable[[str, Sequence[Turn]], Resolution],
    reply: Callable[[str, Resolution, Earlier], Answer],
) -> Earlier:
    """The turns sent with a request, with those quotes that the articles contain.

    A question without a given stand-alone form is resolved again after the earlier turns; so is the
    last one, for its filters and choices. If no quotes are given for it, it is also answered again.
    """
    found = list(_found(history, opened))
    turns: list[Turn] = []
    ignored = 0
    for number, given in enumerate(history, start=1):
        question = tidied(given.question, f"history[{number - 1}].question")
        shown = [quote for turn, quote in found if turn == number]
        ignored += len(given.quotes) - len(shown)
        if given.searched and number < len(history):
            resolution = Resolution(act=Act.ASK, searched=given.searched)
        else:
            resolution = understand(question, turns)
        if not given.quotes and _counts(len(history) - number, message):
            meant = structs.replace(resolution, searched=given.searched or resolution.searched)
            answer = reply(question, meant, Earlier(turns=tuple(turns)))
            turns.append(turn_as_answered(number, question, answer, meant.narrowing))
            continue
        turns.append(_as_shown(number, question, given, shown, resolution, opened))
    return Earlier(turns=tuple(turns), ignored=ignored, number=len(turns) + 1)


def _as_shown(
    number: int,
    question: str,
    given: HistoryTurn,
    shown: list[ShownQuote],
    meant: Resolution,
    opened: OpenCollection,
) -> Turn:
    return Turn(
        number=number,
        question=question,
        searched=each_asked(given.searched or meant.searched, opened)[-1],
        status="answered" if shown else "no_answer",
        form=given.form,
        quotes=tuple(shown),
        choices=meant.choices,
        **limits_of(meant.narrowing),
    )


def _counts(turns_back: int, message: str) -> bool:
    """Whether a message may be about what was shown, or offered, so many turns ago."""
    return turns_back == 0 or (turns_back < OFFERED_FOR and asks_for_other(message))


def _found(
    history: Sequence[HistoryTurn], opened: OpenCollection
) -> Iterator[tuple[int, ShownQuote]]:
    """The quotes that the articles have, with the numbers of their turns, in order.

    Only so many are looked up at a time that the articles fit into memory.
    """
    sent = [
        (turn, number, quote)
        for turn, given in enumerate(history, start=1)
        for number, quote in enumerate(given.quotes, start=1)
    ]
    for first in range(0, len(sent), _QUOTES_AT_ONCE):
        yield from _looked_up(sent[first : first + _QUOTES_AT_ONCE], opened)


def _looked_up(sent: Sequence[_Sent], opened: OpenCollection) -> Iterator[tuple[int, ShownQuote]]:
    places = {(quote.article_id, quote.version) for _, _, quote in sent}
    articles = opened.library.articles_at(opened.collection, places)
    for turn, number, quote in sent:
        shown = _verified(number, quote, articles, opened)
        if shown is not None:
            yield turn, shown


def _verified(
    number: int,
    quote: HistoryQuote,
    articles: Mapping[tuple[str, str | None], Article],
    opened: OpenCollection,
) -> ShownQuote | None:
    """The quote with its words from the library; None if the library has no such place."""
    article = articles.get((quote.article_id, quote.version))
    if article is None or not 0 <= quote.start < quote.end <= len(article.text):
        return None
    text = article.text[quote.start : quote.end]
    if quote.quote is not None and quote.quote != text:
        return None
    return reshape(
        article,
        ShownQuote,
        number=number,
        article_id=article.id,
        start=quote.start,
        end=quote.end,
        text=text,
        highlight=quote.highlight if quote.highlight and quote.highlight in text else None,
        speaker=quote.speaker if _speaks(quote.speaker, article, opened) else None,
        statement=number,
    )


def _speaks(name: str | None, article: Article, opened: OpenCollection) -> bool:
    """Whether an article quotes somebody of this name, or described so."""
    if name is None:
        return False
    speakers = {quote.speaker for quote in article.quotes if quote.speaker}
    sources = (quote.source for quote in article.quotes if quote.source)
    if name in speakers or name in {article.text[one.start : one.end] for one in sources}:
        return True
    registry = opened.people.registry()
    people = (registry.speaking(speaker) for speaker in speakers)
    return any(person is not None and person.name == name for person in people)
