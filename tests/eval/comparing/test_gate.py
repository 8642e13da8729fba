import math
import random
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from eval.comparing.baseline import save_baseline, slim
from eval.comparing.gate import Check, Verdict, judge, show
from eval.records import Metric, Record, Report, Share
from eval.reports import read
from index.errors import InvalidFieldError
from tests.eval.reports.samples import lifelike, many, record, report
from tests.forms import gated

_SEEDS = range(20)
_SIZES = (200, 500, 1000)


def _flipped(old: Record) -> Record:
    """The same question, right where it was wrong and wrong where it was right."""
    share = Share(float(not old.right))
    return msgspec.structs.replace(
        old, right=not old.right, scores=dict.fromkeys(old.scores, share)
    )


def _again(base: Report, records: list[Record], **more: object) -> Report:
    # The gate works from the records and ignores the report's intervals.
    return msgspec.structs.replace(base, records=records, **more)


def _failed(verdict: Verdict) -> dict[str, Check]:
    return {check.metric: check for check in verdict.checks if check.failed}


@pytest.fixture(scope="module")
def bases() -> dict[int, Report]:
    """Reports of each size."""
    return {count: report(many(count, seed=1)) for count in _SIZES}


@pytest.mark.parametrize("count", gated(_SIZES))
def test_a_drop_of_three_points_fails_whatever_the_seed(count: int) -> None:
    # Answers only: testing the metrics of confidence would take most of the time.
    answers = [msgspec.structs.replace(old, confidence=None) for old in many(count, seed=1)]
    base = report(answers)
    right = [record.id for record in base.records if record.right]
    verdicts: list[Verdict] = []
    for seed in _SEEDS:
        dropped = set(random.Random(seed).sample(right, round(count * 0.03)))
        records = [_flipped(old) if old.id in dropped else old for old in base.records]
        verdicts.append(judge(base, _again(base, records, seed=seed)))

    assert [verdict.passed for verdict in verdicts] == [False] * len(_SEEDS)
    for verdict in verdicts:
        check = _failed(verdict)["answer recall@1"]
        assert check.difference == pytest.approx(-0.03)
        assert check.p is not None
        assert check.p < 0.05


@pytest.mark.gate
@pytest.mark.parametrize("count", gated(_SIZES))
def test_runs_without_a_change_never_fail(bases: dict[int, Report], count: int) -> None:
    base = bases[count]
    verdicts: list[Verdict] = []
    for seed in _SEEDS:
        records = random.Random(seed).sample(base.records, count)
        verdicts.append(judge(base, _again(base, records, seed=seed)))

    assert [verdict.passed for verdict in verdicts] == [True] * len(_SEEDS)


@pytest.mark.parametrize("count", gated(_SIZES))
def test_noise_in_both_directions_passes(bases: dict[int, Report], count: int) -> None:
    base = bases[count]
    passed = 0
    for seed in _SEEDS:
        chance = random.Random(seed)
        records = [_flipped(old) if chance.random() < 0.01 else old for old in base.records]
        passed += judge(base, _again(base, records, seed=seed)).passed

    assert passed >= 19


def test_the_p_of_the_gate_is_one_sided() -> None:
    # Six of 200 turned wrong and none right: swapped or not, all six point one way in 2 of 2**6
    # cases, downwards in 1 of 2**6.
    base = report(many(200, seed=1))
    worse = {record.id for record in [record for record in base.records if record.right][:6]}
    records = [_flipped(old) if old.id in worse else old for old in base.records]

    check = _failed(judge(base, _again(base, records)))["answer recall@1"]

    assert check.p == pytest.approx(2**-6, abs=0.004)
    assert check.explanation.startswith("−.030, tolerance .010, one-sided p .01")


def test_a_drop_that_may_be_chance_passes_and_says_so() -> None:
    # Two of 50 turned wrong: 4 points, but one-sided p is 1/4.
    base = report(many(50, seed=1))
    worse = {record.id for record in [record for record in base.records if record.right][:2]}
    records = [_flipped(old) if old.id in worse else old for old in base.records]

    verdict = judge(base, _again(base, records))

    (check,) = [check for check in verdict.checks if check.metric == "answer recall@1"]
    assert not check.failed
    assert check.explanation.endswith(": may be chance")


