"""Questions and windows as rows of tokens: offsets that hold, nothing cut off unread."""

import pytest

from index.networks.model_folders import model_folder
from service.reading.networks.pairs import LONGEST_HEAD, LONGEST_QUESTION, Pairs, Row

QUESTION = "What did it cost?"


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return Pairs((model_folder() / "tokenizer.json").read_text("utf-8"), 64)


def read(row: Row, text: str) -> list[str]:
    return [text[a:b] for a, b in zip(row.starts.tolist(), row.ends.tolist(), strict=True)]


def test_every_token_has_its_place_in_the_window(pairs: Pairs) -> None:
    text = "“Três” \U0001f600 cost $5."

    (row,) = pairs.encode(QUESTION, [text])

    assert "".join(read(row, text)) == text.replace(" ", "")
    assert all(row.segments[n] == 1 for n in row.context)
    assert len(row.ids) == len(row.segments)


def test_a_long_window_becomes_overlapping_rows(pairs: Pairs) -> None:
    text = " ".join(f"word{n}" for n in range(60))

    rows = pairs.encode(QUESTION, [text])

    assert len(rows) > 1
    assert {row.window for row in rows} == {0}
    assert all(len(row.ids) <= 64 for row in rows)
    assert rows[1].starts[0] < rows[0].ends[-1]


def test_rows_name_the_window_they_come_from(pairs: Pairs) -> None:
    rows = pairs.encode(QUESTION, ["One.", "Two.", "Three."])

    assert [row.window for row in rows] == [0, 1, 2]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b"])
def test_a_window_without_a_token_has_no_row(pairs: Pairs, text: str) -> None:
    assert [row.window for row in pairs.encode(QUESTION, [text, "Five."])] == [1]


def test_a_question_longer_than_the_window_leaves_room_for_the_text() -> None:
    pairs = Pairs((model_folder() / "tokenizer.json").read_text("utf-8"), 256)
    question = "why " * 5_000

    (row,) = pairs.encode(question, ["It rained."])

    assert read(row, "It rained.") == ["It", "rained", "."]
    assert len(row.ids) == LONGEST_QUESTION + 3 + 3


def test_a_sentence_of_ten_thousand_words_has_a_limited_number_of_rows(pairs: Pairs) -> None:
    rows = pairs.encode(QUESTION, ["word " * 10_000])

    assert 1 <= len(rows) <= 4


@pytest.mark.parametrize("text", ["\ud800 x", "中文字", "हिन्दी", "!?!?", "\x00a"])
def test_hostile_text_keeps_its_offsets(pairs: Pairs, text: str) -> None:
    for row in pairs.encode(QUESTION, [text]):
        assert all(0 <= a < b <= len(text) for a, b in zip(row.starts, row.ends, strict=True))


def test_a_head_stands_between_question_and_window(pairs: Pairs) -> None:
    texts, heads = ["It cost “$5”.", "It rained."], ["The price of bread", ""]

    plain = pairs.encode(QUESTION, texts)
    headed = pairs.encode(QUESTION, texts, heads)

    assert read(headed[0], texts[0]) == read(plain[0], texts[0])
    assert [headed[0].ids[n] for n in headed[0].context] == [
        plain[0].ids[n] for n in plain[0].context
    ]
    # Four words and the separator after them belong to the first segment, like the question.
    assert len(headed[0].ids) == len(plain[0].ids) + 5
    assert headed[0].segments.count(0) == plain[0].segments.count(0) + 5
    assert headed[1].ids == plain[1].ids


def test_a_long_head_is_cut(pairs: Pairs) -> None:
    (plain,) = pairs.encode(QUESTION, ["It rained."])
    (headed,) = pairs.encode(QUESTION, ["It rained."], ["word " * 5_000])

    assert len(headed.ids) == len(plain.ids) + LONGEST_HEAD + 1


@pytest.mark.parametrize("head", ["\ud800 x", "中文字", "[SEP] [CLS]", "\x00a", "  "])
def test_hostile_heads_leave_the_offsets_as_they_are(pairs: Pairs, head: str) -> None:
    (row,) = pairs.encode(QUESTION, ["It cost “$5”."], [head])

    assert read(row, "It cost “$5”.") == ["It", "cost", "“", "$", "5", "”", "."]
