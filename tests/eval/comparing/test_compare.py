import math
import re
from io import StringIO
from pathlib import Path
from typing import Any, cast

import lxml.html
import msgspec
import numpy as np
import pytest
from rich.console import Console

from eval.comparing.changes import Comparison, FlipKind
from eval.comparing.compare import compare
from eval.comparing.differences import ratio_of_percentiles
from eval.comparing.shown import html, markdown, show, write
from eval.metrics.intervals import paired
from eval.records import Metric, Record, Report, Share, ShownAnswer
from index.errors import InputError
from tests.eval.reports.samples import HOSTILE, many, record, report
from tests.forms import gated


def _with_wrong(records: list[Record], *ids: str) -> list[Record]:
    """The records with these made wrong."""
    wrong = {"answer recall@1": Share(0.0), "exact match": Share(0.0)}
    return [
        msgspec.structs.replace(old, right=False, scores=wrong) if old.id in ids else old
        for old in records
    ]


def _quoted(id: str, quote: str, **more: Any) -> Record:
    shown = ShownAnswer(
        quote=quote, article="a", start=0, end=len(quote), confidence=0.5, right=False
    )
    return record(id, found=[shown], **more)


def _timed(records: list[Record], factor: float) -> list[Record]:
    return [
        msgspec.structs.replace(old, timings_ms={"total": (number + 1) * factor})
        for number, old in enumerate(records)
    ]


def test_a_metric_of_both_reports_is_compared_on_the_questions_of_both() -> None:
    # 10 questions in both, all right before; two of them are wrong now: 1.0 and 0.8.
    old = [record(str(n), right=True) for n in range(12)]
    new = _with_wrong(old, "3", "4")[2:]

    found = compare(report(old), report(new), seed=3)

    change = next(change for change in found.changes if change.name == "exact match")
    assert (change.old, change.new) == (1.0, 0.8)
    assert change.difference == pytest.approx(-0.2)
    assert (change.count, change.better) == (10, False)
    assert found.matched == 10
    # p: both of two swaps point one way in 2 of 4 cases.
    assert change.p == pytest.approx(0.5, abs=0.03)
    before, after = [Share(1.0)] * 10, [Share(float(n not in (1, 2))) for n in range(10)]
    reference = paired(before, after, seed=3, resamples=10_000)
    assert (change.low, change.high) == (reference.low, reference.high)


def test_metrics_of_all_confidences_are_compared_too() -> None:
    # Before, every right one is surer than every wrong one: AUROC 1. Then the order is turned: 0.
    old = [record(str(n), right=n < 5, confidence=1 - n / 10) for n in range(10)]
    new = [msgspec.structs.replace(r, confidence=1 - (r.confidence or 0)) for r in old]

    changes = {change.name: change for change in compare(report(old), report(new)).changes}

    assert (changes["right AUROC"].old, changes["right AUROC"].new) == (1.0, 0.0)
    assert changes["right AUROC"].difference == -1.0
    assert (changes["right AUROC"].p or 1) < 0.05


def test_a_score_that_only_one_run_has_for_a_question_counts_there_alone() -> None:
    # Citations are of what was answered: 2 of 2 and 1 of 2 before, then only 1 of 2.
    def cited(id: str, *part: float) -> Record:
        scores = {"citation precision": Share(*part)} if part else {}
        return msgspec.structs.replace(record(id, right=True), scores=scores)

    old, new = [cited("1", 2, 2), cited("2", 1, 2)], [cited("1"), cited("2", 1, 2)]

    (change,) = [
        change
        for change in compare(report(old), report(new)).changes
        if change.name == "citation precision"
    ]

    assert (change.old, change.new, change.count) == (0.75, 0.5, 2)


