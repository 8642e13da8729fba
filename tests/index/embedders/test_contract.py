"""What every embedder keeps, whichever files lie in the folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.embedders
from index.embedders import load
from index.embedders.contract import Embedder
from index.errors import SettingsError
from index.records import Span, Vectors

FOLDER = Path(index.embedders.__file__).parent
LIGHT = {"letters"}
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if "\ndef create(" in path.read_text())

TEXTS = [
    "Ministers will meet in Ottawa on Tuesday to review the trade agreement.",
    "Short.",
    "",
    "   \n\t ",
    "1234 !? 5678",
    "🙂🙃 👩‍👩‍👧‍👦 emoji only, nearly",
    "قال الوزير إن الاتفاق سيُراجع في يوليو",
    "שר האוצר אמר שהתקציב יאושר",
    "a\0b\x01c\x1b[31m\u202e\ufeff",
    "half a surrogate \ud83d stands here",
    "“Curly quotes,” she said — and a dash…\r\nA second line.",
    "東京は晴れ。大阪は雨。",
]


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in LIGHT else pytest.mark.model) for name in NAMES],
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return load(request.param)


def passages(embedder: Embedder, texts: list[str]) -> Vectors:
    return embedder.embed_passages(texts, [[] for _ in texts])[0]


def assert_unit(rows: Vectors) -> None:
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)


def test_both_embedders_that_come_with_it_are_found() -> None:
    assert {"letters", "minilm"} <= set(NAMES)


def test_rows_are_float32_of_unit_length_even_for_hostile_texts(embedder: Embedder) -> None:
    for rows in (embedder.embed_questions(TEXTS), passages(embedder, TEXTS)):
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), embedder.dim)
        assert_unit(rows)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    vectors, inner = embedder.embed_passages([], [])

    assert embedder.embed_questions([]).shape == (0, embedder.dim)
    assert vectors.shape == (0, embedder.dim)
    assert inner == []
    assert embedder.count([]) == []


def test_a_text_alone_is_embedded_as_in_a_batch_in_its_place(embedder: Embedder) -> None:
    texts = [*TEXTS, *(f"{text} {number}" for number in range(30) for text in TEXTS[:3])]

    together = passages(embedder, texts)

    alone = np.concatenate([passages(embedder, [text]) for text in texts[: len(TEXTS)]])
    cosines = np.sum(together[: len(TEXTS)] * alone, axis=1)
    assert cosines.min() > 0.999


def test_questions_differ_from_each_other_but_not_from_themselves(embedder: Embedder) -> None:
    rows = embedder.embed_questions(["Who won?", "What did it cost?", "Who won?"])

    assert rows[0] @ rows[2] > 0.999
    assert rows[0] @ rows[1] < 0.99


def test_spans_get_rows_of_unit_length_in_order(embedder: Embedder) -> None:
    text = "The bridge opens in May. It cost 40 million euros. Nobody objected."
    ends = [24, 50, len(text)]
    spans = [Span(0, ends[0]), Span(ends[0] + 1, ends[1]), Span(ends[1] + 1, ends[2])]

    _, (rows, none) = embedder.embed_passages([text, "Another."], [spans, []])

    assert rows.shape == (3, embedder.dim)
    assert none.shape == (0, embedder.dim)
    assert rows.dtype == np.float32
    assert_unit(rows)
    _, (turned,) = embedder.embed_passages([text], [spans[::-1]])
    assert np.sum(rows * turned[::-1], axis=1).min() > 0.999


def test_a_span_without_a_token_is_a_zero_row(embedder: Embedder) -> None:
    _, (rows,) = embedder.embed_passages(["one   two"], [[Span(3, 6), Span(2, 2), Span(50, 60)]])

    assert not rows.any()


def test_a_span_beyond_the_window_is_a_zero_row(embedder: Embedder) -> None:
    text = "word " * 2000

    _, (rows,) = embedder.embed_passages([text], [[Span(0, 20), Span(9000, 9020)]])

    assert rows[0].any()
    assert not rows[1].any()


def test_a_text_of_ten_thousand_words_is_its_head(embedder: Embedder) -> None:
    head = "The council met on Monday and argued about the harbour. " * 60
    texts = [head + "Zebras quiz xylophones. " * 9_000, head + "Bananas. " * 9_000]

    first, second = passages(embedder, texts)

    assert first @ second > 0.999
    assert embedder.count([texts[0]])[0] > 10_000


def test_counts_add_up(embedder: Embedder) -> None:
    one, two, both, none = embedder.count(
        ["Good news", "for everyone", "Good news for everyone", ""]
    )

    assert none == 0
    assert both == one + two


def test_a_text_that_fills_the_window_is_read_to_its_end(embedder: Embedder) -> None:
    words = embedder.window - 2
    text = " ".join(["news"] * words)

    _, (rows,) = embedder.embed_passages([text], [[Span(len(text) - 4, len(text))]])

    assert embedder.count([text]) == [words]
    assert rows.any()


def test_eight_threads_get_what_one_gets(embedder: Embedder) -> None:
    batches = [[f"{text} {number}" for text in TEXTS] for number in range(8)]
    serial = [passages(embedder, batch) for batch in batches]
    questions = [embedder.embed_questions(batch) for batch in batches]

    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(embedder.count, batches)
        asked = pool.map(embedder.embed_questions, batches)
        found = list(pool.map(lambda batch: passages(embedder, batch), batches))

    np.testing.assert_allclose(found, serial, atol=1e-5)
    np.testing.assert_allclose(list(asked), questions, atol=1e-5)
    assert list(counts) == [embedder.count(batch) for batch in batches]


def test_the_fingerprint_stays_the_same(embedder: Embedder) -> None:
    assert embedder.fingerprint
    assert embedder.fingerprint == load(embedder_name(embedder)).fingerprint


def embedder_name(embedder: Embedder) -> str:
    return type(embedder).__module__.rpartition(".")[2]


@pytest.mark.parametrize("name", ["contract", "pretrained"])
def test_a_part_of_embedders_is_not_an_embedder(name: str) -> None:
    with pytest.raises(SettingsError, match="a helper module; choose one of letters, minilm"):
        load(name)
