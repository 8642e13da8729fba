"""The work of each tool: a request and an engine in, a reply out.

Models read the descriptions: `tools.py` takes them from here.
"""

import re
from typing import TypeVar

from msgspec import structs

from index.errors import InvalidFieldError
from index.records import Filters, reshape
from index.text.dates.parsing import checked_period
from service.channels.mcp.replies import ArticlePart, PassagePage, QuotePage
from service.channels.mcp.requests import (
    MOST_FOUND,
    Ask,
    CheckQuote,
    QuotesBy,
    ReadArticle,
    Search,
    Timeline,
)
from service.drafts import checking
from service.engine import Engine
from service.lookups.passages import find
from service.lookups.quotations import said_by
from service.questions.requests.parsing import language_of_reply
from service.wire.answer import Answer
from service.wire.asking import AskFilters, AskRequest
from service.wire.drafts import CheckedQuotation
from service.wire.fields import checked
from service.wire.passages import SearchRequest
from service.wire.people import PersonQuotes

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]")


def ask(engine: Engine, wanted: Ask) -> Answer:
    """Answer a question about the news with verbatim quotes, or explain why the articles don't.

    Each quote has a citation (article, version, offsets, sha256). Quote the words unchanged and
    keep the citation numbers.
    """
    return _answered(engine, wanted, wanted.question, speaker=wanted.speaker, as_of=wanted.as_of)


def timeline(engine: Engine, wanted: Timeline) -> Answer:
    """Dated sentences on a topic, verbatim and cited, the earliest first."""
    return _answered(engine, wanted, f"Timeline of {wanted.topic}")


def search(engine: Engine, wanted: Search) -> PassagePage:
    """Find passages of articles, best first."""
    start = _position(wanted.cursor)
    filters = AskFilters(
        source=wanted.source,
        speaker=wanted.speaker,
        published_from=wanted.published_from,
        published_to=wanted.published_to,
    )
    request = SearchRequest(
        question=wanted.question,
        collection=wanted.collection,
        filters=filters,
        limit=min(start + wanted.limit + 1, MOST_FOUND),
    )
    page, after = _page(find(engine, request).passages, start, wanted.limit)
    return PassagePage(passages=page, next=after)


def quotes_by(engine: Engine, wanted: QuotesBy) -> QuotePage:
    """List a person's quotations, verbatim and cited.

    With a topic, closest to it first; otherwise newest first.
    """
    start = _position(wanted.cursor)
    found = _quotes(engine, wanted, min(start + wanted.limit + 1, MOST_FOUND))
    page, after = _page(found.quotes, start, wanted.limit)
    return QuotePage(person=found.person, about=found.about, quotes=page, next=after)


def check_quote(engine: Engine, wanted: CheckQuote) -> CheckedQuotation:
    """Check a quotation before you repeat it.

    The result: verbatim and by that speaker, said by somebody else, altered (with the differences),
    only indirect speech, or not found here, though somebody may still have said it.
    """
    if not _WORD.search(wanted.quote):
        raise InvalidFieldError("quote", "has no words")
    return checking.check_quote(engine, wanted.quote, wanted.speaker, wanted.collection)


def read_article(engine: Engine, wanted: ReadArticle) -> ArticlePart:
    """Read an article's stored text, page by page."""
    chosen = engine.collection(wanted.collection)
    article = engine.library.article(chosen, wanted.id, wanted.version)
    start = min(_position(wanted.cursor), len(article.text))
    end = min(start + wanted.limit, len(article.text))
    return reshape(
        article,
        ArticlePart,
        collection=chosen.name,
        source=article.outlet,
        authors=list(article.authors),
        start=start,
        end=end,
        length=len(article.text),
        text=article.text[start:end],
        next=str(end) if end < len(article.text) else None,
    )


def _answered(engine: Engine, wanted: Ask | Timeline, question: str, **more: str | None) -> Answer:
    filters: dict[str, object] = {
        "source": wanted.source,
        "speaker": more.pop("speaker", None),
        "published_from": wanted.published_from,
        "published_to": wanted.published_to,
    }
    fields: dict[str, object] = {
        "question": question,
        "collection": wanted.collection,
        "filters": filters,
        **more,
    }
    if wanted.max_answers is not None:
        fields["max_answers"] = wanted.max_answers
    request = checked(AskRequest, {**fields, "language": wanted.language})
    language = language_of_reply(request, engine.settings.language)
    return engine.conversing.ask(structs.replace(request, language=language))


def _quotes(engine: Engine, wanted: QuotesBy, limit: int) -> PersonQuotes:
    names = ("published_from", "published_to")
    first, last = checked_period(names, wanted.published_from, wanted.published_to)
    filters = Filters(
        outlet=(wanted.source,) if wanted.source else (),
        published_from=first,
        published_to=last,
    )
    return said_by(engine, wanted.collection, wanted.person, wanted.about, filters, limit)


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit()):
        raise InvalidFieldError("cursor", "is invalid; send `next` from the previous page")
    return int(cursor)


def _page(found: list[T], start: int, limit: int) -> tuple[list[T], str | None]:
    end = start + limit
    return found[start:end], str(end) if end < len(found) else None