def test_questions_that_failed_in_either_run_are_no_loss_of_quality() -> None:
    old = [record(str(n), right=n > 4) for n in range(10)]
    new = [msgspec.structs.replace(old[0], error="timed out", scores={}), *old[1:]]

    found = compare(report(old), report(new))

    changes = {change.name: change for change in found.changes}
    assert changes["exact match"].difference == 0
    assert changes["exact match"].count == 9
    assert changes["errors"].difference == pytest.approx(0.1)
    assert found.warnings == ["Questions that failed in either report, not counted: 1."]


def test_a_metric_that_no_record_has_is_compared_without_a_test() -> None:
    def measured(value: float) -> Report:
        metric = Metric(name="best F1", value=value, low=value, high=value, count=3)
        return report([record("1", right=True)], metrics=[metric])

    (change,) = compare(measured(0.5), measured(0.75)).changes

    assert (change.old, change.new, change.difference, change.p) == (0.5, 0.75, 0.25, None)
    assert math.isnan(change.low)


def test_times_are_compared_by_ratio_and_claim_no_significance() -> None:
    old = many(41, seed=1)

    found = compare(report(_timed(old, 1.0)), report(_timed(old, 1.5)))

    speeds = {speed.name: speed for speed in found.speeds}
    # Nearest ranks of 1 to 41: the 21st and the 39th; every question is half as slow again.
    assert (speeds["p50 total"].old, speeds["p50 total"].new) == (21, 31.5)
    assert (speeds["p95 total"].old, speeds["p95 total"].new) == (39, 58.5)
    for speed in speeds.values():
        assert (speed.ratio, speed.low, speed.high) == pytest.approx((1.5, 1.5, 1.5))
    assert not any(change.name in speeds for change in found.changes)
    assert "each run has its own noise" in markdown(found)


def test_the_ratio_of_times_has_an_interval_where_questions_differ() -> None:
    chance = np.random.default_rng(5)
    old = chance.gamma(4, 5, 300)
    new = old * chance.uniform(0.8, 1.6, 300)

    found = ratio_of_percentiles(old, new, 50, seed=1)

    assert found.value == np.sort(new)[149] / np.sort(old)[149]
    assert 1.0 < found.low < found.value < found.high < 1.5
    assert math.isnan(ratio_of_percentiles(np.zeros(3), new[:3], 50, seed=1).value)
    assert math.isnan(ratio_of_percentiles(old[:0], new[:0], 50, seed=1).value)


def test_memory_and_rates_have_a_ratio_without_an_interval() -> None:
    def measured(value: float) -> Report:
        return report([], metrics=[Metric(name="peak memory", value=value, low=value, high=value,
                                          count=1, unit="MB")])  # fmt: skip

    (speed,) = compare(measured(400), measured(500)).speeds

    assert (speed.old, speed.new, speed.ratio) == (400, 500, 1.25)
    assert math.isnan(speed.low)


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"right": True}, {"right": False}, FlipKind.BROKEN),
        ({"right": False}, {"right": True}, FlipKind.FIXED),
        ({"right": True}, {"right": True, "answered": False}, FlipKind.REFUSED),
        ({"right": False, "answered": False}, {"right": True}, FlipKind.ANSWERED),
        ({"right": True}, {"right": True}, None),
        ({"right": True, "answered": False}, {"right": False, "answered": False}, None),
        ({"right": True}, {"right": False, "error": "timed out"}, None),
    ],
)
def test_questions_whose_outcome_changes_are_flips(
    old: dict[str, Any], new: dict[str, Any], kind: FlipKind | None
) -> None:
    found = compare(report([_quoted("1", "one", **old)]), report([_quoted("1", "two", **new)]))

    assert [flip.kind for flip in found.flips] == ([] if kind is None else [kind])


