"""Accepts feedback, with what is known of its answer or what the page sent."""

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from index.errors import NotFoundError
from index.records import reshape
from index.store.feedback_table import CitedPlace, FeedbackTable, NewFeedback
from index.store.library import Library
from index.store.values import Collection
from service.feedback.latest_answers import Given, LatestAnswers
from service.wire.feedback import Asked, FeedbackRequest, FeedbackTaken

_ANSWER_ID = re.compile(r"ans_[0-9a-f]{32}")


class About(Struct, frozen=True, kw_only=True):
    """The part of feedback that is not stored in columns."""

    asked: Asked
    note: str | None = None
    citation: int | None = None


class Box:
    """Stores feedback. Thread-safe."""

    def __init__(
        self, library: Library, table: FeedbackTable, latest: LatestAnswers | None
    ) -> None:
        """Open for a library; without the latest answers, what clients send is trusted."""
        self.table = table
        self.latest = latest
        self._library = library

    def take(self, request: FeedbackRequest, collection: Collection) -> FeedbackTaken:
        """Store feedback about an answer of this collection. Durable when this returns.

        Raises:
            NotFoundError: the answer has no citation of that number.
            StoreError: nothing can be written.
        """
        given = self._given(request, collection.name)
        verified = given is not None
        given = given or _told(request, collection.name)
        places = list(self._existing(collection, given.citations))
        _check_citation(request.citation, given.citations)
        about = About(
            asked=given.asked, note=(request.note or "").strip() or None, citation=request.citation
        )
        new = NewFeedback(
            verdict=request.verdict,
            reasons=list(dict.fromkeys(request.reasons)),
            verified=verified,
            to_desk=request.to_desk,
            about=msgspec.json.encode(about).decode(),
            citations=places,
        )
        return FeedbackTaken(id=self.table.add(collection, new), verified=verified)

    def tidy(self) -> None:
        """Delete old feedback."""
        self.table.delete_old()
        if self.latest is not None:
            self.latest.tidy()

    def close(self) -> None:
        """Close open files."""
        if self.latest is not None:
            self.latest.close()

    def _given(self, request: FeedbackRequest, collection: str) -> Given | None:
        """The answer as it was given; None also if it is about another collection."""
        found = _ANSWER_ID.search(request.answer_id)
        given = self.latest.find(found[0]) if found and self.latest else None
        return given if given is not None and given.collection == collection else None

    def _existing(
        self, collection: Collection, places: Sequence[CitedPlace]
    ) -> Iterator[CitedPlace]:
        """Those whose versions exist, and reach so far."""
        wanted = [(place.article_id, place.version) for place in places]
        articles = self._library.articles_at(collection, wanted)
        for place in places:
            article = articles.get((place.article_id, place.version))
            if article is not None and place.start < place.end <= len(article.text):
                yield place


def _told(request: FeedbackRequest, collection: str) -> Given:
    """The answer as described by the sender of the feedback."""
    asked = Asked(answer_id=request.answer_id, question=request.question)
    numbered = {one.number: one for one in request.citations}
    places = [reshape(one, CitedPlace) for one in numbered.values()]
    return Given(collection=collection, asked=asked, citations=places)


def _check_citation(number: int | None, places: Sequence[CitedPlace]) -> None:
    if number is not None and number not in {place.number for place in places}:
        raise NotFoundError(f"citation: the answer has no citation {number}")
