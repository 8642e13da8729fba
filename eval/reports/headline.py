"""A report summarised in a sentence or two."""

from eval.records import Metric, Report
from eval.reports.formatting import counted, figure, percent
from eval.reports.groups import leading_metric

_NOUNS = {"quotes": "article", "pages": "page"}
_PHRASES = {
    "answer recall@1": "the first answer is right for {}",
    "exact match": "{} match the expected answer word for word",
    "answer recall@5": "one of the first five is right for {}",
    "passage recall@10": "the first ten passages contain the answer for {}",
    "fused passage recall@10": "the first ten passages contain the answer for {}",
    "citation precision": "{} of the citations support an answer",
    "answered": "{} are given an answer",
    "maybes": "{} are shown a maybe instead",
    "wrong answers": "{} of the answers given are wrong",
}
_FEW = 4


def headline(report: Report) -> str:
    """The main figures as a sentence or two."""
    shares = _shares(report)
    phrases = [
        _PHRASES[metric.name].format(_figure(metric, report, first=not number))
        for number, metric in enumerate(shares)
    ]
    main = "; ".join(phrases[:_FEW]) if phrases else _only(report)
    measured = counted(len(report.records), noun(report))
    return f"Of {measured}: {main}.{_time(report)}{_trouble(report)}"


def noun(report: Report) -> str:
    """What a record of the report stands for."""
    return _NOUNS.get(report.kind, "question")


def _shares(report: Report) -> list[Metric]:
    by_name = {metric.name: metric for metric in report.metrics}
    return [by_name[name] for name in _PHRASES if name in by_name]


def _figure(metric: Metric, report: Report, *, first: bool) -> str:
    """A share; the first with its interval and the number of questions it is based on."""
    if not first:
        return percent(metric.value)
    of = "" if metric.count == len(report.records) else f" of {metric.count:,}"
    ends = f"95 % interval {percent(metric.low)} to {percent(metric.high)}"
    return f"{percent(metric.value)}{of} ({ends})"


def _only(report: Report) -> str:
    metric = leading_metric(report)
    if metric is None:
        return "no share was measured"
    ends = f"95 % interval {figure(metric.low)} to {figure(metric.high)}"
    return f"{metric.name} is {figure(metric.value)} ({ends})"


def _time(report: Report) -> str:
    half = [metric for metric in report.metrics if metric.name == "p50 total"]
    return (
        f" Half of the answers take at most {figure(half[0].value, half[0].unit)}." if half else ""
    )


def _trouble(report: Report) -> str:
    failed = sum(1 for record in report.records if record.error is not None)
    return f" {counted(failed, noun(report))} could not be measured." if failed else ""
