"""Formatting of figures and untrusted text, the same in every form of a report."""

import math
import re

from eval.records import Metric

NOTHING = "–"
"""Shown in place of a missing figure."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SUFFIXES = {"ms": " ms", "MB": " MB", "s": " s", "1/s": " / s"}


def plain(text: str) -> str:
    """The text with a visible mark for each control character."""
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str, width: int | None = None) -> str:
    """The text on one line, without marks that change text direction; cut to `width`."""
    line = " ".join(_DIRECTIONS.sub("", plain(text)).split())
    if width is None or len(line) <= width:
        return line
    return line[: width - 1].rstrip() + "…"


def figure(value: float, unit: str = "") -> str:
    """A value with its unit: ".430", "24.8 ms", "1,097 MB"; a dash if it is not finite."""
    if not math.isfinite(value):
        return NOTHING
    return (_amount(value) + _suffix(unit) if unit else _share(value)).replace("-", "−", 1)


def signed(value: float, unit: str = "") -> str:
    """A difference with its sign; "0" if there is none."""
    if value == 0:
        return "0"
    text = figure(value, unit)
    return text if not math.isfinite(value) or value <= 0 else f"+{text}"


def percent(value: float) -> str:
    """A share as it is written in a sentence: "34.4 %"."""
    return f"{value * 100:.1f} %" if math.isfinite(value) else NOTHING


def interval(low: float, high: float, unit: str = "") -> str:
    """The ends of an interval; a dash without one."""
    if not (math.isfinite(low) and math.isfinite(high)) or low == high:
        return NOTHING
    return f"{figure(low, unit).removesuffix(_suffix(unit))} to {figure(high, unit)}"


def chance(p: float | None) -> str:
    """A p-value as it is usually written: ".032", "< .001"."""
    if p is None or not math.isfinite(p):
        return NOTHING
    return "< .001" if p < 0.001 else figure(p)


def metric_interval(metric: Metric) -> str:
    """The 95 % interval of a metric."""
    return interval(metric.low, metric.high, metric.unit)


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 question", "1,204 questions"."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _suffix(unit: str) -> str:
    return _SUFFIXES.get(unit, f" {unit}") if unit else ""


def _share(value: float) -> str:
    if abs(value) >= 10:
        return f"{value:,.1f}"
    # ".430" and "1.000", as in the tables of eval/README.md.
    return re.sub(r"^(-?)0\.", r"\1.", f"{value:.3f}")


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"
