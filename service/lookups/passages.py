"""Search without an answer: the best passages, with the scores of each stage."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import structs

from index.followers.called_outlets import with_known_outlets
from index.followers.open_collection import OpenCollection
from index.people.records import Person
from index.people.registry import Registry
from index.records import Span, reshape
from index.search import CANDIDATES, Found, search
from index.text.segmentation.positions import touching_quotes
from service.answers.citations import utf16_offsets, viewer_link
from service.engine import Engine
from service.questions.asked_person import resolve_person, rightly_spelt
from service.questions.language.detection import without_function_words
from service.questions.requests.parsing import day_asked, filters_in_force, to_query
from service.questions.time.periods import timeframe
from service.reading.copies import collapsed
from service.stopwatch import Stopwatch
from service.wire.passages import (
    ContextRequest,
    Copy,
    FoundPassage,
    SearchAnswer,
    SearchRequest,
    SpeakerCount,
    StageScores,
)

_DIGITS = 5
_DEEPER = 4
"""Factor for the number of passages fetched when copies are collapsed."""


def find(engine: Engine, request: SearchRequest) -> SearchAnswer:
    """The best passages for a question.

    Raises:
        NotFoundError: no such collection.
        InvalidFieldError: an empty question, or an invalid date.
    """
    watch = Stopwatch()
    with watch.stage("search"):
        depth = min(CANDIDATES, _DEEPER * request.limit) if request.collapse else request.limit
        opened, found = _open_and_find(engine, request, depth)
        shown = (collapsed(found) if request.collapse else found)[: request.limit]
    speakers = _speakers(opened.people.registry(), shown)
    passages = [passage_out(item) for item in shown]
    return SearchAnswer(passages, watch.total(), speakers)


def find_passages(engine: Engine, request: SearchRequest | ContextRequest, k: int) -> list[Found]:
    """The `k` best passages with their articles."""
    return _open_and_find(engine, request, k)[1]


def _open_and_find(
    engine: Engine, request: SearchRequest | ContextRequest, k: int
) -> tuple[OpenCollection, list[Found]]:
    query = to_query(request, engine.settings.collection)
    opened = engine.catalogue.get(query.collection)
    frame = timeframe(query.question, day_asked(request), opened, filters_in_force(query))
    filters = with_known_outlets(query.filters, opened.lexical)
    query = structs.replace(query, period=frame.preferred, filters=filters)
    if request.filters.speaker is not None:
        speaker = rightly_spelt(request.filters.speaker, opened)
        speakers = sorted(resolve_person(speaker, opened).possible_names)
        if not speakers:
            return opened, []
        filters = structs.replace(query.filters, speaker=tuple(speakers))
        query = structs.replace(query, filters=filters)
    vector = opened.embedder.embed_questions([query.question])
    query = structs.replace(query, question=without_function_words(query.question))
    return opened, search(opened, query, vector, k=k, freshness=engine.freshness)


def _speakers(registry: Registry, found: Iterable[Found]) -> list[SpeakerCount]:
    """Who is quoted in the passages, most often quoted first."""
    # Passages may overlap: each quotation counts once.
    speaking = {key: person for item in found for key, person in _quoted(registry, item)}
    counted = Counter(person.id for person in speaking.values())
    names = {person.id: person.name for person in speaking.values()}
    return [SpeakerCount(id, names[id], count) for id, count in counted.most_common()]


def _quoted(registry: Registry, item: Found) -> Iterator[tuple[tuple[int, int], Person]]:
    """Yield the key of each quotation in a passage, and its speaker where one is known."""
    located = item.located
    first, last = located.first_sentence, located.last_sentence
    for number, quote in touching_quotes(located.article, first, last):
        person = registry.speaking(quote.speaker, located.article.id) if quote.speaker else None
        if person:
            yield (located.version_pk, number), person


def passage_out(item: Found) -> FoundPassage:
    """A passage for the response, with its copies."""
    article, found, scores = item.located.article, item.hit.passage, item.hit.scores
    span = Span(found.start, found.end)
    start_utf16, end_utf16 = utf16_offsets(article.text, span)
    return reshape(
        article,
        FoundPassage,
        article_id=article.id,
        source=article.outlet,
        authors=list(article.authors),
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
        also_in=[_copy(copy) for copy in item.copies],
    )


def _copy(item: Found) -> Copy:
    article, passage = item.located.article, item.hit.passage
    return reshape(
        article,
        Copy,
        article_id=article.id,
        source=article.outlet,
        viewer=viewer_link(article, Span(passage.start, passage.end)),
    )


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, _DIGITS)
