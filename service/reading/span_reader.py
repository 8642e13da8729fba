"""Reading with a network: windows of the best passages in, candidates with a confidence out.

    passages --sentence reader--> sentences --neighbours--> windows --network--> spans
             --features--> one probability --> candidates, best first

The span is the highlight, the sentence around it the quote.
"""

from collections.abc import Callable, Sequence

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.interruption import steps
from index.records import Article, Span, Vectors
from index.search import Found
from index.text.matching.echoes import Echoes
from service.candidates import Candidate
from service.questions.spelling.capitals import with_capitals
from service.questions.understand import (
    Kind,
    Question,
    asks_for_several,
    asks_for_words,
    asks_where_it_happened,
)
from service.reading.ahead import tell_unfinished
from service.reading.confidence import ConfidenceModel, ConfidenceModels, Features
from service.reading.culprits.markable import markable
from service.reading.decoding import ScoredSpan, best_spans, margin_within
from service.reading.definitions.candidates import with_definitions
from service.reading.features.quotation_features import network_features
from service.reading.features.span_features import SpanFeatures, with_comparisons
from service.reading.list_items import SPANS_PER_LIST_WINDOW, with_list_items
from service.reading.networks.network import Logits, Network
from service.reading.networks.pairs import Pairs
from service.reading.parts_of_wholes import part_asked_for
from service.reading.ranking import finished, ranked
from service.reading.sentence_reader import SentenceReader
from service.reading.windows import (
    ReadingBudget,
    Window,
    choose_windows,
    windows_of_quotations,
)
from service.reading.withdrawn import is_withdrawn
from service.telling import is_heard

_SPANS_PER_WINDOW = 3

Look = Callable[[int, list[ScoredSpan]], object]
"""Is given the number of a text and its spans, before the next text is read."""


class SpanReader:
    """Finds the words that answer, and says how likely they do."""

    def __init__(
        self,
        network: Network,
        pairs: Pairs,
        budget: ReadingBudget,
        confidences: ConfidenceModels,
        sentences: SentenceReader,
        fingerprint: str,
    ) -> None:
        self.fingerprint = fingerprint
        self.network = network
        self.pairs = pairs
        self.budget = budget
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
        """Candidates from all passages, best first, none overlapping another."""
        if asks_for_words(question):
            quotations = self._sentences.read(question, vector, found, opened)
            return self._score_quotations(question, quotations, until)
        question = structs.replace(question, text=with_capitals(question.text, opened))
        sentences = ranked(self._sentences.sentences(question, vector, found, opened))
        windows = choose_windows(sentences, self.budget.windows, self.budget.characters)
        features = SpanFeatures(question, found, sentences)
        is_chosen = _is_chosen_article(found, opened)
        confidence = self.confidences.article if is_chosen else self.confidences.collection

        def finish(scored: Sequence[Candidate]) -> list[Candidate]:
            return finished(with_definitions(question, found, scored))

        return finish(self._read_windows(question, windows, features, confidence, until, finish))

    def _read_windows(
        self,
        question: Question,
        windows: Sequence[Window],
        features: SpanFeatures,
        confidence: ConfidenceModel,
        until: float | None,
        finish: Callable[[Sequence[Candidate]], list[Candidate]],
    ) -> list[Candidate]:
        """Candidates from the windows, best first; stops as soon as the answer is settled.

        Whoever listens is told of them each time that another window of the first stage is read.
        """
        read: list[Candidate] = []
        scored: list[Candidate] = []

        def look(number: int, spans: Sequence[ScoredSpan]) -> None:
            read.extend(_candidates(question, windows[number], spans, features))
            scored[:] = confidence.score(with_comparisons(read))
            if number + 1 < self.budget.first or not confidence.is_settled(scored):
                tell_unfinished(finish(scored), windows, number + 1)

        for stage in steps(self.budget.stages(windows, until)):
            if is_heard() and not read:
                self._window_spans(question, stage, look)
            else:
                for window, spans in zip(stage, self._window_spans(question, stage), strict=True):
                    read += _candidates(question, window, spans, features)
                scored = confidence.score(with_comparisons(read))
            if confidence.is_settled(scored):
                break
        return scored

    def _score_quotations(
        self, question: Question, quotations: Sequence[Candidate], until: float | None
    ) -> list[Candidate]:
        """Quotations, the first of them scored by what the network finds in their words, too."""
        confidence = self.confidences.quotations
        is_on_topic = question.kind is Kind.STATEMENT and bool(question.topic)
        if not is_on_topic or not confidence.uses_network_score:
            return list(quotations)
        legible = [c for c in quotations if _is_english(c.article)]
        budget = self.budget
        windows = windows_of_quotations(legible, budget.windows, budget.characters)
        read: list[Candidate] = []
        for stage in steps(budget.stages(windows, until)):
            read += self._with_network_features(question, stage)
        return _with_unread(confidence.score(read), quotations)

    def _with_network_features(
        self, question: Question, windows: Sequence[tuple[Window, Sequence[Candidate]]]
    ) -> list[Candidate]:
        """The quotations in some windows, with what the network finds in their words."""
        rows = self.pairs.encode(question.text, [window.text for window, _ in windows])
        margins: dict[tuple[int, int], float] = {}
        for row, logits in zip(rows, self.network.read(rows), strict=True):
            window, quotations = windows[row.window]
            for number, candidate in enumerate(quotations):
                words = candidate.said.content if candidate.said else [candidate.quote]
                moved = [span.moved(-window.start) for span in words]
                margin = margin_within(row, logits, moved)
                key = row.window, number
                margins[key] = max(margin, margins.get(key, margin))
        return [
            structs.replace(c, features={**c.features, **network_features(c, margins[at, number])})
            for at, (_, quotations) in enumerate(windows)
            for number, c in enumerate(quotations)
        ]

    def spans(
        self, question: str, texts: Sequence[str], k: int = 3, heads: Sequence[str] = ()
    ) -> list[list[ScoredSpan]]:
        """The `k` best spans of each text, best first; an empty list for a text without any.

        Heads are read before the texts, if the network was trained with heads.
        """
        whole = [[Span(0, len(text))] for text in texts]
        return self._spans(question, texts, whole, k, heads if self.budget.heads else ())

    def _window_spans(
        self, question: Question, windows: Sequence[Window], look: Look | None = None
    ) -> list[list[ScoredSpan]]:
        texts = [window.text for window in windows]
        sentences = [_that_may_answer(question, window) for window in windows]
        heads = [window.head for window in windows] if self.budget.heads else []
        k = SPANS_PER_LIST_WINDOW if asks_for_several(question.text) else _SPANS_PER_WINDOW
        return self._spans(question.text, texts, sentences, k, heads, look)

    def _spans(
        self,
        question: str,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        k: int,
        heads: Sequence[str] = (),
        look: Look | None = None,
    ) -> list[list[ScoredSpan]]:
        """The best spans of each text, all within one of its `sentences`."""
        rows = self.pairs.encode(question, texts, heads)
        ends = {row.window: number for number, row in enumerate(rows)}
        spans: list[list[ScoredSpan]] = [[] for _ in texts]

        def take(number: int, logits: Logits) -> None:
            text = rows[number].window
            spans[text] += best_spans(rows[number], logits, texts[text], sentences[text], k)
            if number == ends[text]:
                spans[text] = sorted(spans[text], key=lambda span: -span.margin)[:k]
                if look:
                    look(text, spans[text])

        if look:
            self.network.read(rows, take)
        else:
            for number, logits in enumerate(self.network.read(rows)):
                take(number, logits)
        return spans


