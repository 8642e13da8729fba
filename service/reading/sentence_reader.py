"""Reading without training: whole sentences, scored by what they share with the question."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from index.errors import SettingsError
from index.followers.catalogue import OpenCollection
from index.records import Article, Quote, QuoteForm, Span, Vectors
from index.search import Found
from index.store.library import Located
from index.text.sentence_positions import touched_sentences
from service.candidates import Candidate
from service.questions.speaker_matching import is_asked_for
from service.questions.understand import Kind, Question, asks_for_words
from service.reading.expected_types import expects_type, typed_spans
from service.reading.ranking import (
    finished,
    ranked,
)
from service.reading.rare_words import Weighed, weigh
from service.reading.weights import Features, Weights

WEIGHTS_FILE = Path(__file__).parents[1] / "reading" / "sentence.json"


_READ_PASSAGES = 30


_NEARLY_ALL = 0.9


class Model(Struct, frozen=True, kw_only=True):
    """What `sentence.json` holds."""

    fitted_on: dict[str, str]
    sentence: Weights
    statement: Weights


class SentenceReader:
    """Scores every sentence of the best passages."""

    def __init__(self, model: Model, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._model = model

    def warm_up(self) -> None:
        """Nothing is set up late."""

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,  # noqa: ARG002 - it takes no time worth saving
    ) -> list[Candidate]:
        """Candidates from all passages together, best first, none overlapping another."""
        if asks_for_words(question):
            candidates = self._statements(question, vector, found, opened)
        else:
            candidates = self.sentences(question, vector, found, opened)
        return finished(ranked(candidates))

    def sentences(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        """Every sentence of the best passages, in no order."""
        found = found[:_READ_PASSAGES]
        weighed = weigh(question.text, opened.lexical)
        cosines = _Cosines(opened, found, vector)
        terms = _Terms(weighed)
        seen: set[tuple[int, int]] = set()
        candidates: list[Candidate] = []
        for rank, item in enumerate(found):
            located = item.located
            title = weighed.shared(located.article.title or "")
            whole = weighed.covered(title | terms.of_passage(located))
            for number in range(located.first_sentence, located.last_sentence + 1):
                if (located.version_pk, number) not in seen:
                    seen.add((located.version_pk, number))
                    features = _shared(weighed, terms, located, number, title)
                    features |= _place(item, rank, number, cosines)
                    features["passage"] = whole
                    features |= _times(question, located.article)
                    candidates.append(self._candidate(question, located, number, features))
        return candidates

    def _candidate(
        self, question: Question, located: Located, number: int, features: Features
    ) -> Candidate:
        article = located.article
        span = article.sentences[number]
        typed = typed_spans(question, article.text[span.start : span.end])
        features["typed"] = 1.0 if typed else 0.0
        features["untyped"] = 1.0 if expects_type(question.kind) and not typed else 0.0
        only = typed[0] if len(typed) == 1 else None
        return Candidate(
            article=article,
            version_pk=located.version_pk,
            quote=span,
            highlight=Span(span.start + only.start, span.start + only.end) if only else None,
            confidence=self._model.sentence.probability(features),
            features=features,
        )

    def _statements(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        weighed = weigh(question.topic or "", opened.lexical)
        cosines = _Cosines(opened, found, vector)
        best = _best_fused(found)
        candidates: list[Candidate] = []
        for version_pk, article in {f.located.version_pk: f.located.article for f in found}.items():
            asked = [quote for quote in article.quotes if is_asked_for(article, quote, question)]
            places = [_Place(version_pk, article, quote) for quote in asked]
            speaking = {n: place.quote.speaker for place in places for n in place.numbers}
            for place in places:
                if question.topic:
                    features = _said(place, weighed, cosines, best, speaking)
                else:
                    # Any words will do: their form alone says which come first, then the date.
                    features = {"any_topic": 1.0, **_form(place.quote)}
                if question.topic and question.kind is Kind.SAID_BY:
                    # What stands around the words does not make them the ones in question.
                    features |= {"near": 0.0, "led": 0.0, "title": 0.0}
                features |= _times(question, article)
                candidates.append(self._statement(question, place, features))
        return candidates

    def _statement(self, question: Question, place: "_Place", features: Features) -> Candidate:
        content, source = place.quote.content[0], place.quote.source
        whole = content if len(place.quote.content) == 1 else None
        asks_who = question.kind is Kind.SAID_BY
        return Candidate(
            article=place.article,
            version_pk=place.version_pk,
            quote=place.span,
            highlight=source if asks_who else whole,
            also=() if asks_who or whole else tuple(place.quote.content),
            said=place.quote,
            confidence=self._model.statement.probability(features),
            features=features,
        )


def load_sentences() -> SentenceReader:
    """The same, for readers that build on it.

    Raises:
        SettingsError: the weights file is missing or damaged.
    """
    try:
        data = WEIGHTS_FILE.read_bytes()
        model = msgspec.json.decode(data, type=Model)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{WEIGHTS_FILE}: {exc}; install Dateline again") from exc
    return SentenceReader(model, "sentence-" + hashlib.sha256(data).hexdigest()[:12])


class _Place:
    """A quotation and the whole sentences it stands in, cue and source included."""

    def __init__(self, version_pk: int, article: Article, quote: Quote) -> None:
        self.version_pk = version_pk
        self.article = article
        self.quote = quote
        self.numbers = _sentence_numbers(article, quote)
        first, last = self.numbers[0], self.numbers[-1]
        self.span = Span(article.sentences[first].start, article.sentences[last].end)


class _Cosines:
    """Cosine of the question and each sentence, from the vectors kept of every article."""

    def __init__(self, opened: OpenCollection, found: Iterable[Found], vector: Vectors) -> None:
        keys = list({item.located.version_pk for item in found})
        fingerprint = opened.embedder.fingerprint
        self._question = vector.reshape(-1)
        self._raw = opened.library.sentence_vectors(keys, fingerprint)
        self._known: dict[int, NDArray[np.float32]] = {}

    def of(self, version_pk: int, number: int) -> float:
        """Cosine of one sentence; 0 where there is no vector."""
        rows = self._known.get(version_pk)
        if rows is None:
            rows = self._known[version_pk] = self._all(version_pk)
        return float(rows[number]) if number < len(rows) else 0.0

    def _all(self, version_pk: int) -> NDArray[np.float32]:
        raw = self._raw.get(version_pk)
        if raw is None:
            return np.zeros(0, np.float32)
        rows = raw.reshape(-1, len(self._question)).astype(np.float32)
        return np.asarray(rows @ self._question / 127, np.float32)


class _Terms:
    """The question's terms in sentences, taken once: each is also the one before the next."""

    def __init__(self, weighed: Weighed) -> None:
        self._weighed = weighed
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def of(self, located: Located, number: int) -> frozenset[str]:
        """Those in a sentence of the article; none before its first."""
        if number < 0:
            return frozenset()
        key = (located.version_pk, number)
        if key not in self._known:
            self._known[key] = self._weighed.shared(_sentence(located.article, number))
        return self._known[key]

    def of_passage(self, located: Located) -> frozenset[str]:
        """Those in all of the passage: in its sentences, and in what stands between them."""
        article = located.article
        numbers = range(located.first_sentence, located.last_sentence + 1)
        found = [self.of(located, number) for number in numbers]
        for number in numbers[1:]:
            between = article.text[
                article.sentences[number - 1].end : article.sentences[number].start
            ]
            if not between.isspace():
                found.append(self._weighed.shared(between))
        return frozenset().union(*found)


