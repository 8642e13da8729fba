"""Reading: windows of the best passages in, judged candidates out.

    passages --cheap score--> sentences --neighbours--> windows --network--> spans, relevance
             --features--> one probability --> candidates, best first

The sentence around a span is the quote, the span the highlight.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar

from msgspec import Struct, field, structs

from index.followers.catalogue import OpenCollection
from index.records import Span, Vectors
from index.search import Found
from service.candidates import Candidate
from service.questions.list_forms import asks_for_several
from service.questions.understand import Kind, Question, asks_for_words
from service.reading.article_age import Ages
from service.reading.decoding import Scored, best_spans
from service.reading.features import (
    compared,
    of_article,
    of_span,
    of_statement,
    of_window,
)
from service.reading.openvino_network import Logits
from service.reading.pairs import Pairs, Row
from service.reading.ranking import finished, ranked
from service.reading.sentence_reader import SentenceReader
from service.reading.weights import Features, Weights
from service.reading.windows import Window, choose_windows, window_around

_SPANS_A_WINDOW = 3
_SPANS_OF_A_LIST = 8
# How far below the best score of a sentence other spans still answer, where several things are
# asked for, and their least score. Of MultiSpanQA's held-back articles, by letters of a sentence
# marked: precision .682, recall .561 with the best span alone; .599 and .788 so; .672 and .679
# with 3 below.
_ABOUT_AS_GOOD = 5.0
_GOOD_AT_ALL = -6.0
# Words that count or repeat what is listed, and are no item of it themselves.
_NO_ITEMS = frozenset(
    "both all each either neither they them these those others two three four five six".split()
)


class Reading(Struct, frozen=True, kw_only=True):
    """How much is read."""

    windows: int = 6
    characters: int = 480
    first: int = 4
    """Windows read at first; the others only where these leave a doubt: see `Confidence`."""
    heads: bool = False
    """Whether windows are read under their article's title, as the network was trained."""


T = TypeVar("T")

_UNFITTED = {
    "margin": 0.25,
    "log_probability": 0.3,
    "relevance": 0.3,
    "window": 0.4,
    "second": -1.0,
}


