"""The results of a measurement: a record per question, metrics with intervals, a report.

Everything that is printed, plotted, compared or gated is computed from these values alone, so a
report read back from its JSON file is as good as one just measured.
"""

from msgspec import Struct

HELD_OUT = "held_out"
"""The part of a set whose questions nobody looks at while building: never listed one by one."""


class Share(Struct, frozen=True, array_like=True):
    """One question's contribution to a metric, which is the sum of parts over the sum of wholes.

    With `whole` 1 that is a mean; precision, recall and F1 over counts are ratios of sums.
    """

    part: float
    whole: float = 1.0


class ShownAnswer(Struct, frozen=True, kw_only=True):
    """One answer that was given, or would have been given with a lower threshold."""

    quote: str
    highlight: str | None = None
    article: str
    title: str | None = None
    start: int
    end: int
    speaker: str | None = None
    confidence: float
    right: bool


class Record(Struct, frozen=True, kw_only=True):
    """The result for one question (or article, or page)."""

    id: str
    question: str
    type: str | None = None
    group: str | None = None
    """The part of its set; the main metrics are given for each part, too."""
    expected: list[str] = []
    found: list[ShownAnswer] = []
    """The best few answers."""
    scores: dict[str, Share] = {}
    """By metric; metrics that do not apply to this question are left out."""
    answerable: bool | None = None
    answered: bool | None = None
    """Whether an answer was given; None if the measurement has no such notion."""
    maybe: bool | None = None
    """Whether a maybe was shown, which counts as no answer; None as for `answered`."""
    maybe_right: bool | None = None
    """Whether that maybe is right; None if there was none, or it is unknown."""
    confidence: float | None = None
    """Of the best candidate, shown or not; 0 if there was none."""
    right: bool | None = None
    """Whether the best candidate is right; None if unknown."""
    lost: str | None = None
    """The stage at which a known answer was lost; None if it was found."""
    reason: str | None = None
    """Why there was no answer, as reported by the service."""
    error: str | None = None
    """Why this question could not be measured at all."""
    timings_ms: dict[str, float] = {}


class Metric(Struct, frozen=True, kw_only=True):
    """A figure with its bootstrap interval."""

    name: str
    value: float
    low: float
    high: float
    """95 % percentile bootstrap over questions; equal to `value` without an interval."""
    count: int
    """Number of questions it was measured on."""
    higher_is_better: bool = True
    unit: str = ""
    """Empty for a share from 0 to 1; else "ms", "MB", "1/s" or "s"."""


def plain_metric(
    name: str, value: float, unit: str = "", *, higher_is_better: bool = True
) -> Metric:
    """A figure measured once, without an interval."""
    return Metric(
        name=name,
        value=value,
        low=value,
        high=value,
        count=1,
        higher_is_better=higher_is_better,
        unit=unit,
    )


class Report(Struct, frozen=True, kw_only=True):
    """The results of one run."""

    format: int = 1
    name: str
    kind: str
    created: str
    """ISO 8601, UTC."""
    target: str
    """What was measured: "in process", the server's address, or a peer's name."""
    seed: int
    command: str = ""
    """The command line that reproduces it."""
    versions: dict[str, str] = {}
    """Of Dateline, Python, and the libraries that affect results."""
    models: dict[str, str] = {}
    """Fingerprints of embedder, reader, calibration and index."""
    options: dict[str, str] = {}
    """How much of the set was asked, and how: enough to repeat the measurement."""
    settings: dict[str, str] = {}
    data: dict[str, str] = {}
    """SHA-256 of the question set, number of articles and passages searched."""
    machine: dict[str, str] = {}
    metrics: list[Metric] = []
    by_type: dict[str, list[Metric]] = {}
    records: list[Record] = []
