"""The figures of SQuAD 2.0 that need all questions at once."""

from collections.abc import Sequence

from eval.metrics.spans import squad2
from eval.questions import Case
from eval.records import Metric, Record, plain


def best_threshold(cases: Sequence[Case], records: Sequence[Record]) -> list[Metric]:
    """Exact match and F1 at the threshold that is best for each, as the official script has them.

    Nothing where no question is known to be unanswerable. The prediction is the best candidate's
    highlight, else its quote; the no-answer score is what its confidence lacks of 1.
    """
    measured = {record.id: record for record in records if record.error is None}
    golds = {
        case.id: [] if case.answerable is False else case.answers
        for case in cases
        if case.id in measured and (case.answers or case.answerable is False)
    }
    if all(golds.values()) or not any(golds.values()):
        return []
    predictions = {id: _prediction(measured[id]) for id in golds}
    scores = {id: 1.0 - (measured[id].confidence or 0.0) for id in golds}
    found = squad2(predictions, scores, golds)
    return [
        plain("exact match at best threshold", found.best_exact),
        plain("token F1 at best threshold", found.best_f1),
    ]


def _prediction(record: Record) -> str:
    if not record.found:
        return ""
    return record.found[0].highlight or record.found[0].quote
