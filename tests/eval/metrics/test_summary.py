from math import sqrt

import msgspec
import pytest

from eval.metrics.intervals import paired_of
from eval.metrics.summary import (
    CONFIDENCE_METRICS,
    by_type,
    confidences,
    loss_stages,
    shares,
    summarise,
)
from eval.records import Metric, Record, Share


def record(name: str, **fields: object) -> Record:
    return msgspec.convert({"id": name, "question": f"What of {name}?", **fields}, Record)


def table(metrics: list[Metric]) -> dict[str, Metric]:
    assert len({metric.name for metric in metrics}) == len(metrics)
    return {metric.name: metric for metric in metrics}


# Two answered rightly, one answered wrongly, one refused rightly, one refused wrongly, one failed.
RECORDS = [
    record(
        "one",
        type="numbers",
        scores={"hit@1": [1, 1], "sentence precision": [1, 4]},
        answerable=True,
        answered=True,
        confidence=0.9,
        right=True,
        timings_ms={"search": 10.0, "read": 100.0},
    ),
    record(
        "two",
        type="names",
        scores={"hit@1": [1, 1], "speaker": [0, 1]},
        answerable=True,
        answered=True,
        confidence=0.7,
        right=True,
        timings_ms={"search": 30.0},
    ),
    record(
        "three",
        type="numbers",
        scores={"hit@1": [0, 1], "sentence precision": [2, 2], "law violations": [0, 1]},
        answerable=False,
        answered=True,
        confidence=0.8,
        right=False,
        lost="wrong span",
    ),
    record("four", answerable=False, answered=False, confidence=0.1, right=False),
    record(
        "five",
        type="numbers",
        answerable=True,
        answered=False,
        confidence=0.2,
        right=False,
        lost="not retrieved",
        timings_ms={"search": 20.0},
    ),
    record(
        "six", type="numbers", error="timed out", lost="not retrieved", confidence=0.5, right=True
    ),
]

EXPECTED = {
    "hit@1": (2 / 3, 3),
    "sentence precision": (3 / 6, 2),
    "speaker": (0.0, 1),
    "law violations": (0.0, 1),
    "answered": (3 / 5, 5),
    # "four" and "five" were refused, of which "four" has no answer; so has "three".
    "no answer precision": (1 / 2, 2),
    "no answer recall": (1 / 2, 2),
    # Answerable 0.9, 0.7, 0.2 against 0.8, 0.1: 2 + 1 + 1 of 6 pairs.
    "answerable AUROC": (4 / 6, 5),
    # Right 0.9, 0.7 against 0.8, 0.1, 0.2: 3 + 2 of 6 pairs.
    "right AUROC": (5 / 6, 5),
    # Each in a bin of its own (fifteenths): 0.1 + 0.3 + 0.8 + 0.1 + 0.2, over 5.
    "ECE": (1.5 / 5, 5),
    "Brier": ((0.01 + 0.09 + 0.64 + 0.01 + 0.04) / 5, 5),
    # Falling: right, wrong, right, wrong, wrong.
    "AURC": ((0 / 1 + 1 / 2 + 1 / 3 + 2 / 4 + 3 / 5) / 5, 5),
    "coverage at 5 % risk": (1 / 5, 5),
    "coverage at 10 % risk": (1 / 5, 5),
    "wrong answers": (1 / 3, 3),
    "p50 search": (20.0, 3),
    "p95 search": (30.0, 3),
    "p99 search": (30.0, 3),
    "p50 read": (100.0, 1),
    "p95 read": (100.0, 1),
    "p99 read": (100.0, 1),
    "errors": (1 / 6, 6),
}


def test_metrics_come_in_order_with_values_and_counts_as_by_hand() -> None:
    found = table(summarise(RECORDS, seed=1))

    assert list(found) == list(EXPECTED)
    assert {name: metric.value for name, metric in found.items()} == pytest.approx(
        {name: value for name, (value, _) in EXPECTED.items()}
    )
    assert {name: metric.count for name, metric in found.items()} == {
        name: count for name, (_, count) in EXPECTED.items()
    }


def test_errors_and_times_are_better_when_lower() -> None:
    found = table(summarise(RECORDS, seed=1))

    lower = {name for name, metric in found.items() if not metric.higher_is_better}
    times = {name for name, metric in found.items() if metric.unit == "ms"}
    assert times == {f"p{p} {stage}" for p in (50, 95, 99) for stage in ("search", "read")}
    assert lower - times == {
        *("law violations", "ECE", "Brier", "AURC", "wrong answers", "errors"),
    }


