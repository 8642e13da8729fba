from io import StringIO

from rich.console import Console

from eval.peers.measuring import FAILED
from eval.peers.table import markdown, rows, show
from eval.records import Metric, Report, plain_metric


def report(target: str, *metrics: Metric, **settings: str) -> Report:
    return Report(
        name="stories",
        kind="peers",
        created="2026-01-02T03:04:05+00:00",
        target=target,
        seed=7,
        settings=settings,
        data={"questions": "300", "articles": "2000", "passages": "8000"},
        machine={"cores": "2"},
        metrics=list(metrics),
    )


def recall(value: float) -> Metric:
    return Metric(name="answer recall@1", value=value, low=value - 0.1, high=value + 0.1, count=9)


def latency(milliseconds: float) -> Metric:
    return plain_metric("p50 total", milliseconds, "ms", higher_is_better=False)


OURS = report("dateline", recall(0.3), latency(20), plain_metric("failed under load@16", 0))
PEER = report("peer", recall(0.4), latency(50), plain_metric("failed under load@16", 0))


def test_the_best_of_each_row_is_marked_whoever_it_is() -> None:
    found = {row.name: row.cells for row in rows([OURS, PEER])}

    assert [cell.text for cell in found["answer recall@1"]] == [
        ".300 (.200 to .400)",
        ".400 (.300 to .500)",
    ]
    assert [cell.best for cell in found["answer recall@1"]] == [False, True]
    assert [cell.text for cell in found["latency p50"]] == ["20.0 ms", "50.0 ms"]
    assert [cell.best for cell in found["latency p50"]] == [True, False]


def test_failures_under_load_are_shown_where_there_were_any() -> None:
    flawed = report("flawed", plain_metric("failed under load@16", 2, higher_is_better=False))

    assert "failed under load@16" not in {row.name for row in rows([OURS, PEER])}
    found = {row.name: row.cells for row in rows([OURS, flawed])}
    assert [cell.text for cell in found["failed under load@16"]] == ["0", "2"]


def test_a_failed_system_keeps_its_column_and_says_why() -> None:
    broken = report("broken", **{FAILED: "ended with exit status 3: out of luck"})

    text = markdown([OURS, broken], "python -m eval.peers --seed 7")

    assert "|  | dateline | broken |" in text
    assert "| answer recall@1 | .300 (.200 to .400) | – |" in text
    assert "- broken: failed: ended with exit status 3: out of luck" in text
    assert text.startswith("`python -m eval.peers --seed 7`")
    assert "stories: 300 questions on 2,000 articles, seed 7" in text


def test_the_terminal_shows_the_same_figures_and_what_they_mean() -> None:
    out = StringIO()

    show([OURS, PEER], Console(file=out, width=120))

    text = out.getvalue()
    assert ".400 (.300 to .500)" in text
    assert "Dateline holds back answers with low confidence" in " ".join(text.split())
