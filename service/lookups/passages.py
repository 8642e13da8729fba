"""Searching without answering: passages with the scores of each stage."""

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from index.people.joining import Person
from index.records import Span
from index.search import Found, search
from index.text.sentence_positions import touching_quotes
from service.answers.citations import utf16_offsets, viewer_link
from service.engine import Engine
from service.questions.asked_person import resolve_person
from service.questions.requests import to_query
from service.stopwatch import Stopwatch
from service.wire import (
    AskRequest,
    FoundPassage,
    SearchAnswer,
    SearchRequest,
    SpeakerCount,
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
    speakers = _speakers(engine, request, found)
    return SearchAnswer([passage(item) for item in found], watch.total(), speakers)


def find_passages(engine: Engine, request: SearchRequest, k: int) -> list[Found]:
    """The `k` best hits with their articles."""
    asked = AskRequest(
        question=request.question,
        collection=request.collection,
        as_of=request.as_of,
        asked_at=request.asked_at,
        filters=request.filters,
    )
    query = to_query(asked, engine.settings.collection)
    opened = engine.catalogue.get(query.collection)
    if request.filters.speaker is not None:
        speakers = sorted(resolve_person(request.filters.speaker, opened).possible_names)
        if not speakers:
            return []
        filters = structs.replace(query.filters, speaker=tuple(speakers))
        query = structs.replace(query, filters=filters)
    vector = engine.embedder.embed_questions([query.question])
    return search(opened, query, vector, k=k, freshness=engine.answerer.freshness)


def _speakers(engine: Engine, request: SearchRequest, found: Sequence[Found]) -> list[SpeakerCount]:
    """Who is quoted in the passages, each quotation counted once."""
    opened = engine.catalogue.get(request.collection or engine.settings.collection)
    registry = opened.people.registry()
    quoted: dict[tuple[int, int], Person] = {}
    for item in found:
        located = item.located
        for number, quote in touching_quotes(
            located.article, located.first_sentence, located.last_sentence
        ):
            person = registry.speaking(quote.speaker) if quote.speaker else None
            if person:
                quoted[located.version_pk, number] = person
    counted = Counter(person.id for person in quoted.values())
    names = {person.id: person.name for person in quoted.values()}
    return [SpeakerCount(id, names[id], count) for id, count in counted.most_common()]


def passage(item: Found) -> FoundPassage:
    """A hit as it goes over the wire."""
    article, found, scores = item.located.article, item.hit.passage, item.hit.scores
    span = Span(found.start, found.end)
    start_utf16, end_utf16 = utf16_offsets(article.text, span)
    return FoundPassage(
        article_id=article.id,
        version=article.version,
        title=article.title,
        source=article.outlet,
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