def test_confidences_that_lost_their_meaning_fail() -> None:
    base = report(many(300, seed=1))
    chance = random.Random(3)
    records = [msgspec.structs.replace(old, confidence=chance.random()) for old in base.records]

    failed = _failed(judge(base, _again(base, records)))

    assert {"right AUROC", "AURC", "Brier"} <= set(failed)
    assert "answer recall@1" not in failed


def test_a_wider_tolerance_lets_a_drop_pass() -> None:
    base = report(many(500, seed=1))
    right = [record.id for record in base.records if record.right]
    records = [_flipped(old) if old.id in right[:15] else old for old in base.records]
    new = _again(base, records)

    assert "answer recall@1" in _failed(judge(base, new))
    assert "answer recall@1" not in _failed(judge(base, new, {"answer recall@1": 0.03}))


def test_what_got_better_never_fails() -> None:
    base = report(many(200, seed=1))
    wrong = [record.id for record in base.records if not record.right]
    records = [_flipped(old) if old.id in wrong[:40] else old for old in base.records]

    verdict = judge(base, _again(base, records))

    scores = {check.metric: check for check in verdict.checks}
    assert scores["answer recall@1"].difference == pytest.approx(0.2)
    assert not scores["answer recall@1"].failed
    assert not scores["wrong answers"].failed


@pytest.mark.gate
def test_one_more_violation_of_the_law_fails_without_a_test() -> None:
    lawful = [msgspec.structs.replace(r, scores={"law violations": Share(0)}) for r in many(900, 1)]
    broken = [
        *lawful[:-1],
        msgspec.structs.replace(lawful[-1], scores={"law violations": Share(1)}),
    ]

    verdict = judge(report(lawful), report(broken))

    assert _failed(verdict)["law violations"].explanation == "1, 0 before"
    assert judge(report(broken), report(broken)).passed


def test_a_violation_fails_where_the_baseline_knew_of_none() -> None:
    broken = record("extra", right=True)
    broken = msgspec.structs.replace(broken, scores=broken.scores | {"law violations": Share(2)})
    records = many(50, seed=1)

    verdict = judge(report(records), report([*records, broken]))

    assert list(_failed(verdict)) == ["law violations"]


def test_one_more_question_that_failed_fails() -> None:
    records = many(300, seed=1)
    broken = msgspec.structs.replace(records[0], error="timed out", scores={})

    verdict = judge(report(records), report([broken, *records[1:]]))

    assert list(_failed(verdict)) == ["errors"]


def test_leaving_questions_out_fails_and_names_them() -> None:
    records = many(300, seed=1)

    verdict = judge(report(records), report(records[2:]))

    (check,) = _failed(verdict).values()
    assert check.metric == "questions"
    assert check.explanation == "2 questions of the baseline not measured: q0, q1"


def test_extra_questions_are_fine() -> None:
    records = many(300, seed=1)

    assert judge(report(records[:200]), report(records)).passed


def test_leaving_a_metric_out_fails() -> None:
    base = report(many(50, seed=1))
    kept = [metric for metric in base.metrics if metric.name != "exact match"]

    verdict = judge(base, msgspec.structs.replace(base, metrics=kept))

    assert _failed(verdict)["exact match"].explanation == "no longer measured"


def test_a_metric_without_scores_on_the_questions_of_the_baseline_fails() -> None:
    base = report(many(50, seed=1))
    bare = [msgspec.structs.replace(old, scores={}) for old in base.records]

    verdict = judge(base, _again(base, bare))

    words = "it has no value on the questions of the baseline"
    assert _failed(verdict)["answer recall@1"].explanation == words


def test_other_questions_data_or_options_fail_and_say_what_to_do() -> None:
    base = report(many(20, seed=1), data={"question set": "a" * 64}, options={"articles": "50"})

    other = msgspec.structs.replace(
        base, data={"question set": "b" * 64}, options={"articles": "9"}, kind="pages"
    )

    failed = {
        check.metric: check.explanation for check in judge(base, other).checks if check.failed
    }
    assert failed == {
        "kind": "the baseline measures answers, the report pages",
        "data": "the question set differs from the one the baseline was made from: measure that "
        "one, or make a new baseline and explain it in the commit",
        "options": "articles 50 before, 9 now: measure with the options of the baseline",
    }


