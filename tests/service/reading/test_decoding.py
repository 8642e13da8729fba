"""Spans from logits: whole words, one sentence, no overlap, honest margins."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from service.reading.decoding import LONGEST, ScoredSpan, best_spans, margin_within
from service.reading.networks.network import Logits
from service.reading.networks.pairs import Row

TEXT = "Ann Lee paid $1.5 million. Bob Roe left."
SENTENCES = [Span(0, 26), Span(27, 40)]


def row_of(text: str, pieces: str = r"\w|[^\w\s]") -> Row:
    """Each letter is a token: the worst tokenizer."""
    found = list(re.finditer(pieces, text))
    return Row(
        window=0,
        ids=[1] * (len(found) + 2),
        segments=[0] * (len(found) + 2),
        context=np.arange(1, len(found) + 1),
        starts=np.array([match.start() for match in found], np.int64),
        ends=np.array([match.end() for match in found], np.int64),
    )


def logits_at(row: Row, start: int, end: int, null: float = 0.0) -> Logits:
    """High where a token begins at `start`, and where one ends at `end`."""
    return Logits(
        start=np.where(row.starts == start, 5.0, 0.0).astype(np.float32),
        end=np.where(row.ends == end, 5.0, 0.0).astype(np.float32),
        null=(null, null),
        relevance=1.5,
    )


def words(spans: list[ScoredSpan], text: str = TEXT) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_the_best_span_is_where_start_and_end_are_highest() -> None:
    row = row_of(TEXT)

    (best,) = best_spans(row, logits_at(row, 27, 34), TEXT, SENTENCES, k=1)

    assert words([best]) == ["Bob Roe"]
    assert best.margin == pytest.approx(10.0)
    assert best.relevance == 1.5


def test_the_margin_of_some_words_is_that_of_the_best_start_and_end_in_them() -> None:
    row = row_of(TEXT)
    logits = logits_at(row, 27, 34, null=1.0)

    assert margin_within(row, logits, [SENTENCES[1]]) == pytest.approx(8.0)
    assert margin_within(row, logits, [Span(0, 3), Span(30, 40)]) == pytest.approx(3.0)
    assert margin_within(row, logits, [SENTENCES[0]]) == pytest.approx(-2.0)
    assert margin_within(row, logits, [Span(300, 400)]) == -math.inf


def test_a_span_is_made_of_whole_words_and_numbers() -> None:
    row = row_of(TEXT)
    inside = logits_at(row, TEXT.index("5"), TEXT.index("5") + 1)

    spans = best_spans(row, inside, TEXT, SENTENCES, k=9)

    # "5" is not a word by itself: it belongs to "1.5".
    borders = {0, 3, 4, 7, 8, 12, 13, 14, 17, 18, 25, 26, 27, 30, 31, 34, 35, 39, 40}
    assert spans
    assert all({span.start, span.end} <= borders for span in spans)


def test_a_span_does_not_cross_a_sentence_border() -> None:
    row = row_of(TEXT)

    spans = best_spans(row, logits_at(row, 18, 34), TEXT, SENTENCES)

    assert spans
    assert all(span.end <= 26 or span.start >= 27 for span in spans)


def test_text_outside_all_sentences_is_never_quoted() -> None:
    row = row_of(TEXT)

    spans = best_spans(row, logits_at(row, 0, 7), TEXT, SENTENCES[1:])

    assert spans
    assert all(span.start >= 27 for span in spans)


def test_without_any_sentence_there_is_no_span() -> None:
    row = row_of(TEXT)

    assert best_spans(row, logits_at(row, 0, 7), TEXT, []) == []


def test_the_margin_is_the_score_above_no_answer() -> None:
    row = row_of(TEXT)

    (unsure,) = best_spans(row, logits_at(row, 0, 7, null=8.0), TEXT, SENTENCES, k=1)

    assert unsure.margin == pytest.approx(-6.0)
    others = len(row.context) - 1
    part = math.exp(5) / (math.exp(5) + others + math.exp(8))
    assert unsure.probability == pytest.approx(part**2, rel=1e-4)


@given(
    st.text(st.sampled_from("ab1.,: \n“”é\U0001f600"), min_size=1, max_size=120),
    st.integers(0, 2**32 - 1),
)
def test_spans_lie_within_sentences_and_do_not_overlap(text: str, seed: int) -> None:
    row = row_of(text)
    rng = np.random.default_rng(seed)
    count = len(row.context)
    start, end = (rng.normal(size=count).astype(np.float32) for _ in range(2))
    half = len(text) // 2
    sentences = [Span(0, half), Span(half, len(text))]
    if not count:
        return

    spans = best_spans(row, Logits(start, end, (0.0, 0.0), None), text, sentences, k=5)

    assert [span.margin for span in spans] == sorted((s.margin for s in spans), reverse=True)
    for number, span in enumerate(spans):
        assert 0 <= span.start < span.end <= len(text)
        assert span.end <= half or span.start >= half
        assert 0 <= span.probability <= 1
        assert span.end - span.start <= LONGEST * 4
        for other in spans[:number]:
            assert span.end <= other.start or other.end <= span.start


def test_punctuation_alone_is_not_a_span() -> None:
    text = '“ " Ann.'
    row = row_of(text)

    spans = best_spans(row, logits_at(row, 2, 3), text, [Span(0, len(text))], k=9)

    assert words(spans, text) == ["Ann"]
