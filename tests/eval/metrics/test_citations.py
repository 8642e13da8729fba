from eval.metrics.citations import precision, recall
from eval.records import Share


def test_precision_is_over_the_citations_shown() -> None:
    assert precision([True, False, True]) == Share(2, 3)


def test_recall_is_over_what_had_to_be_cited() -> None:
    assert recall([False, True, False, False]) == Share(1, 4)


def test_without_citations_or_evidence_nothing_is_said() -> None:
    assert (precision([]), recall([])) == (Share(0, 0), Share(0, 0))
