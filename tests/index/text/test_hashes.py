"""Fingerprints of text."""

from hypothesis import given
from hypothesis import strategies as st

from index.text.hashes import differing_bits, pack, simhash, unpack

_STORY = (
    "The harbour authority said on Tuesday that the northern quay will close for eleven weeks "
    "while crews replace the timber piles that were damaged in the January storm, and that "
    "ferries will leave from the fish market instead."
)


def test_a_copy_with_one_other_word_differs_in_few_bits() -> None:
    copy = _STORY.replace("Tuesday", "Wednesday")

    assert differing_bits(simhash(_STORY), simhash(copy)) <= 12


def test_another_story_differs_in_many_bits() -> None:
    other = (
        "Voters in Redmill will decide in May whether to borrow nine million dollars for a school "
        "whose roof has leaked since the spring, the board announced after a long meeting."
    )

    assert differing_bits(simhash(_STORY), simhash(other)) >= 18


def test_case_and_punctuation_do_not_count() -> None:
    assert simhash("A bridge, opened: today!") == simhash("a BRIDGE opened today")


@given(st.text())
def test_packing_loses_nothing(text: str) -> None:
    assert unpack(pack(text)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_simhash_fits_a_signed_64_bit_column(text: str) -> None:
    assert -(2**63) <= simhash(text) < 2**63
