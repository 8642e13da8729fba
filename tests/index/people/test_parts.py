"""Speakers are split into parts that are joined on their own."""

from hypothesis import given
from hypothesis import strategies as st

from index.people.parts import last_words, parts_of

_FIRST, _LAST = ("", "Ann ", "José "), ("Müller", "Mueller", "Muller", "Lee", "Léé", "Cruz", "?")
_SPEAKERS = st.builds("{}{}".format, st.sampled_from(_FIRST), st.sampled_from(_LAST))


@given(st.dictionaries(_SPEAKERS, st.integers(1, 5)), st.integers(1, 12))
def test_nobody_in_one_part_shares_a_last_word_with_another(
    counts: dict[str, int], most: int
) -> None:
    parts = list(parts_of(counts, most))

    named = [speaker for speaker in counts if last_words(speaker)]
    assert sorted(speaker for part in parts for speaker in part) == sorted(named)
    ending = [{word for speaker in part for word in last_words(speaker)} for part in parts]
    assert sum(map(len, ending)) == len(set().union(*ending))


def test_parts_are_as_large_as_they_may_be() -> None:
    counts = {"Ann Lee": 3, "Bo Cruz": 2, "Cy Diaz": 2, "Di Lee": 4, "Ed Moss": 9}

    parts = [set(part) for part in parts_of(counts, 7)]

    assert parts == [{"Ann Lee", "Di Lee"}, {"Bo Cruz", "Cy Diaz"}, {"Ed Moss"}]