def test_intervals_hold_their_values_and_the_seed_decides_them() -> None:
    found = summarise(RECORDS, seed=1)

    assert all(metric.low <= metric.value <= metric.high for metric in found)
    assert found == summarise(RECORDS, seed=1)


def test_an_interval_is_as_wide_as_its_questions_allow() -> None:
    records = [record(str(n), scores={"hit@1": [float(n % 4 > 0), 1]}) for n in range(400)]

    (hit, _) = summarise(records, seed=1)

    # 1.96 standard errors of a share of 3 in 4 among 400.
    error = 1.96 * sqrt(0.75 * 0.25 / 400)
    assert hit.low == pytest.approx(0.75 - error, abs=0.006)
    assert hit.high == pytest.approx(0.75 + error, abs=0.006)


def test_what_has_no_value_is_left_out() -> None:
    records = [
        record("one", scores={"precision": [0, 0]}, answered=True, confidence=0.9, right=True)
    ]

    found = table(summarise(records, seed=1))

    # No precision of nothing, no AUROC of one kind, no refusals.
    assert list(found) == [
        *("answered", "ECE", "Brier", "AURC", "coverage at 5 % risk", "coverage at 10 % risk"),
        *("wrong answers", "errors"),
    ]


def test_records_without_answering_have_their_scores_alone() -> None:
    records = [record("page", scores={"F1": [4, 5]}), record("other", scores={"F1": [1, 5]})]

    assert list(table(summarise(records, seed=1))) == ["F1", "errors"]


def test_no_records_have_no_metrics() -> None:
    assert summarise([], seed=1) == []
    assert by_type([], seed=1) == {}


def test_a_score_takes_the_place_of_a_metric_of_its_name() -> None:
    records = [record("one", scores={"answered": [0, 1]}, answered=True)]

    (answered, _) = summarise(records, seed=1)

    assert (answered.name, answered.value) == ("answered", 0.0)


def test_metrics_survive_a_round_through_json() -> None:
    metrics = summarise(RECORDS, seed=1)

    assert msgspec.json.decode(msgspec.json.encode(metrics), type=list[Metric]) == metrics


def test_types_are_measured_apart_and_the_most_frequent_come_first() -> None:
    found = by_type(RECORDS, seed=1)

    assert list(found) == ["numbers", "names"]
    numbers = table(found["numbers"])
    # "one" and "three" are answered, "five" is refused; "six" failed.
    assert numbers["hit@1"].value == 1 / 2
    assert numbers["answered"].value == pytest.approx(2 / 3)
    assert numbers["errors"].value == 1 / 4
    assert not any(name.startswith("p50") for name in numbers)
    # A single question tells no right from wrong.
    assert "right AUROC" not in table(found["names"])


def test_loss_stages_are_counted_the_most_frequent_first() -> None:
    assert list(loss_stages(RECORDS).items()) == [("not retrieved", 2), ("wrong span", 1)]


def test_a_question_s_shares_are_its_scores_and_what_it_did() -> None:
    assert shares(RECORDS[3]) == {
        "answered": Share(0.0),
        "no answer precision": Share(1.0),
        "no answer recall": Share(1.0),
        "Brier": Share(pytest.approx(0.01)),  # type: ignore[arg-type]  # compared, not computed with
    }
    assert shares(RECORDS[5]) == {}


def test_figures_of_confidence_can_be_compared_by_name() -> None:
    metric = CONFIDENCE_METRICS["ECE"]
    confidence, right = confidences(RECORDS, metric.truth)

    found = paired_of(metric.function, (confidence, right), (right, right), seed=1)

    # Confidence that is rightness itself has no error.
    assert confidence.tolist() == [0.9, 0.8, 0.7, 0.2, 0.1]
    assert right.tolist() == [1, 0, 1, 0, 0]
    assert found.value == pytest.approx(-1.5 / 5)


def test_main_figures_are_given_for_each_part_of_a_set_too() -> None:
    parts = [
        record(name, group=group, answered=True, answerable=True, right=right)
        for name, group, right in (("a", "dev", True), ("b", "dev", False), ("c", "held_out", True))
    ]

    found = table(summarise(parts, seed=1))

    values = {name: found[name].value for name in found if "wrong" in name}
    assert values == {
        "wrong answers": pytest.approx(1 / 3),
        "dev: wrong answers": 0.5,
        "held out: wrong answers": 0.0,
    }
    assert not found["dev: wrong answers"].higher_is_better