def _shared(
    weighed: Weighed, terms: _Terms, located: Located, number: int, title: frozenset[str]
) -> Features:
    """Words shared with the question, by the sentence itself and with what stands around it."""
    own = terms.of(located, number)
    before = terms.of(located, number - 1)
    covered = weighed.covered(own)
    headed = weighed.covered(own | title)
    around = weighed.covered(own | title | before)
    return {
        "covered": covered,
        "headline": headed - covered,
        "before": around - headed,
        "all": 1.0 if covered > _NEARLY_ALL else 0.0,
    }


def _place(item: Found, rank: int, number: int, cosines: _Cosines) -> Features:
    scores = item.hit.scores
    span = item.located.article.sentences[number]
    return {
        "fused": scores.fused,
        "dense": scores.dense or 0.0,
        "rank": 1.0 / (1.0 + rank),
        "cosine": cosines.of(item.located.version_pk, number),
        "lead": 1.0 / (1.0 + number),
        "first": 1.0 if number == 0 else 0.0,
        "length": min(1.0, (span.end - span.start) / 300),
        "short": 1.0 if span.end - span.start < 25 else 0.0,
    }


def _said(
    place: _Place,
    weighed: Weighed,
    cosines: _Cosines,
    best: dict[tuple[int, int], float],
    speaking: Mapping[int, str | None],
) -> Features:
    article, numbers = place.article, place.numbers
    own = {t for n in numbers for t in weighed.terms_of(_sentence(article, n))}
    near = {
        term
        for n in (numbers[0] - 2, numbers[0] - 1, numbers[-1] + 1)
        if 0 <= n < len(article.sentences)
        for term in weighed.terms_of(_sentence(article, n))
    }
    title = weighed.terms_of(article.title or "")
    covered = weighed.covered(own)
    before = numbers[0] - 1
    is_led = place.quote.speaker is not None and speaking.get(before) == place.quote.speaker
    lead = weighed.terms_of(_sentence(article, before)) if is_led else ()
    return {
        "any_topic": 0.0,
        "covered": covered,
        "near": weighed.covered(own | near) - covered,
        # "Lee said the fine meant little. “It's a number for them,” she said.": one goes on.
        "led": weighed.covered(own.union(lead)) - covered,
        "title": weighed.covered(own | near | set(title)) - weighed.covered(own | near),
        "fused": max((best.get((place.version_pk, n), 0.0) for n in numbers), default=0.0),
        "cosine": max(cosines.of(place.version_pk, n) for n in numbers),
        **_form(place.quote),
    }


def _times(question: Question, article: Article) -> Features:
    """Whether the article came out when it should have, where the question says when."""
    if question.period is None:
        return {"timely": 0.0, "untimely": 0.0}
    is_timely = question.period.holds(article.published)
    return {"timely": float(is_timely), "untimely": float(not is_timely)}


def _form(quote: Quote) -> Features:
    return {
        "direct": 1.0 if quote.form is QuoteForm.DIRECT else 0.0,
        "mixed": 1.0 if quote.form is QuoteForm.MIXED else 0.0,
        "sure": quote.confidence,
    }


def _best_fused(found: Iterable[Found]) -> dict[tuple[int, int], float]:
    """Best passage score of each sentence."""
    best: dict[tuple[int, int], float] = {}
    for item in found:
        located = item.located
        for number in range(located.first_sentence, located.last_sentence + 1):
            key = (located.version_pk, number)
            best[key] = max(best.get(key, 0.0), item.hit.scores.fused)
    return best


def _sentence_numbers(article: Article, quote: Quote) -> list[int]:
    """Numbers of the sentences that the quotation, its cue and its source touch."""
    first, last = touched_sentences(article.sentences, quote)
    return list(range(first, last + 1))


def _sentence(article: Article, number: int) -> str:
    span = article.sentences[number]
    return article.text[span.start : span.end]
