from hypothesis import given
from hypothesis import strategies as st

from eval.peers.texts import chunks, fastest, sentences, whole_text


def test_chunks_have_the_given_number_of_words_and_keep_the_space_between() -> None:
    assert list(chunks(" one  two\nthree four five ", words=2)) == [
        "one  two",
        "three four",
        "five",
    ]
    assert list(chunks("  ")) == []


@given(st.text(), st.integers(min_value=1, max_value=5))
def test_chunks_lose_no_word(text: str, words: int) -> None:
    pieces = list(chunks(text, words))

    assert [word for piece in pieces for word in piece.split()] == text.split()
    assert all(len(piece.split()) == words for piece in pieces[:-1])


def test_sentences_end_at_stops_and_lines() -> None:
    assert sentences("One. Two!\nThree") == ["One.", "Two!", "Three"]


def test_a_title_is_put_before_its_text_once() -> None:
    assert whole_text({"id": "a", "title": "T", "text": "Body"}) == "T\n\nBody"
    assert whole_text({"id": "a", "title": "T", "text": "T\nBody"}) == "T\nBody"
    assert whole_text({"id": "a", "title": "", "text": "Body"}) == "Body"


def test_the_fastest_is_found_after_a_warm_up() -> None:
    calls: list[str] = []

    def slow() -> None:
        calls.append("slow")
        sum(range(300_000))

    def quick() -> None:
        calls.append("quick")
        if len(calls) < 3:
            sum(range(3_000_000))  # its first call loads something

    assert fastest({"slow": slow, "quick": quick}) == "quick"
    assert calls == ["slow", "quick"] * 3
