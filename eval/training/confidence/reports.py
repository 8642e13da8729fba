"""Reports on fitted weights: on the fitting half, on the other half, and by folds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from eval.metrics.calibration import ece
from eval.training.confidence.candidates import OF_SPANS, CandidateList
from eval.training.confidence.negatives import Asked
from eval.training.confidence.regressions import (
    fit,
    fit_deciding,
    fit_each,
    fit_ranking,
    in_order,
)
from service.reading.confidence import Weights

_BINS = 10
_COVERAGES = (0.9, 0.8, 0.6, 0.4, 0.2)
_TARGETS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


class Fitted(NamedTuple):
    """What ranks candidates, and what decides whether the first one answers."""

    weights: Weights
    deciding: Weights | None

    def ranked(self, found: CandidateList) -> list[tuple[float, bool]]:
        """Probabilities of a question's candidates and whether they are right, best first."""
        judge = self.deciding or self.weights
        return [(judge.probability(f), label) for f, label in in_order(self.weights, found)]

    def decided(self, found: CandidateList) -> tuple[float, bool]:
        """The probability of the first candidate, and whether it is as good as an answer."""
        judge = self.deciding or self.weights
        first = in_order(self.weights, found, found.deciding)[:1]
        return next(((judge.probability(f), label) for f, label in first), (0.0, False))


def fitted(
    lists: Sequence[CandidateList], kind: str, strength: float, ranking: Weights | None = None
) -> Fitted:
    """Fit weights of a kind to all of these candidates; with `ranking`, only what decides."""
    if kind == "said":
        return Fitted(fit_each(lists), None)
    if kind not in OF_SPANS:
        return Fitted(fit(lists, kind, strength), None)
    # In one article every candidate is on the subject, and what is right looks alike in all.
    weights = ranking or (
        fit_ranking(lists, kind) if kind == "span" else fit(lists, kind, strength)
    )
    return Fitted(weights, fit_deciding(lists, weights, kind))


def report(found: Fitted, lists: Sequence[CandidateList]) -> None:
    """Print what the weights reach on both halves, and the weights."""
    console = Console()
    for name, part in (("fitted", False), ("held out", True)):
        chosen = [r for r in lists if r.held_out is part]
        ranked, best = [found.ranked(r) for r in chosen], [found.decided(r) for r in chosen]
        _report_part(console, name, ranked, best, chosen)
    for weights in found:
        if weights is not None:
            console.print(dict(sorted(weights.features.items(), key=lambda p: -abs(p[1]))))


def report_folds(
    lists: Sequence[CandidateList],
    kind: str,
    strength: float,
    folds: int,
    ranking: Weights | None = None,
) -> None:
    """Cross-validate: each question judged by weights that were fitted on the other folds."""
    chosen: list[CandidateList] = []
    ranked: list[list[tuple[float, bool]]] = []
    best: list[tuple[float, bool]] = []
    for fold in range(folds):
        own = [r for r in lists if r.number % folds == fold]
        found = fitted([r for r in lists if r.number % folds != fold], kind, strength, ranking)
        chosen += own
        ranked += [found.ranked(r) for r in own]
        best += [found.decided(r) for r in own]
    _report_part(Console(), f"{folds} folds", ranked, best, chosen)


def _report_part(
    console: Console,
    name: str,
    ranked: Sequence[Sequence[tuple[float, bool]]],
    best: Sequence[tuple[float, bool]],
    lists: Sequence[CandidateList],
) -> None:
    answerable = [r for r, found in zip(ranked, lists, strict=True) if found.answerable]
    first = np.mean([bool(r and r[0][1]) for r in answerable])
    five = np.mean([any(label for _, label in r[:5]) for r in answerable])
    console.print(f"{name}: {len(answerable)} answerable, first {first:.3f}, five {five:.3f}")
    console.print("first candidates:")
    _report_confidence(console, best)
    console.print("all candidates:")
    _report_confidence(console, [pair for own in ranked for pair in own])
    _report_reliability(
        console, [b for b, found in zip(best, lists, strict=True) if found.as_asked]
    )
    _report_refusing(console, [score for score, _ in best], lists)


def _report_confidence(console: Console, best: Sequence[tuple[float, bool]]) -> None:
    scores, labels = np.asarray([s for s, _ in best]), np.asarray([y for _, y in best])
    table = Table("confidence at least", "answered", "of these right", "right ones kept")
    for target in _TARGETS:
        kept = scores >= target
        right = labels[kept].mean() if kept.any() else float("nan")
        share = labels[kept].sum() / max(1, labels.sum())
        table.add_row(f"{target}", f"{kept.mean():.2f}", f"{right:.2f}", f"{share:.2f}")
    console.print(table)
    console.print(f"AUROC {roc_auc_score(labels, scores):.3f}")


def _report_reliability(console: Console, best: Sequence[tuple[float, bool]]) -> None:
    """How often first answers were right, by tenths of their confidence, asked as people ask."""
    scores, labels = np.asarray([s for s, _ in best]), np.asarray([y for _, y in best])
    bins = np.clip((scores * _BINS).astype(int), 0, _BINS - 1)
    table = Table("confidence", "first answers", "mean", "right")
    for number in sorted(set(bins.tolist())):
        here = bins == number
        means = f"{scores[here].mean():.2f}", f"{labels[here].mean():.2f}"
        table.add_row(f"{number / _BINS:.1f}", f"{here.sum()}", *means)
    console.print(table, f"asked as it is: calibration error {ece(scores, labels):.3f}", sep="\n")


def _report_refusing(
    console: Console, best: Sequence[float], lists: Sequence[CandidateList]
) -> None:
    """The share of unanswerable questions that are answered, by that of answerable ones."""
    answerable = [s for s, found in zip(best, lists, strict=True) if found.answerable]
    for asked in Asked:
        others = [
            score
            for score, found in zip(best, lists, strict=True)
            if found.asked is asked and not found.answerable
        ]
        if not answerable or not others:
            continue
        for coverage in _COVERAGES:
            threshold = float(np.quantile(answerable, 1 - coverage))
            false = float((np.asarray(others) >= threshold).mean())
            console.print(
                f"at confidence {threshold:.3f}, {coverage:.0%} of the answerable are answered, "
                f"and {false:.1%} of {len(others)} unanswerable, asked {asked}"
            )
