"""Words as quotations are compared by them."""

from hypothesis import given
from hypothesis import strategies as st

from service.drafts.words import keys_in, words_between, words_within

_LETTERS = st.text(st.sampled_from("aÉé'’ʼ −-$€1.,%“” \u00ad\u200bﬁ[]…"), max_size=40)


@given(_LETTERS | st.text(max_size=40))
def test_the_keys_alone_are_those_of_the_words(text: str) -> None:
    assert keys_in(text) - {""} == {word.key for word in words_between(text)}


@given(_LETTERS, st.integers(0, 40), st.integers(0, 40))
def test_the_words_of_a_part_are_taken_from_those_of_the_whole(
    text: str, start: int, end: int
) -> None:
    known = words_between(text)
    assert list(words_within(known, text, start, end)) == words_between(text, start, end)
