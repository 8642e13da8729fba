"""Asking which of several events is meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from index.records import Query, Span
from service.answers.refusing.which_event import which_event
from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.understand import understand
from tests.conftest import Shelf, story

MARCH = "A fire destroyed the cannery on Tuesday. It began in the boiler room."
MAY = "A fire destroyed the town hall on Friday. It began in the attic."
ATTIC = "The fire in the town hall is out. It began in the roof."


@pytest.fixture(scope="module")
def fires(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[OpenCollection]:
    """Two fires, and one more article on the second."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("fires")), letters)
    shelf.add(
        story("march", MARCH, title="Fire at the cannery", published="2025-03-04"),
        story("may", MAY, title="Town hall burns in fire", published="2025-05-09"),
        story("attic", ATTIC, title="Fire crews leave town hall", published="2025-05-10"),
    )
    yield shelf.opened()
    shelf.library.close()


def _candidate(opened: OpenCollection, id: str, words: str, confidence: float) -> Candidate:
    article = opened.library.article(opened.collection, id)
    start = article.text.index(words)
    span = Span(start, start + len(words))
    return Candidate(article=article, version_pk=0, quote=span, confidence=confidence)


def _offered(opened: OpenCollection, question: str, *shown: tuple[str, str, float]) -> list[str]:
    inquiry = Inquiry(
        question=understand(question),
        query=Query(question=question),
        opened=opened,
        vector=opened.embedder.embed_questions([question]),
        min_confidence=None,
        max_answers=3,
    )
    refusal = which_event(inquiry, [_candidate(opened, *one) for one in shown])
    return [f"{choice.name}, {choice.hint}" for choice in refusal.choices] if refusal else []


BOILER, ATTIC_OF_MAY = ("march", "the boiler room", 0.6), ("may", "the attic", 0.5)


def test_events_of_different_days_are_offered_with_their_days(fires: OpenCollection) -> None:
    offered = _offered(fires, "where did the fire begin", BOILER, ATTIC_OF_MAY)

    assert offered == ["Fire at the cannery, 2025-03-04", "Town hall burns in fire, 2025-05-09"]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("where did the fire at the cannery begin", (BOILER, ATTIC_OF_MAY)),
        ("where did it begin", (BOILER, ATTIC_OF_MAY)),
        ("where did the fire begin", (BOILER,)),
        ("where did the fire begin", (BOILER, ("may", "the attic", 0.05))),
        ("where did the fire begin", (ATTIC_OF_MAY, ("attic", "the roof", 0.4))),
        ("where did the fire begin", (BOILER, ("march", "the cannery", 0.5))),
    ],
)
def test_what_can_mean_only_one_event_needs_no_clarification(
    fires: OpenCollection, question: str, shown: tuple[tuple[str, str, float], ...]
) -> None:
    assert _offered(fires, question, *shown) == []
