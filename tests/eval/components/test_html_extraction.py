"""The referee of extraction counts as Zyte's benchmark does."""

from eval.components.html_extraction import Agreement, Overlap, agreement, overlap


def test_shingles_of_four_words_are_counted_with_their_repetitions() -> None:
    assert overlap("a b c d e", "a b c d e") == Overlap(both=2, extra=0, missed=0)
    assert overlap("a b c d e", "a, b; c d!") == Overlap(both=1, extra=0, missed=1)
    assert overlap("a b c d", "a b c d a b c d") == Overlap(both=1, extra=4, missed=0)
    assert overlap("a b", "") == Overlap(both=0, extra=0, missed=1)


def test_metadata_agrees_whatever_its_case_and_punctuation() -> None:
    pairs = [("A: b", "a B"), ("x", "y"), ("x", None), (None, "y"), (None, ""), ("", None)]

    assert agreement(pairs) == Agreement(right=1, wrong=1, missed=1, invented=1)
