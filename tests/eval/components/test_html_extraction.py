"""The referee of extraction counts as Zyte's benchmark does."""

import pytest

from eval.components.html_extraction import (
    DEFAULT_FOLDER,
    Agreement,
    Overlap,
    agreement,
    body_scores,
    main,
    overlap,
)


def test_shingles_of_four_words_are_counted_with_their_repetitions() -> None:
    assert overlap("a b c d e", "a b c d e") == Overlap(both=2, extra=0, missed=0)
    assert overlap("a b c d e", "a, b; c d!") == Overlap(both=1, extra=0, missed=1)
    assert overlap("a b c d", "a b c d a b c d") == Overlap(both=1, extra=4, missed=0)
    assert overlap("a b", "") == Overlap(both=0, extra=0, missed=1)


def test_each_page_counts_once_and_f1_is_that_of_the_means() -> None:
    scores = body_scores([Overlap(10, 0, 0), Overlap(1, 1, 3), Overlap(0, 0, 4)])

    assert scores.precision == pytest.approx(0.75)
    assert scores.recall == pytest.approx((1 + 0.25 + 0) / 3)
    assert scores.f1 == pytest.approx(2 * 0.75 * scores.recall / (0.75 + scores.recall))


def test_metadata_agrees_whatever_its_case_and_punctuation() -> None:
    pairs = [("A: b", "a B"), ("x", "y"), ("x", None), (None, "y"), (None, ""), ("", None)]

    assert agreement(pairs) == Agreement(right=1, wrong=1, missed=1, invented=1)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.skipif(not DEFAULT_FOLDER.exists(), reason="the shared pages are not here")
def test_the_report_has_a_line_for_each_set() -> None:
    report = list(main(DEFAULT_FOLDER))

    assert [line.split()[:2] for line in report[1:3]] == [
        ["zyte_dev", "102"],
        ["readability_dev", "71"],
    ]