class Confidence(Weights, frozen=True, kw_only=True):
    """The weights that rank spans by their features, and those that judge the best of them.

    The defaults are for a network about which nothing was fitted: mostly its own certainty.
    """

    bias: float = -1.0
    features: dict[str, float] = field(default_factory=lambda: dict(_UNFITTED))
    fitted_on: str = ""
    deciding: Weights | None = None
    """What turns the best spans' features into probabilities; None: what ranks them does.

    To tell the right span from the hundred others of its passages is one thing, to tell whether
    the best of them answers is another: for that, an article that came out in another year counts
    much more.
    """
    sure: float = 0.7
    """A probability after the first windows that the others need not beat."""
    hopeless: float = 0.0
    """A probability after the first windows so small that the others hold no answer either."""

    @property
    def listens(self) -> bool:
        """Whether it weighs what the network finds in somebody's words."""
        weights = (self, self.deciding or self)
        return any("inside" in one.features for one in weights)

    def is_settled(self, judged: Sequence[Candidate]) -> bool:
        """Whether the windows not yet read are not worth their time."""
        if not judged:
            return False
        best = judged[0].confidence
        return best >= self.sure or best <= self.hopeless

    def judged(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Candidates with a probability, best first; none is surer than one before it."""
        ordered = ranked([_with(c, self.probability(c.features)) for c in candidates])
        if self.deciding is None:
            return ordered
        surest = accumulate((self.deciding.probability(c.features) for c in ordered), min)
        return [_with(c, least) for c, least in zip(ordered, surest, strict=True)]


HEARD = Confidence(bias=0.0, features={"said": 1.0})
"""Of somebody's words, where nothing was fitted: as the sentence reader judges them."""


class Confidences(NamedTuple):
    """What judges the answers to different questions."""

    anywhere: Confidence = Confidence()
    """Answers out of a collection."""
    within: Confidence = Confidence()
    """Answers out of one article."""
    statements: Confidence = HEARD
    """Somebody's words."""


class Network(Protocol):
    """Reads rows of question and window. May be called from several threads at once."""

    def read(self, rows: Sequence[Row]) -> list[Logits]:
        """The logits of each row, in order."""
        ...


class SpanReader:
    """Reads windows of the best passages, and knows when they hold no answer."""

    def __init__(
        self,
        network: Network,
        pairs: Pairs,
        reading: Reading,
        confidences: Confidences,
        sentences: SentenceReader,
        fingerprint: str,
    ) -> None:
        self.fingerprint = fingerprint
        self.network = network
        self.pairs = pairs
        self.reading = reading
        self.confidences = confidences
        self._sentences = sentences

    def warm_up(self) -> None:
        """Compile the network."""
        self.spans("What is read?", ["A text."])

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """Candidates from all passages together, best first, none overlapping another."""
        if asks_for_words(question):
            said = self._sentences.read(question, vector, found, opened)
            return self._heard(question, said, until)
        # Whoever names the article knows that it is about the question; where there is no other,
        # nobody chose it.
        is_one = len({item.located.version_pk for item in found}) == 1
        is_one = is_one and len(found) < opened.lexical.count
        confidence = self.confidences.within if is_one else self.confidences.anywhere
        cheap = ranked(self._sentences.sentences(question, vector, found, opened))
        reading = self.reading
        windows = choose_windows(cheap, reading.windows, reading.characters)
        known = {(c.version_pk, c.quote): c for c in cheap}
        ages = Ages(question, [item.located.article for item in found])
        told: dict[int, Features] = {}
        read: list[Candidate] = []
        judged: list[Candidate] = []
        for part in _parts(windows, reading.first, until):
            for window in part:
                if window.version_pk not in told:
                    told[window.version_pk] = of_article(question, window.article, ages)
            read += self._candidates(question, part, known, told)
            judged = confidence.judged(compared(read))
            if confidence.is_settled(judged):
                break
        return finished(judged)

    def _heard(
        self, question: Question, said: Sequence[Candidate], until: float | None
    ) -> list[Candidate]:
        """A person's words, the first of them judged by what the network finds in them, too."""
        confidence = self.confidences.statements
        if question.kind is not Kind.STATEMENT or not question.topic or not confidence.listens:
            return list(said)
        # The network has read no other language.
        legible = [c for c in said if (c.article.language or "en").lower().startswith("en")]
        chosen = legible[: self.reading.windows]
        heard: list[Candidate] = []
        judged: list[Candidate] = []
        for part in _parts(chosen, self.reading.first, until):
            heard += self._with_network(question, part)
            judged = confidence.judged(heard)
            if confidence.is_settled(judged):
                break
        if not judged:
            return list(said)
        read = {(c.version_pk, c.quote) for c in heard}
        # Of those that are not read none is surer than the best that is.
        least = judged[0].confidence
        others = [
            _with(c, min(c.confidence, least)) for c in said if (c.version_pk, c.quote) not in read
        ]
        # Of equally sure ones those that are read come first, in their order.
        return sorted([*judged, *others], key=lambda candidate: -candidate.confidence)

    def _with_network(self, question: Question, said: Sequence[Candidate]) -> list[Candidate]:
        windows = [window_around(c, self.reading.characters) for c in said]
        own = [
            [span for span in window.sentences if _is_within(span, window, c.quote)]
            for window, c in zip(windows, said, strict=True)
        ]
        spans = self._spans(question.text, [w.text for w in windows], own, 1)
        return [
            structs.replace(c, features={**c.features, **of_statement(c, found)})
            for c, found in zip(said, spans, strict=True)
        ]

    def reading_so(
        self, network: Network, reading: Reading, confidences: Confidences | None = None
    ) -> "SpanReader":
        """The same reader, but reading so much, with this network; for measuring.

        Args:
            network: reads the windows.
            reading: how much.
            confidences: instead of its own.
        """
        return SpanReader(
            network,
            self.pairs,
            reading,
            confidences or self.confidences,
            self._sentences,
            self.fingerprint,
        )

    def spans(
        self, question: str, texts: Sequence[str], k: int = 3, heads: Sequence[str] = ()
    ) -> list[list[Scored]]:
        """The best spans of each text by itself, best first; empty where there is none."""
        whole = [[Span(0, len(text))] for text in texts]
        return self._spans(question, texts, whole, k, heads if self.reading.heads else ())

    def _spans(
        self,
        question: str,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        k: int,
        heads: Sequence[str] = (),
    ) -> list[list[Scored]]:
        rows = self.pairs.encode(question, texts, heads)
        spans: list[list[Scored]] = [[] for _ in texts]
        for row, logits in zip(rows, self.network.read(rows), strict=True):
            number = row.window
            spans[number] += best_spans(row, logits, texts[number], sentences[number], k)
        return [sorted(own, key=lambda span: -span.margin)[:k] for own in spans]

    def _candidates(
        self,
        question: Question,
        windows: Sequence[Window],
        known: dict[tuple[int, Span], Candidate],
        told: dict[int, Features],
    ) -> list[Candidate]:
        texts = [window.text for window in windows]
        parts = [window.sentences for window in windows]
        heads = [window.head for window in windows] if self.reading.heads else []
        is_list = asks_for_several(question.text)
        most = _SPANS_OF_A_LIST if is_list else _SPANS_A_WINDOW
        read = self._spans(question.text, texts, parts, most, heads)
        found: list[Candidate] = []
        for window, spans in zip(windows, read, strict=True):
            shared = of_window(window) | told[window.version_pk]
            for rank, span in enumerate(spans[:_SPANS_A_WINDOW]):
                quote = window.sentence_around(span.start)
                cheap = known.get((window.version_pk, quote))
                own = of_span(question, window, span, quote, cheap)
                features = {**own, **shared, "second": 1.0 if rank else 0.0}
                candidate = _candidate(question, window, span, quote, features)
                found.append(_with_others(candidate, window, span, spans) if is_list else candidate)
        return found


def _parts(items: Sequence[T], first: int, until: float | None) -> Iterator[Sequence[T]]:
    """The first few, and the others: as many as can be read by then as fast as the first were."""
    started = time.perf_counter()
    if items:
        yield items[:first]
    others = items[first:]
    if until is not None:
        others = others[: _affordable(first, started, until)]
    if others:
        yield others


def _is_within(span: Span, window: Window, quote: Span) -> bool:
    start, end = window.start + span.start, window.start + span.end
    return quote.start <= start and end <= quote.end


def _affordable(done: int, started: float, until: float) -> int:
    """How many more windows can be read by then, as fast as those done since `started`."""
    now = time.perf_counter()
    return max(0, int(done * (until - now) / (now - started)))


def _with(candidate: Candidate, confidence: float) -> Candidate:
    return structs.replace(candidate, confidence=confidence)


def _candidate(
    question: Question, window: Window, span: Scored, quote: Span, features: Features
) -> Candidate:
    is_verdict = question.kind is Kind.YES_NO
    return Candidate(
        article=window.article,
        version_pk=window.version_pk,
        quote=quote,
        # A question for yes or no is answered by the whole sentence.
        highlight=None if is_verdict else Span(window.start + span.start, window.start + span.end),
        features=features,
    )


def _with_others(
    candidate: Candidate, window: Window, span: Scored, spans: Sequence[Scored]
) -> Candidate:
    """The candidate with the other spans of its sentence that score about as well or better."""
    if candidate.highlight is None:
        return candidate
    least = max(_GOOD_AT_ALL, span.score - _ABOUT_AS_GOOD)
    also = [
        Span(window.start + other.start, window.start + other.end)
        for other in spans
        if other is not span
        and other.score >= least
        and window.text[other.start : other.end].casefold() not in _NO_ITEMS
    ]
    quote = candidate.quote
    inside = sorted(s for s in also if quote.start <= s.start and s.end <= quote.end)
    return structs.replace(candidate, also=tuple(inside))
