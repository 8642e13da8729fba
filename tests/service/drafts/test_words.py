"""Words as quotations are compared by them."""

from hypothesis import given
from hypothesis import strategies as st

from service.drafts.words import keys_in, words_between

_LETTERS = st.text(st.sampled_from("aÉé'’ʼ −-$€1.,%“” \u00ad\u200bﬁ[]…"), max_size=40)


@given(_LETTERS | st.text(max_size=40))
def test_the_keys_alone_are_those_of_the_words(text: str) -> None:
    assert keys_in(text) - {""} == {word.key for word in words_between(text)}
