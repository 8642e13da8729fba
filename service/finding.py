"""Searching without answering: passages with the scores of each stage."""

from index.records import Span
from index.search import Found, search
from service.answering import Stopwatch, to_query
from service.citations import utf16_offsets, viewer_link
from service.engine import Engine
from service.wire import (
    AskRequest,
    FoundPassage,
    SearchAnswer,
    SearchRequest,
    StageScores,
)

_DIGITS = 5


def find(engine: Engine, request: SearchRequest) -> SearchAnswer:
    """The best passages for a question.

    Raises:
        NotFoundError: there is no such collection.
        InvalidFieldError: an empty question, or a date that is none.
    """
    watch = Stopwatch()
    with watch.stage("search"):
        found = find_passages(engine, request, request.limit)
    return SearchAnswer([passage(item) for item in found], watch.total())


def find_passages(engine: Engine, request: SearchRequest, k: int) -> list[Found]:
    """The `k` best hits with their articles."""
    asked = AskRequest(
        question=request.question,
        collection=request.collection,
        as_of=request.as_of,
        filters=request.filters,
    )
    query = to_query(asked, engine.settings.collection)
    opened = engine.catalogue.get(query.collection)
    vector = engine.embedder.embed_questions([query.question])
    return search(opened, query, vector, k=k, freshness=engine.answerer.freshness)


def passage(item: Found) -> FoundPassage:
    """A hit as it goes over the wire."""
    article, found, scores = item.located.article, item.hit.passage, item.hit.scores
    span = Span(found.start, found.end)
    start_utf16, end_utf16 = utf16_offsets(article.text, span)
    return FoundPassage(
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.source,
        authors=list(article.authors),
        url=article.url,
        published=article.published,
        start=found.start,
        end=found.end,
        start_utf16=start_utf16,
        end_utf16=end_utf16,
        text=found.text,
        scores=StageScores(
            dense=_rounded(scores.dense),
            lexical=_rounded(scores.lexical),
            fused=round(scores.fused, _DIGITS),
        ),
        viewer=viewer_link(article, span),
    )


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, _DIGITS)