def _is_chosen_article(found: Sequence[Found], opened: OpenCollection) -> bool:
    """Whether the search was limited to one article, which is then sure to be on the subject.

    Nobody chose the only article of a collection.
    """
    is_one = len({item.located.version_pk for item in found}) == 1
    return is_one and len(found) < opened.lexical.count


def _is_english(article: Article) -> bool:
    """Whether the network can read the article: it was trained on English alone."""
    return (article.language or "en").lower().startswith("en")


def _that_may_answer(question: Question, window: Window) -> list[Span]:
    """The sentences of a window without what answers nothing, as offsets into its text."""
    # Where a story was written is where it happened; it answers no other question.
    datelines_too = asks_where_it_happened(question)
    sentences = window.sentences if datelines_too else window.sentences_without_datelines
    echoes, text = Echoes(question.text), window.text
    answering = [
        one
        for number, one in enumerate(sentences, window.first)
        if not echoes.answer_nothing(text[one.start : one.end])
        and not is_withdrawn(question.text, window.article, number)
    ]
    whole = [one.moved(window.start) for one in answering]
    parts = markable(question.text, window.article, whole)
    return [one.moved(-window.start) for one in parts]


def _candidates(
    question: Question, window: Window, spans: Sequence[ScoredSpan], features: SpanFeatures
) -> list[Candidate]:
    """Candidates made of the spans of a window, best first."""
    is_list = asks_for_several(question.text)
    candidates: list[Candidate] = []
    for rank, span in enumerate(spans[:_SPANS_PER_WINDOW]):
        quote = window.sentence_around(span.start)
        own = features.of(window, span, quote, rank)
        candidate = _candidate(question, window, span, quote, own)
        if is_list:
            candidate = with_list_items(candidate, window, span, spans)
        candidates.append(candidate)
    return candidates


def _candidate(
    question: Question, window: Window, span: ScoredSpan, quote: Span, features: Features
) -> Candidate:
    is_verdict = question.kind is Kind.YES_NO
    marked = Span(window.start + span.start, window.start + span.end)
    marked = part_asked_for(question.text, window.article.text, quote, marked)
    return Candidate(
        article=window.article,
        version_pk=window.version_pk,
        quote=quote,
        # The whole sentence answers a yes-or-no question.
        highlight=None if is_verdict else marked,
        features=features,
    )


def _with_unread(scored: Sequence[Candidate], all_of_them: Sequence[Candidate]) -> list[Candidate]:
    """The scored candidates and the others, which get no higher confidence than the best scored."""
    if not scored:
        return list(all_of_them)
    known = {(c.version_pk, c.quote) for c in scored}
    highest = scored[0].confidence
    others = [
        structs.replace(c, confidence=min(c.confidence, highest))
        for c in all_of_them
        if (c.version_pk, c.quote) not in known
    ]
    # A stable sort: of equal confidences those that were scored come first, in their order.
    return sorted([*scored, *others], key=lambda candidate: -candidate.confidence)
