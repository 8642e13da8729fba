"""Questions about quotes that were shown: their source, and their confidence."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.followers.open_collection import OpenCollection
from index.records import Article, Span
from prompts import say
from service.answers.citations import cite
from service.answers.matches import CALIBRATED
from service.answers.refusing.reasons import Refusal, days
from service.answers.statements.copies import originals
from service.answers.writing.rendering import also_in
from service.conversations.replies import refused, repeated
from service.questions.followups.resolution import Resolution
from service.questions.followups.turns import ShownQuote
from service.wire.answer import Answer, AnswerItem, Citation, Highlight, Speaker

_WORDS = {"strong": "answer_quite_sure", "likely": "answer_likely"}
"""The certainty of each match label; anything else is unsure."""
_DIGITS = 4


def show_sources(meant: Resolution, opened: OpenCollection, language: str) -> Answer:
    """The quotes asked about, each with headline, outlet, date and link."""
    quotes = list(_still_there(meant.about, opened))
    if not quotes:
        return _nothing_shown(meant, language)
    items, citations = _cited(quotes)
    return repeated(meant, items, citations, language)


def tell_certainty(meant: Resolution, opened: OpenCollection, language: str) -> Answer:
    """The confidence of each statement, and which outlets report it on which dates."""
    quotes = list(_still_there(meant.about, opened))
    if not quotes:
        return _nothing_shown(meant, language)
    items, citations = _cited(quotes)
    told = [say("answer_disagreement", language)] if any(q.is_disputed for q, _ in quotes) else []
    told += [_weighed(*one, language) for one in _by_statement(quotes, citations)]
    label = "\n\n".join(told)
    return repeated(meant, items, citations, language, label)


def _weighed(best: ShownQuote, citations: Sequence[Citation], language: str) -> str:
    """The marks of a statement's citations, how sure it is, and who says so when."""
    marks = "".join(f"[{citation.number}]" for citation in citations)
    sure = _confidence(best.confidence, best.match, language)
    return " ".join([marks, *sure, *_outlets(citations, language)])


def _by_statement(
    quotes: Sequence[tuple[ShownQuote, Article]], citations: Sequence[Citation]
) -> Iterator[tuple[ShownQuote, list[Citation]]]:
    """The surest quote of each statement, and the citations of all that make it."""
    pairs = zip(quotes, citations, strict=True)
    for _, group in groupby(pairs, key=lambda pair: pair[0][0].statement):
        members = list(group)
        best = max((quote for (quote, _), _ in members), key=lambda quote: quote.confidence)
        yield best, [c for _, c in members]


def _still_there(
    quotes: Sequence[ShownQuote], opened: OpenCollection
) -> Iterator[tuple[ShownQuote, Article]]:
    """The quotes with their articles, those that were deleted apart."""
    places = {(quote.article_id, quote.version) for quote in quotes}
    articles = opened.library.articles_at(opened.collection, places)
    for quote in quotes:
        article = articles.get((quote.article_id, quote.version))
        if article is not None and quote.end <= len(article.text):
            yield quote, article


def _nothing_shown(meant: Resolution, language: str) -> Answer:
    return refused(Refusal("nothing_shown"), meant, language)


def _cited(
    quotes: Sequence[tuple[ShownQuote, Article]],
) -> tuple[list[AnswerItem], list[Citation]]:
    items: list[AnswerItem] = []
    citations: list[Citation] = []
    copied = originals([article for _, article in quotes])
    for number, (quote, article) in enumerate(quotes, start=1):
        place = copied[number - 1]
        is_copy = place is not None and quotes[place][0].statement == quote.statement
        copy_of = place + 1 if place is not None and is_copy else None
        citations.append(cite(number, article, Span(quote.start, quote.end), copy_of=copy_of))
        items.append(_item(quote, article, number))
    return items, citations


def _item(quote: ShownQuote, article: Article, number: int) -> AnswerItem:
    text = article.text[quote.start : quote.end]
    marked = _marked(quote, text)
    return AnswerItem(
        quote=text,
        highlight=marked,
        highlights=[marked] if marked else [],
        speaker=Speaker(quote.speaker, None) if quote.speaker else None,
        confidence=round(quote.confidence, _DIGITS),
        match=quote.match,
        citations=[number],
        disagreement=quote.is_disputed,
    )


def _marked(quote: ShownQuote, text: str) -> Highlight | None:
    words = quote.highlight
    if not words or (at := text.find(words)) < 0:
        return None
    start = quote.start + at
    return Highlight(start, start + len(words), words)


def _confidence(confidence: float, match: str | None, language: str) -> list[str]:
    """In words and as a number; nothing where it is not known."""
    if not confidence:
        return []
    # A conversation may be older than the word.
    name = _WORDS.get(match or CALIBRATED.match(confidence), "answer_unsure")
    return [say(name, language, percent=round(100 * confidence))]


def _outlets(citations: Sequence[Citation], language: str) -> list[str]:
    """Who says so, and when."""
    copies = [citation for citation in citations if citation.copy_of is not None]
    own = [citation for citation in citations if citation.copy_of is None]
    names = sorted({citation.source for citation in own if citation.source})
    dates = sorted(citation.published for citation in citations if citation.published)
    told = []
    if len(names) == 1:
        told.append(say("answer_one_outlet", language, outlet=names[0]))
    elif names:
        told.append(
            say("answer_several_outlets", language, count=len(names), names=", ".join(names))
        )
    if copies:
        told.append(say("answer_copied", language, names=also_in(copies, language)))
    if dates:
        told.append(say("answer_dated", language, days=days(dates[0], dates[-1])))
    return told
