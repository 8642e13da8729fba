"""What a report says in one breath."""

from eval.records import Metric, Report
from eval.reports.formatting import counted, figure, percent
from eval.reports.groups import leading

_NOUNS = {"quotes": "article", "pages": "page"}
_PHRASES = {
    "answer recall@1": "the first answer is right for {}",
    "exact match": "{} match the expected answer word for word",
    "answer recall@5": "one of the first five is right for {}",
    "passage recall@10": "the first ten passages hold the answer of {}",
    "fused passage recall@10": "the first ten passages hold the answer of {}",
    "citation precision": "{} of the citations support what they stand beside",
    "answered": "{} are given an answer",
    "wrong answers": "{} of the answers given are wrong",
}
_FEW = 4


def headline(report: Report) -> str:
    """The main figures as a sentence or two."""
    shares = _shares(report)
    said = [_PHRASES[m.name].format(_figure(m, report, first=not i)) for i, m in enumerate(shares)]
    told = "; ".join(said[:_FEW]) if said else _only(report)
    return (
        f"Of {counted(len(report.records), noun(report))}: {told}.{_time(report)}{_trouble(report)}"
    )


def noun(report: Report) -> str:
    """What its records are."""
    return _NOUNS.get(report.kind, "question")


def _shares(report: Report) -> list[Metric]:
    by_name = {metric.name: metric for metric in report.metrics}
    return [by_name[name] for name in _PHRASES if name in by_name]


def _figure(metric: Metric, report: Report, *, first: bool) -> str:
    """A share; the first one with its interval, and with the questions it is of."""
    if not first:
        return percent(metric.value)
    of = "" if metric.count == len(report.records) else f" of {metric.count:,}"
    ends = f"95 % interval {percent(metric.low)} to {percent(metric.high)}"
    return f"{percent(metric.value)}{of} ({ends})"


def _only(report: Report) -> str:
    metric = leading(report)
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