def test_flipped_questions_are_shown_with_both_answers() -> None:
    old = [_quoted("1", "three million", right=True), _quoted("2", "four", right=True)]
    new = [
        _quoted("1", "five *boats*", right=False),
        _quoted("2", "four", right=True, answered=False, reason="too unsure"),
    ]

    text = markdown(compare(report(old), report(new)))

    assert (
        "- **right → wrong**: Question 1?  \n  old: three million  \n  new: five \\*boats\\*"
        in text
    )
    assert (
        "- **answered → refused**: Question 2?  \n  old: four  \n  new: no answer: too unsure"
        in text
    )


def test_differences_in_setup_are_listed() -> None:
    records = many(20, seed=1)
    old = report(records, settings={"k": "50", "x": "1"}, data={"question set": "a" * 64})
    new = report(records, settings={"k": "20"}, data={"question set": "b" * 64},
                 models={"reader": "new"}, seed=7)  # fmt: skip

    found = compare(old, new)

    assert [(f.subject, f.name, f.old, f.new) for f in found.facts] == [
        ("run", "seed", "0", "7"),
        ("models", "reader", None, "new"),
        ("settings", "k", "50", "20"),
        ("settings", "x", "1", None),
        ("data", "question set", "a" * 64, "b" * 64),
    ]
    assert found.warnings == [
        "The data differ: changes may be due to the questions or articles alone."
    ]


def test_questions_in_one_report_only_are_named() -> None:
    records = many(5, seed=1)

    found = compare(report(records[:4]), report(records[1:]))

    assert [r.id for r in found.only_old] == ["q0"]
    assert [r.id for r in found.only_new] == ["q4"]
    assert "Only in the old report: 1 question: q0" in markdown(found)


def test_reports_without_a_common_question_can_be_looked_at() -> None:
    records = many(4, seed=1)

    found = compare(report(records[:2]), report(records[2:]))

    assert found.matched == 0
    assert found.warnings == ["The reports have no question in common: nothing can be tested."]
    assert all(change.p is None for change in found.changes)


def test_reports_of_different_kinds_are_refused() -> None:
    with pytest.raises(InputError, match="measures answers and invented measures pages"):
        compare(report([]), report([], kind="pages"))


@pytest.mark.gate
def test_a_comparison_depends_on_its_seed_alone() -> None:
    old, new = report(many(60, seed=1)), report(many(60, seed=2))

    assert compare(old, new, seed=5).changes == compare(old, new, seed=5).changes
    assert compare(old, new, seed=5).changes != compare(old, new, seed=6).changes


def _hostile(text: str) -> Comparison:
    old = msgspec.structs.replace(_quoted(text, text, right=True), question=text, type=text)
    new = msgspec.structs.replace(_quoted(text, text, right=False), question=text, type=text)
    made = report([new], name="new", settings={text: text})
    return compare(report([old], name=text), made)


@pytest.mark.gate
@pytest.mark.parametrize("text", gated(HOSTILE))
def test_hostile_texts_do_nothing_in_a_comparison(text: str) -> None:
    found = _hostile(text)

    tree = cast("Any", lxml.html.document_fromstring(html(found)))
    console = Console(file=StringIO(), width=120, force_terminal=True)
    show(found, console)

    assert tree.xpath("//script | //img | //a | //@*[starts-with(name(), 'on')]") == []
    assert len(tree.xpath("//title")) == 1
    assert all(len(table.xpath("./caption")) == 1 for table in tree.xpath("//table"))
    question = tree.xpath("//div[@class='question']")[0].text_content().strip()
    assert question == re.sub(r"[\x00-\x08\x0e-\x1f]", "\ufffd", text)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", console.file.getvalue())  # type: ignore[attr-defined]
    assert "\x1b" not in shown
    assert "right → wrong" in shown


def test_a_comparison_is_written_as_page_and_markdown(tmp_path: Path) -> None:
    found = compare(report(many(20, seed=1)), report(many(20, seed=2)))

    files = write(found, tmp_path / "compared")

    assert [file.name for file in files] == ["compare.html", "compare.md"]
    assert files[0].read_text() == html(found)
    assert files[1].read_text() == markdown(found)
