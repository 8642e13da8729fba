"""Span features from the network, combined by a logistic regression.

They describe the span itself, its window, its article, and the other spans read for the question.
"""

import math
import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from index.networks.logistic import logit
from index.records import Span
from index.search import Found
from service.candidates import Candidate
from service.questions.understand import Kind, Question
from service.reading.confidence import Features
from service.reading.decoding import ScoredSpan
from service.reading.features.article_features import ArticleFeatures
from service.reading.features.contraries import contrary_features
from service.reading.features.edition import edition_features
from service.reading.features.expected_types import expects_type, typed_spans
from service.reading.features.noun_features import noun_features
from service.reading.features.unfit_words import unfitness
from service.reading.ranking import answering_words
from service.reading.windows import Window

# Shorter sentences are mostly quiz options, crossheads or captions.
_FRAGMENT_CHARACTERS = 25
_LONG_CHARACTERS = 100
_OF_BEST_SENTENCE = ("passage", "headline", "dense", "timely", "untimely")
_OF_OWN_SENTENCE = ("fused", "rank")
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset("a an and at by for from in of on or s the to with".split())


class SpanFeatures:
    """Computes the features of the spans read for one question."""

    def __init__(
        self, question: Question, found: Iterable[Found], sentences: Iterable[Candidate]
    ) -> None:
        """Prepare for one question; the sentences are as the sentence reader scores them."""
        self._question = question
        self._articles = ArticleFeatures(question, [item.located.article for item in found])
        self._sentences = {(c.version_pk, c.quote): c for c in sentences}

    def of(self, window: Window, span: ScoredSpan, quote: Span, rank: int) -> Features:
        """Features of a span and the sentence around it; so many spans of the window are better."""
        return {
            **_network_features(span),
            **self._word_features(window, span, quote),
            **self._sentence_features(window, quote),
            **_window_features(window),
            **self._articles.of(window.version_pk, window.article),
            **edition_features(self._question, window.article, quote),
            "second": 1.0 if rank else 0.0,
        }

    def _word_features(self, window: Window, span: ScoredSpan, quote: Span) -> Features:
        """Features of the span's words, and of the sentence around them."""
        text = window.article.text
        marked = Span(window.start + span.start, window.start + span.end)
        typed = _has_typed_words(self._question, text, marked, quote)
        is_expected = expects_type(self._question.kind)
        echo = _echo(self._question.text, text[marked.start : marked.end])
        # The words that say yes are often those of the question.
        is_repeated = echo >= 1.0 and self._question.kind is not Kind.YES_NO
        return {
            "typed": 1.0 if typed else 0.0,
            "untyped": 1.0 if is_expected and not typed else 0.0,
            "unfit": unfitness(self._question, text, marked),
            "long": min(1.0, (span.end - span.start) / _LONG_CHARACTERS),
            "fragment": 1.0 if quote.end - quote.start < _FRAGMENT_CHARACTERS else 0.0,
            "echo": echo,
            "repeated": float(is_repeated),
            **noun_features(self._question, window.article, marked),
            **contrary_features(self._question, window, quote, marked),
        }

    def _sentence_features(self, window: Window, quote: Span) -> Features:
        """What the sentence reader makes of the sentence around the span, if it scored it."""
        sentence = self._sentences.get((window.version_pk, quote))
        features = sentence.features if sentence else {}
        own = {name: features.get(name, 0.0) for name in _OF_OWN_SENTENCE}
        return {"sentence": logit(sentence.confidence if sentence else 0.0), **own}


def _network_features(span: ScoredSpan) -> Features:
    return {
        "score": span.score,
        "margin": span.margin,
        "log_probability": math.log(max(1e-6, span.probability)),
        "relevance": span.relevance or 0.0,
    }


def _window_features(window: Window) -> Features:
    """What the sentence reader makes of the sentence that the window was chosen for."""
    features = window.best.features
    shared = {name: features.get(name, 0.0) for name in _OF_BEST_SENTENCE}
    return {"window": logit(window.best.confidence), **shared}


def _has_typed_words(question: Question, text: str, marked: Span, quote: Span) -> bool:
    """Whether the marked words overlap words of the type that the question expects."""
    typed = typed_spans(question, text[quote.start : quote.end])
    return any(one.moved(quote.start).overlaps(marked) for one in typed)


def _echo(question: str, span: str) -> float:
    """The share of the span's words that the question contains: an answer brings new ones."""
    words = _content_words(span)
    return len(words & _content_words(question)) / len(words) if words else 1.0


def _content_words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _FUNCTION_WORDS


def with_comparisons(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with features that compare them with each other.

    `agreement`: the logarithm of how many articles have a span of the same words. `support`: how
    much the spans of other articles overlap these words. `score_share` and `relevance_share`: the
    candidate's share of all scores and of all relevance, as logarithms.
    """
    words = [answering_words(candidate) for candidate in candidates]
    columns = {
        "agreement": _agreements(candidates, words),
        "support": _supports(candidates, words),
        "score_share": _log_softmax([c.features["score"] for c in candidates]),
        "relevance_share": _log_softmax([c.features["relevance"] for c in candidates]),
    }
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return [
        structs.replace(candidate, features={**candidate.features, **row})
        for candidate, row in zip(candidates, rows, strict=True)
    ]


def _agreements(candidates: Sequence[Candidate], words: Sequence[str]) -> list[float]:
    articles: dict[str, set[str]] = {}
    for own, candidate in zip(words, candidates, strict=True):
        articles.setdefault(own, set()).add(candidate.article.id)
    return [math.log(len(articles[own])) for own in words]


def _supports(candidates: Sequence[Candidate], words: Sequence[str]) -> list[float]:
    """How much other articles' spans overlap each candidate's words: log(1 + sum of overlaps).

    The best span of each article counts: the share of the shorter span's words that the longer one
    contains ("the Aces", "Las Vegas Aces"), times a weight from the network's score.
    """
    sets = [set(own.split()) for own in words]
    weights = [1 / (1 + math.exp(-1 - max(-60.0, c.features["score"]) / 3)) for c in candidates]
    supports: list[float] = []
    for candidate, own in zip(candidates, sets, strict=True):
        best: dict[str, float] = {}
        for other, its, weight in zip(candidates, sets, weights, strict=True):
            shared = len(own & its)
            if shared and other.article.id != candidate.article.id:
                overlap = weight * shared / min(len(own), len(its))
                best[other.article.id] = max(overlap, best.get(other.article.id, 0.0))
        supports.append(math.log1p(sum(best.values())))
    return supports


def _log_softmax(values: Sequence[float]) -> list[float]:
    top = max(values, default=0.0)
    total = math.log(sum(math.exp(value - top) for value in values)) if values else 0.0
    return [value - top - total for value in values]
