from eval.records import Metric
from eval.reports.groups import grouped, leading_metric, main_metrics
from eval.reports.headline import headline
from eval.reports.stages import measured_count, stages
from tests.eval.reports.samples import record, report


def _metric(name: str, value: float = 0.5, unit: str = "") -> Metric:
    return Metric(name=name, value=value, low=value, high=value, count=9, unit=unit)


def test_stages_are_in_the_order_a_question_passes_them() -> None:
    lost = ["wrong span", "own stage", "not retrieved", "wrong span", None]
    made = report([record(str(n), right=False, lost=stage) for n, stage in enumerate(lost)])

    found = stages(made.records)

    # Two of five questions were lost at "wrong span".
    assert [(stage.name, stage.count, stage.share) for stage in found] == [
        ("not retrieved", 1, 0.2),
        ("wrong span", 2, 0.4),
        ("own stage", 1, 0.2),
    ]
    assert measured_count(made) == "5 questions"


def test_failed_records_do_not_count_as_measured() -> None:
    failed = [record("1", right=False, lost="not read"), record("2", right=True, error="broken")]

    assert stages(failed)[0].share == 1.0
    assert measured_count(report(failed, kind="pages")) == "1 page"


def test_metrics_are_grouped_by_what_they_are_about() -> None:
    names = ["errors", "right AUROC", "fused passage recall@10", "exact match", "own figure",
             "citation recall"]  # fmt: skip
    metrics = [*map(_metric, names), _metric("p50 total", 20, "ms")]

    found = {group.title: [metric.name for metric in group.metrics] for group in grouped(metrics)}

    assert found == {
        "Answers": ["exact match"],
        "Citations and speakers": ["citation recall"],
        "Refusing and confidence": ["right AUROC"],
        "Search": ["fused passage recall@10"],
        "Other": ["own figure"],
        "Speed and memory": ["p50 total"],
        "Faults": ["errors"],
    }


def test_a_report_leads_with_its_best_known_share_else_with_an_f1() -> None:
    def led_by(*names: str) -> str | None:
        metric = leading_metric(report([], metrics=[_metric(name) for name in names]))
        return None if metric is None else metric.name

    assert led_by("answer recall@5", "answer recall@1", "errors") == "answer recall@1"
    assert led_by("direct precision", "direct F1", "errors") == "direct F1"
    assert led_by("own figure", "errors") == "own figure"
    assert led_by("errors") is None


def test_a_report_with_few_known_metrics_shows_its_others_too() -> None:
    metrics = [_metric("errors"), _metric("direct precision"), _metric("direct F1")]

    shown = main_metrics(report([], metrics=metrics))

    assert [metric.name for metric in shown] == ["direct precision", "direct F1", "errors"]


def test_the_headline_states_the_main_figures() -> None:
    metrics = [
        Metric(name="answer recall@1", value=0.5, low=0.4, high=0.625, count=8),
        _metric("answered", 0.75),
        _metric("p50 total", 22.25, "ms"),
    ]
    records = [record(str(n), right=True) for n in range(9)] + [record("9", right=True, error="x")]

    said = headline(report(records, metrics=metrics))

    assert said == (
        "Of 10 questions: the first answer is right for 50.0 % of 8 (95 % interval 40.0 % to "
        "62.5 %); "
        "75.0 % are given an answer. Half of the answers take at most 22.2 ms. "
        "1 question could not be measured."
    )


def test_the_headline_of_a_report_without_known_metrics_names_its_first_share() -> None:
    pages = report([], kind="pages", metrics=[_metric("body F1", 0.9)])

    assert headline(pages) == "Of 0 pages: body F1 is .900 (95 % interval .900 to .900)."
