"""Reading without a network: whole sentences, scored by overlap with the question."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from index.errors import SettingsError
from index.followers.open_collection import OpenCollection
from index.interruption import steps
from index.records import Span, Vectors
from index.search import Found
from index.text.matching.echoes import Echoes
from service.candidates import Candidate
from service.questions.asked_person import is_asked_for
from service.questions.understand import Kind, Question, asks_for_words
from service.reading.confidence import Features, Weights
from service.reading.definitions.candidates import with_definitions
from service.reading.features.expected_types import expects_type, typed_spans
from service.reading.features.quotation_features import (
    QuotationFeatures,
    QuotedSentences,
    headlines_where_needed,
    quoted_sentences,
)
from service.reading.features.sentence_features import SentenceFeatures
from service.reading.ranking import finished, ranked
from service.reading.withdrawn import is_withdrawn

WEIGHTS_FILE = Path(__file__).with_name("sentence.json")

_MAX_PASSAGES = 30


class Model(Struct, frozen=True, kw_only=True):
    """The contents of `sentence.json`."""

    fitted_on: dict[str, str]
    sentence: Weights
    statement: Weights
    """For quotations."""


class SentenceReader:
    """Scores the sentences of the best passages, or the quotations of a person."""

    def __init__(self, model: Model, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._model = model

    def warm_up(self) -> None:
        """Do nothing: there is nothing to set up."""

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,  # noqa: ARG002 - too fast to be worth interrupting
    ) -> list[Candidate]:
        """Candidates from all passages, best first, none overlapping another."""
        if asks_for_words(question):
            candidates = self._quotations(question, vector, found, opened)
        else:
            candidates = self.sentences(question, vector, found, opened)
            candidates = with_definitions(question, found, candidates)
        return finished(ranked(candidates))

    def sentences(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        """Every sentence of the best passages, in no particular order."""
        found = found[:_MAX_PASSAGES]
        features = SentenceFeatures(question, vector, found, opened)
        sentences = [
            self._sentence(question, item, number, own)
            for rank, (item, numbers) in steps(enumerate(_new_sentences(found)))
            for number, own in features.of_passage(item, rank, numbers)
            if not is_withdrawn(question.text, item.located.article, number)
        ]
        return _without_echoes(question, sentences)

    def _sentence(
        self, question: Question, item: Found, number: int, features: Features
    ) -> Candidate:
        article = item.located.article
        quote = article.sentences[number]
        typed = typed_spans(question, article.text[quote.start : quote.end])
        features = features | _type_features(question, typed)
        only = typed[0] if len(typed) == 1 else None
        return Candidate(
            article=article,
            version_pk=item.located.version_pk,
            quote=quote,
            highlight=only.moved(quote.start) if only else None,
            confidence=self._model.sentence.probability(features),
            features=features,
        )

    def _quotations(
        self, question: Question, vector: Vectors, found: Sequence[Found], opened: OpenCollection
    ) -> list[Candidate]:
        """Every quotation of the person asked about, from the articles found."""
        features = QuotationFeatures(question, vector, found, opened)
        articles = {item.located.version_pk: item.located.article for item in found}
        told: list[tuple[QuotedSentences, Features]] = []
        for version_pk, article in steps(articles.items()):
            asked = [
                quoted_sentences(version_pk, article, quote)
                for quote in article.quotes
                if is_asked_for(article, quote, question)
            ]
            speakers = _speakers(asked)
            told += [(quoted, features.of(quoted, speakers)) for quoted in asked]
        found_by = headlines_where_needed([of_one for _, of_one in told])
        candidates = [
            self._quotation(question, quoted, of_one)
            for (quoted, _), of_one in zip(told, found_by, strict=True)
        ]
        return _without_echoes(question, candidates)

    def _quotation(
        self, question: Question, quoted: QuotedSentences, features: Features
    ) -> Candidate:
        quote = quoted.quote
        asks_who = question.kind is Kind.SAID_BY
        whole = quote.content[0] if len(quote.content) == 1 else None
        return Candidate(
            article=quoted.article,
            version_pk=quoted.version_pk,
            quote=quoted.span,
            highlight=quote.source if asks_who else whole,
            also=() if asks_who or whole else tuple(quote.content),
            said=quote,
            confidence=self._model.statement.probability(features),
            features=features,
        )


def load_sentence_reader() -> SentenceReader:
    """Build the sentence reader with the weights that come with it.

    Raises:
        SettingsError: the weights file is missing or damaged.
    """
    try:
        data = WEIGHTS_FILE.read_bytes()
        model = msgspec.json.decode(data, type=Model)
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(f"{WEIGHTS_FILE}: {exc}; reinstall Dateline") from exc
    return SentenceReader(model, "sentence-" + hashlib.sha256(data).hexdigest()[:12])


def _new_sentences(found: Iterable[Found]) -> Iterator[tuple[Found, list[int]]]:
    """Each passage with the numbers of its sentences that no better passage contains."""
    seen: set[tuple[int, int]] = set()
    for item in found:
        located = item.located
        numbers = range(located.first_sentence, located.last_sentence + 1)
        new = [n for n in numbers if (located.version_pk, n) not in seen]
        seen |= {(located.version_pk, n) for n in new}
        yield item, new


def _without_echoes(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that say more than the question does."""
    echoes = Echoes(question.text)
    return [one for one in candidates if not echoes.answer_nothing(one.text)]


def _type_features(question: Question, typed: Sequence[Span]) -> Features:
    """Whether the sentence has words of the type that the question expects."""
    is_untyped = expects_type(question.kind) and not typed
    return {"typed": 1.0 if typed else 0.0, "untyped": 1.0 if is_untyped else 0.0}


def _speakers(quotations: Iterable[QuotedSentences]) -> Mapping[int, str | None]:
    """Who speaks in each sentence of the quotations."""
    return {number: quoted.quote.speaker for quoted in quotations for number in quoted.numbers}
