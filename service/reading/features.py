"""What a span is judged by: numbers that a logistic regression turns into one probability.

Of the span itself, of its window, of its article, and of the spans read beside it.
"""

import math
import re
from collections.abc import Sequence

from msgspec import structs

from index.records import Article, Span
from service.candidates import Candidate
from service.questions.understand import Question
from service.reading.article_age import Ages
from service.reading.decoding import Scored
from service.reading.expected_types import expects_type, typed_spans
from service.reading.unknown_names import of_another_year, unnamed
from service.reading.weights import Features
from service.reading.windows import Window

# Characters: options of a quiz, crossheads, captions.
_FRAGMENT = 25
# Words whose margin is smaller hold nothing of an answer, and no matter how little.
_NOTHING = -12.0
_OF_THE_BEST_SENTENCE = ("passage", "headline", "dense", "timely", "untimely")
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset("a an and at by for from in of on or s the to with".split())


def of_span(
    question: Question, window: Window, span: Scored, quote: Span, cheap: Candidate | None
) -> Features:
    """Features of a span by itself.

    Args:
        question: what is asked.
        window: where it was read.
        span: what the network made of it.
        quote: the sentence around it.
        cheap: what the sentence reader made of that sentence, where it scored it.
    """
    text = window.article.text
    marked = Span(window.start + span.start, window.start + span.end)
    typed = any(
        quote.start + one.start < marked.end and marked.start < quote.start + one.end
        for one in typed_spans(question, text[quote.start : quote.end])
    )
    return {
        "score": span.score,
        "margin": span.margin,
        "log_probability": math.log(max(1e-6, span.probability)),
        "relevance": span.relevance or 0.0,
        "typed": 1.0 if typed else 0.0,
        "untyped": 1.0 if expects_type(question.kind) and not typed else 0.0,
        "long": min(1.0, (span.end - span.start) / 100),
        "fragment": 1.0 if quote.end - quote.start < _FRAGMENT else 0.0,
        "echo": _echo(question.text, text[marked.start : marked.end]),
        "sentence": _logit(cheap.confidence if cheap else 0.0),
        "fused": cheap.features.get("fused", 0.0) if cheap else 0.0,
        "rank": cheap.features.get("rank", 0.0) if cheap else 0.0,
    }


def of_window(window: Window) -> Features:
    """Features that all spans of a window share."""
    features = window.best.features
    shared = {name: features.get(name, 0.0) for name in _OF_THE_BEST_SENTENCE}
    return {"window": _logit(window.best.confidence), **shared}


def of_statement(candidate: Candidate, spans: Sequence[Scored]) -> Features:
    """Features of somebody's words.

    Args:
        candidate: the words, with what the sentence reader makes of them as their confidence.
        spans: what the network found in them, best first.
    """
    inside = max(spans[0].margin, _NOTHING) if spans else _NOTHING
    return {"said": _logit(candidate.confidence), "inside": inside}


def of_article(question: Question, article: Article, ages: Ages) -> Features:
    """Features that all spans of an article share."""
    title, published = article.title or "", article.published or ""
    is_past = of_another_year(question.text, article.published, title, article.text)
    return {
        "unnamed": unnamed(question.text, title, published, article.text),
        "other_year": float(is_past),
        **ages.of(article),
    }


def compared(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with features of what the others say.

    That is how many articles are read to the same words, how far the spans of other articles share
    them, and the candidate's share of all scores and of all relevance, as logarithms.
    """
    words = [_words(candidate) for candidate in candidates]
    said: dict[str, set[str]] = {}
    for own, candidate in zip(words, candidates, strict=True):
        said.setdefault(own, set()).add(candidate.article.id)
    scores = _log_shares([candidate.features["score"] for candidate in candidates])
    relevance = _log_shares([candidate.features["relevance"] for candidate in candidates])
    return [
        structs.replace(
            candidate,
            features={
                **candidate.features,
                "agreement": math.log(len(said[own])),
                "support": support,
                "score_share": score,
                "relevance_share": relevant,
            },
        )
        for candidate, own, support, score, relevant in zip(
            candidates, words, _supports(candidates, words), scores, relevance, strict=True
        )
    ]


def _supports(candidates: Sequence[Candidate], words: Sequence[str]) -> list[float]:
    """How far other articles' spans share each candidate's words: the logarithm of 1 + their sum.

    Of each article the best counts: the part of the words of the shorter span that stand in the
    other ("the Aces", "Las Vegas Aces"), times what the network makes of that span.
    """
    sets = [set(own.split()) for own in words]
    worth = [1 / (1 + math.exp(-1 - max(-60.0, c.features["score"]) / 3)) for c in candidates]
    supports: list[float] = []
    for candidate, own in zip(candidates, sets, strict=True):
        best: dict[str, float] = {}
        for other, its, weight in zip(candidates, sets, worth, strict=True):
            shared = len(own & its)
            if shared and other.article.id != candidate.article.id:
                part = weight * shared / min(len(own), len(its))
                best[other.article.id] = max(part, best.get(other.article.id, 0.0))
        supports.append(math.log1p(sum(best.values())))
    return supports


def _echo(question: str, span: str) -> float:
    """The part of a span's words that the question has itself: it asks for others."""
    words = _content_words(span)
    return len(words & _content_words(question)) / len(words) if words else 1.0


def _content_words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _FUNCTION_WORDS


def _logit(probability: float) -> float:
    bounded = min(0.999, max(0.001, probability))
    return math.log(bounded / (1 - bounded))


def _log_shares(values: Sequence[float]) -> list[float]:
    """Logarithms of a softmax."""
    top = max(values, default=0.0)
    total = math.log(sum(math.exp(value - top) for value in values)) if values else 0.0
    return [value - top - total for value in values]


def _words(candidate: Candidate) -> str:
    span = candidate.highlight or candidate.quote
    words = candidate.article.text[span.start : span.end].casefold().split()
    return " ".join(word.strip(".,;:'’\"“”()") for word in words if word not in {"the", "a", "an"})
