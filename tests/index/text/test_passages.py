"""Passages: whole sentences, nothing lost, quotations kept together."""

from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from index.text.segmentation.passages import split_passages
from index.text.segmentation.sentences import split_sentences


def _split(text: str, room: int, overlap: int = 1) -> list[str]:
    sentences = split_sentences(text)
    tokens = [len(text[s.start : s.end].split()) for s in sentences]
    passages = split_passages(text, sentences, tokens, room, overlap)
    return [text[sentences[p.start].start : sentences[p.end].end] for p in passages]


def test_sentences_that_fit_are_one_passage() -> None:
    assert _split("One two. Three four.", room=10) == ["One two. Three four."]


def test_a_passage_begins_with_the_last_sentence_of_the_one_before() -> None:
    text = "One two three.\n\nFour five six.\n\nSeven eight nine."

    assert _split(text, room=6) == [
        "One two three.\n\nFour five six.",
        "Four five six.\n\nSeven eight nine.",
    ]


def test_paragraphs_stay_whole_where_they_fit() -> None:
    text = "Aa bb cc dd.\n\nEe ff gg. Hh ii jj.\n\nKk ll."

    assert _split(text, room=8, overlap=0) == ["Aa bb cc dd.", "Ee ff gg. Hh ii jj.\n\nKk ll."]


def test_a_quotation_over_two_paragraphs_stays_with_its_attribution() -> None:
    text = "Aa bb cc dd ee.\n\nShe said: “We will go.\n\n“We will stay,” she added."

    assert _split(text, room=11, overlap=0)[1].startswith("She said: “We will go.\n\n“We")


def test_a_sentence_longer_than_the_room_is_a_passage_by_itself() -> None:
    long = "Word " * 30 + "end."

    assert _split(f"Short one.\n\n{long}\n\nShort two.", room=10, overlap=0) == [
        "Short one.",
        long,
        "Short two.",
    ]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=60),
    st.integers(5, 40),
    st.integers(0, 3),
)
def test_every_sentence_is_in_a_passage_and_passages_fit(
    drawn: list[tuple[int, bool]], room: int, overlap: int
) -> None:
    sentences, text = [], ""
    for words, opens in drawn:
        start = len(text)
        text += ("“" if opens else "") + "w " * words
        sentences.append(Span(start, len(text)))
        text += "\n"
    tokens = [words for words, _ in drawn]

    passages = split_passages(text, sentences, tokens, room, overlap)

    covered = {n for p in passages for n in range(p.start, p.end + 1)}
    assert covered == set(range(len(sentences)))
    for passage in passages:
        size = sum(tokens[passage.start : passage.end + 1])
        assert size <= room or passage.start == passage.end
    assert [p.start for p in passages] == sorted({p.start for p in passages})