def test_the_gate_ignores_the_number_of_passages() -> None:
    base = report(many(20, seed=1), data={"question set": "a" * 64, "passages indexed": "90"})

    other = msgspec.structs.replace(base, data={"question set": "a" * 64, "passages indexed": "80"})

    assert judge(base, other).passed


@pytest.mark.parametrize(
    ("name", "old", "new", "higher_is_better", "passed"),
    [
        ("p50 total", 20.0, 29.0, False, True),
        ("p50 total", 20.0, 31.0, False, False),
        ("questions a second", 30.0, 21.0, True, True),
        ("questions a second", 30.0, 19.0, True, False),
        ("peak memory", 0.0, 0.0, False, True),
    ],
)
def test_speed_is_gated_only_with_a_tolerance(
    name: str, old: float, new: float, *, higher_is_better: bool, passed: bool
) -> None:
    def measured(value: float) -> Report:
        metric = Metric(name=name, value=value, low=value, high=value, count=9, unit="x",
                        higher_is_better=higher_is_better)  # fmt: skip
        return report([], metrics=[metric])

    assert judge(measured(old), measured(new)).passed
    assert judge(measured(old), measured(new), {name: 0.5}).passed is passed


def test_a_share_without_parts_by_question_is_compared_with_its_interval() -> None:
    def measured(value: float) -> Report:
        metric = Metric(name="best F1", value=value, low=value - 0.05, high=value + 0.05, count=9)
        return report([], metrics=[metric])

    assert judge(measured(0.6), measured(0.56)).passed
    assert not judge(measured(0.6), measured(0.5)).passed


def test_a_share_of_unknown_noise_is_gated_only_with_a_tolerance() -> None:
    def measured(value: float) -> Report:
        plain = Metric(name="best F1", value=value, low=value, high=value, count=1)
        return report([], metrics=[plain])

    assert judge(measured(0.6), measured(0.5)).passed
    assert judge(measured(0.6), measured(0.5), {"best F1": 0.2}).passed
    assert not judge(measured(0.6), measured(0.5), {"best F1": 0.05}).passed


@pytest.mark.parametrize(
    "tolerances", [{"exact mach": 0.1}, {"exact match": -0.1}, {"exact match": math.nan}]
)
def test_a_tolerance_that_would_gate_nothing_is_refused(tolerances: dict[str, float]) -> None:
    base = report(many(20, seed=1))

    with pytest.raises(InvalidFieldError, match=next(iter(tolerances))):
        judge(base, base, tolerances)


@pytest.mark.gate
def test_a_baseline_holds_no_texts_and_judges_as_the_whole_report_does(tmp_path: Path) -> None:
    whole = lifelike(60)
    worse = [_flipped(old) if old.right else old for old in whole.records]
    new = _again(whole, worse)

    save_baseline(whole, tmp_path / "baselines" / "harbour.json")

    baseline = read(tmp_path / "baselines" / "harbour.json")
    text = (tmp_path / "baselines" / "harbour.json").read_text()
    assert not any(word in text for word in ("pier", "Lindqvist", "counted", "harbour.jsonl"))
    assert baseline == slim(whole)
    assert judge(baseline, whole).passed
    slimmed, full = _failed(judge(baseline, new)), _failed(judge(whole, new))
    assert [(name, slimmed[name].explanation) for name in slimmed] == [
        (name, full[name].explanation) for name in full
    ]
    assert {"answer recall@1", "Brier", "right AUROC", "wrong answers"} <= set(slimmed)


def test_a_verdict_is_shown_with_what_failed() -> None:
    records = many(100, seed=1)
    console = Console(file=StringIO(), width=120)

    show(judge(report(records), report(records[1:])), console)

    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "questions: 1 question of the baseline not measured: q0" in shown
    assert shown.rstrip().endswith("failed")
