"""Quotation features: topic overlap of its words and context."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.networks.logistic import logit
from index.records import Article, Quote, QuoteForm, Span, Vectors
from index.search import Found
from index.text.segmentation.positions import touched_sentences
from service.candidates import Candidate
from service.questions.understand import Kind, Question
from service.reading.confidence import Features
from service.reading.features.rare_words import SentenceTerms, weigh
from service.reading.features.sentence_features import SentenceCosines, period_features

# Smaller margins all mean the same: the network found no answer in the words.
_LOWEST_MARGIN = -12.0
_TOLD = 0.5
"""The share of the topic from which on somebody's words tell that they are about it."""
_CONTEXT = ("near", "led", "title")


class QuotedSentences(Struct, frozen=True):
    """A quotation and the whole sentences that it touches, with its cue and its source."""

    version_pk: int
    article: Article
    quote: Quote
    first: int
    last: int
    """Numbers of these sentences, both inclusive."""

    @property
    def numbers(self) -> range:
        """The numbers of these sentences."""
        return range(self.first, self.last + 1)

    @property
    def span(self) -> Span:
        """Where these sentences stand in the article."""
        sentences = self.article.sentences
        return Span(sentences[self.first].start, sentences[self.last].end)


def quoted_sentences(version_pk: int, article: Article, quote: Quote) -> QuotedSentences:
    """A quotation with the sentences that it touches."""
    first, last = touched_sentences(article.sentences, quote)
    return QuotedSentences(version_pk, article, quote, first, last)


class QuotationFeatures:
    """Computes the features of quotations for one question."""

    def __init__(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
    ) -> None:
        self._question = question
        self._weighted = weigh(question.topic or "", opened.lexical)
        self._terms = SentenceTerms(self._weighted)
        self._cosines = SentenceCosines(vector, found, opened)
        self._fused = _best_fused(found)

    def of(self, quoted: QuotedSentences, speakers: Mapping[int, str | None]) -> Features:
        """Features of a quotation; the speakers are those asked about who speak in its article."""
        features = self._topic_features(quoted, speakers)
        return (
            features
            | {
                "direct": 1.0 if quoted.quote.form is QuoteForm.DIRECT else 0.0,
                "mixed": 1.0 if quoted.quote.form is QuoteForm.MIXED else 0.0,
                "sure": quoted.quote.confidence,
            }
            | period_features(self._question, quoted.article)
        )

    def _topic_features(
        self, quoted: QuotedSentences, speakers: Mapping[int, str | None]
    ) -> Features:
        if not self._question.topic:
            # Any words answer: the form decides which come first, then the date.
            return {"any_topic": 1.0}
        overlap = self._overlap_features(quoted, speakers)
        if self._question.kind is Kind.SAID_BY:
            # The sentences around a quotation do not make it the one that is asked about.
            overlap |= dict.fromkeys(_CONTEXT, 0.0)
        return {"any_topic": 0.0, **overlap, **self._search_features(quoted)}

    def _overlap_features(
        self, quoted: QuotedSentences, speakers: Mapping[int, str | None]
    ) -> Features:
        """Words shared with the topic: by the quotation's sentences and by those around them."""
        before = quoted.first - 1
        own = self._terms_of(quoted, quoted.numbers)
        near = own | self._terms_of(quoted, (before - 1, before, quoted.last + 1))
        title = self._weighted.shared(quoted.article.title or "")
        is_led = _is_continued(quoted, speakers) or _is_answer(quoted)
        lead = self._terms_of(quoted, (before,) if is_led else ())
        covered, nearby = self._weighted.covered(own), self._weighted.covered(near)
        return {
            "covered": covered,
            "near": nearby - covered,
            "led": self._weighted.covered(own | lead) - covered,
            "title": self._weighted.covered(near | title) - nearby,
        }

    def _search_features(self, quoted: QuotedSentences) -> Features:
        pk, numbers = quoted.version_pk, quoted.numbers
        return {
            "fused": max(self._fused.get((pk, n), 0.0) for n in numbers),
            "cosine": max(self._cosines.of(pk, n) for n in numbers),
        }

    def _terms_of(self, quoted: QuotedSentences, numbers: Iterable[int]) -> frozenset[str]:
        found = (self._terms.of(quoted.version_pk, quoted.article, n) for n in numbers)
        return frozenset().union(*found)


def headlines_where_needed(features: Sequence[Features]) -> list[Features]:
    """The features of a person's quotations, with their headlines only where no words tell.

    Somebody quoted in a story on the topic mostly speaks of it, but less surely than somebody whose
    words have the topic.
    """
    most = max((one.get("covered", 0.0) + one.get("led", 0.0) for one in features), default=0.0)
    if most < _TOLD:
        return list(features)
    return [one | {"title": 0.0} if "title" in one else one for one in features]


def network_features(candidate: Candidate, margin: float) -> Features:
    """Features of a quotation that the network has read, with the margin of its words."""
    return {"said": logit(candidate.confidence), "inside": max(margin, _LOWEST_MARGIN)}


def _is_continued(quoted: QuotedSentences, speakers: Mapping[int, str | None]) -> bool:
    """Whether the speaker goes on from the sentence before.

    "Lee said the fine meant little. “It's a number for them,” she said."
    """
    speaker = quoted.quote.speaker
    return speaker is not None and speakers.get(quoted.first - 1) == speaker


def _is_answer(quoted: QuotedSentences) -> bool:
    """Whether it is an interview's answer, which is about what its question asks."""
    article, cue = quoted.article, quoted.quote.cue
    if cue is None or article.text[cue.start : cue.end] != ":" or not quoted.first:
        return False
    before = article.sentences[quoted.first - 1]
    return article.text[before.start : before.end].rstrip("*_ ").endswith("?")


def _best_fused(found: Iterable[Found]) -> dict[tuple[int, int], float]:
    """The best score of the passages that contain each sentence."""
    best: dict[tuple[int, int], float] = {}
    for item in found:
        located = item.located
        for number in range(located.first_sentence, located.last_sentence + 1):
            key = (located.version_pk, number)
            best[key] = max(best.get(key, 0.0), item.hit.scores.fused)
    return best
