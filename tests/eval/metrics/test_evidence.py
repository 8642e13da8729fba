from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.evidence import sentence_overlap
from eval.records import Share

SENTENCES = st.sets(st.integers(0, 6))


def test_sentences_in_common_count_over_found_over_gold_and_over_both() -> None:
    overlap = sentence_overlap({("a", 1), ("a", 2), ("b", 1)}, {("a", 2), ("b", 9)})

    # One in common, three found, two gold: F1 = 2 * (1/3) * (1/2) / (1/3 + 1/2) = 2/5.
    assert overlap.precision == Share(1, 3)
    assert overlap.recall == Share(1, 2)
    assert overlap.f1 == Share(2, 5)


def test_where_nothing_is_found_precision_says_nothing_and_recall_is_zero() -> None:
    overlap = sentence_overlap(set(), {1})

    assert (overlap.precision, overlap.recall) == (Share(0, 0), Share(0, 1))


@given(SENTENCES, SENTENCES)
def test_swapping_found_and_gold_swaps_precision_and_recall(
    found: set[int], gold: set[int]
) -> None:
    one, other = sentence_overlap(found, gold), sentence_overlap(gold, found)

    assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)
    assert one.f1.part <= one.f1.whole
