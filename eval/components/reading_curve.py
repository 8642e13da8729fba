"""Quality by amount read: `python -m eval.components.reading_curve --questions FILE --data FOLDER`.

The same questions are answered with more and more windows, and with early stopping after the first
few at several probabilities; each window is read once and cached. Prints a table; `--plot` also
draws it.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import structs
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval.components.inquiry_of_case import inquiry_of_case
from eval.metrics import spans
from eval.metrics.matching import holds
from eval.questions import Case
from eval.sets import load
from index.search import search
from service.candidates import Candidate
from service.engine import Engine
from service.reading.networks.network import Logits, Look, Network
from service.reading.networks.pairs import Row
from service.reading.span_reader import SpanReader
from service.reading.windows import ReadingBudget
from service.settings import load as load_settings

_WINDOWS = (1, 2, 4, 6, 8, 12, 16, 24)
_FIRST = (2, 3, 4)
_STOPS = ((0.3, 0.05), (0.4, 0.0), (0.4, 0.05), (0.4, 0.1), (0.5, 0.05), (0.7, 0.0), (0.7, 0.05))
_CHARACTERS = (480,)


class ReadingPlan(NamedTuple):
    """How much to read, and at which probabilities to stop early."""

    budget: ReadingBudget
    sure: float = 2.0
    hopeless: float = 0.0

    @property
    def stop(self) -> str:
        """The early stopping in words; empty if everything is read."""
        below = f", to {self.hopeless:g}" if self.hopeless else ""
        return "" if self.sure > 1 else f"{self.budget.first}: from {self.sure:g}{below}"


class Figures(NamedTuple):
    """The figures of one plan for one question."""

    first: float
    five: float
    em: float
    f1: float
    tokens: float


class CachingNetwork:
    """A network that reads no row twice, and counts the tokens requested."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known: dict[tuple[int, ...], Logits] = {}
        self.tokens = 0

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:  # noqa: ARG002
        """The logits of each row, in order; nobody looks at single ones here."""
        self.tokens += sum(len(row.ids) for row in rows)
        missing = [row for row in rows if tuple(row.ids) not in self._known]
        for row, logits in zip(missing, self._network.read(missing), strict=True):
            self._known[tuple(row.ids)] = logits
        return [self._known[tuple(row.ids)] for row in rows]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True, help="a question set")
    parser.add_argument("--data", required=True, help="data folder with the articles")
    parser.add_argument("--most", type=int, help="use at most this many questions")
    parser.add_argument(
        "--characters", type=int, nargs="+", default=list(_CHARACTERS), help="window lengths"
    )
    parser.add_argument("--plot", type=Path, help="also draw a plot into this file")
    options = parser.parse_args(arguments)
    engine = Engine(load_settings({}, data=options.data, reader="span"))
    engine.open()
    cases = [c for c in load(options.questions).cases if c.answerable and c.answers]
    reader = engine.reader
    assert isinstance(reader, SpanReader)  # noqa: S101
    plans = list(_plans(reader.budget, options.characters))
    rows: dict[ReadingPlan, list[Figures]] = {plan: [] for plan in plans}
    for case in track(cases[: options.most], "reading"):
        for plan, figures in zip(plans, _measure(engine, reader, case, plans), strict=True):
            rows[plan].append(figures)
    engine.close()
    _print(rows)
    if options.plot:
        _draw({plan: own for plan, own in rows.items() if not plan.stop}, options.plot)


def _plans(usual: ReadingBudget, characters: Sequence[int]) -> Iterator[ReadingPlan]:
    for length in characters:
        for windows in _WINDOWS:
            budget = structs.replace(usual, windows=windows, first=windows, characters=length)
            yield ReadingPlan(budget)
        for first in _FIRST:
            budget = structs.replace(usual, first=first, characters=length)
            yield from (ReadingPlan(budget, sure, hopeless) for sure, hopeless in _STOPS)


def _measure(
    engine: Engine, reader: SpanReader, case: Case, plans: Sequence[ReadingPlan]
) -> Iterator[Figures]:
    asked = inquiry_of_case(engine, case)
    found = search(asked.opened, asked.query, asked.vector)
    network = CachingNetwork(reader.network)
    for plan in plans:
        network.tokens = 0
        own = reader.confidences
        stopping = structs.replace(own.collection, sure=plan.sure, hopeless=plan.hopeless)
        variant = reader.with_network(network, plan.budget, own._replace(collection=stopping))
        candidates = variant.read(asked.question, asked.vector, found, asked.opened)
        yield _figures(candidates, case, network.tokens)


def _figures(candidates: Sequence[Candidate], case: Case, tokens: int) -> Figures:
    right = [holds(_text(c), case.answers) for c in candidates[:5]]
    shown = _highlight(candidates[0]) if candidates else ""
    return Figures(
        first=float(bool(right) and right[0]),
        five=float(any(right)),
        em=spans.exact_match(shown, case.answers),
        f1=spans.token_f1(shown, case.answers),
        tokens=float(tokens),
    )


def _text(candidate: Candidate) -> str:
    return candidate.article.text[candidate.quote.start : candidate.quote.end]


def _highlight(candidate: Candidate) -> str:
    span = candidate.highlight or candidate.quote
    return candidate.article.text[span.start : span.end]


def _print(rows: dict[ReadingPlan, list[Figures]]) -> None:
    table = Table("windows", "characters", "stop after", "first", "of five", "EM", "F1", "tokens")
    for plan, own in rows.items():
        means = [sum(column) / max(1, len(own)) for column in zip(*own, strict=True)]
        figures = [f"{mean:.3f}" for mean in means[:-1]]
        names = (str(plan.budget.windows), str(plan.budget.characters), plan.stop)
        table.add_row(*names, *figures, f"{means[-1]:,.0f}")
    Console().print(table)


def _draw(rows: dict[ReadingPlan, list[Figures]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4))
    counts = [plan.budget.windows for plan in rows]
    for name, place in (("first answer right", 0), ("one of five right", 1), ("F1", 3)):
        values = [sum(f[place] for f in own) / max(1, len(own)) for own in rows.values()]
        axes.plot(counts, values, marker="o", label=name)
    axes.set(xlabel="windows read", ylabel="share", title="Quality by amount read")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
