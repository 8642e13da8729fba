"""Sentence features: overlap with the question, and position."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.followers.open_collection import OpenCollection
from index.records import Article, Vectors
from index.search import Found
from index.store.library import Located
from service.questions.understand import Question
from service.reading.confidence import Features
from service.reading.features.rare_words import SentenceTerms, weigh

_NEARLY_ALL = 0.9
_SHORT_CHARACTERS = 25
_LONG_CHARACTERS = 300
# Vectors are stored as signed bytes.
_SCALE = 127


class SentenceFeatures:
    """Computes the features of sentences for one question."""

    def __init__(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
    ) -> None:
        self._question = question
        self._weighted = weigh(question.text, opened.lexical)
        self._terms = SentenceTerms(self._weighted)
        self._cosines = SentenceCosines(vector, found, opened)

    def of_passage(
        self, item: Found, rank: int, numbers: Iterable[int]
    ) -> Iterator[tuple[int, Features]]:
        """Yield sentences of a passage with their features; so many passages are better."""
        located = item.located
        title = self._weighted.shared(located.article.title or "")
        passage = self._passage_features(item, rank, title)
        for number in numbers:
            overlap = self._overlap_features(located, number, title)
            cosine = self._cosines.of(located.version_pk, number)
            position = _position_features(located.article, number)
            yield number, {**passage, **overlap, **position, "cosine": cosine}

    def _passage_features(self, item: Found, rank: int, title: frozenset[str]) -> Features:
        scores = item.hit.scores
        terms = title | self._terms.of_passage(item.located)
        return {
            "fused": scores.fused,
            "dense": scores.dense or 0.0,
            "rank": 1.0 / (1.0 + rank),
            "passage": self._weighted.covered(terms),
            **period_features(self._question, item.located.article),
        }

    def _overlap_features(self, located: Located, number: int, title: frozenset[str]) -> Features:
        """Words shared with the question: by the sentence, by the title, by the sentence before."""
        own = self._terms.of(located.version_pk, located.article, number)
        before = self._terms.of(located.version_pk, located.article, number - 1)
        covered = self._weighted.covered(own)
        with_title = self._weighted.covered(own | title)
        with_all = self._weighted.covered(own | title | before)
        return {
            "covered": covered,
            "headline": with_title - covered,
            "before": with_all - with_title,
            "all": 1.0 if covered > _NEARLY_ALL else 0.0,
        }


class SentenceCosines:
    """The cosine of the question and each sentence, from the stored vectors of the articles."""

    def __init__(self, vector: Vectors, found: Iterable[Found], opened: OpenCollection) -> None:
        keys = list({item.located.version_pk for item in found})
        fingerprint = opened.embedder.fingerprint
        self._question = vector.reshape(-1)
        self._raw = opened.library.sentence_vectors(keys, fingerprint)
        self._known: dict[int, NDArray[np.float32]] = {}

    def of(self, version_pk: int, number: int) -> float:
        """The cosine of one sentence; 0 if it has no vector."""
        rows = self._known.get(version_pk)
        if rows is None:
            rows = self._known[version_pk] = self._all(version_pk)
        return float(rows[number]) if number < len(rows) else 0.0

    def _all(self, version_pk: int) -> NDArray[np.float32]:
        raw = self._raw.get(version_pk)
        if raw is None:
            return np.zeros(0, np.float32)
        rows = raw.reshape(-1, len(self._question)).astype(np.float32)
        return np.asarray(rows @ self._question / _SCALE, np.float32)


def period_features(question: Question, article: Article) -> Features:
    """Whether the article was published in the period that the question names, if it names one."""
    if question.period is None:
        return {"timely": 0.0, "untimely": 0.0}
    is_timely = question.is_timeless or question.period.holds(article.published)
    return {"timely": float(is_timely), "untimely": float(not is_timely)}


def _position_features(article: Article, number: int) -> Features:
    """Where the sentence stands in its article, and how long it is."""
    length = article.sentences[number].end - article.sentences[number].start
    return {
        "lead": 1.0 / (1.0 + number),
        "first": 1.0 if number == 0 else 0.0,
        "length": min(1.0, length / _LONG_CHARACTERS),
        "short": 1.0 if length < _SHORT_CHARACTERS else 0.0,
    }
