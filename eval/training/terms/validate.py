"""Combines a cross-validation: `python -m eval.training.terms.validate --data FOLDER RUN...`.

Each RUN is the folder of a fold that `python -m eval.training.terms.train` made. What its network
says is weighed by a regression that was fitted without it as well. Prints, for each set, the token
F1 of the question as typed and as said in full, and precision, recall and F1 of the added terms.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.metrics.rewriting import count_terms, f1_of, token_f1
from eval.training.terms.conversations import FOLDS, SETS, Asked, read_set
from eval.training.terms.weigh import Scored, fit, read_scores, scores_for
from service.questions.followups.terms.phrases import LEAST, said_in_full
from service.questions.followups.terms.scores import Scores
from service.questions.followups.terms.weighing import weighed


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--least", type=float, nargs="*", default=[LEAST])
    parser.add_argument("--show", type=int, default=0, metavar="N", help="also N rewrites of each")
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    scored = read_scores(options.runs)
    every = {name: read_set(options.data, name) for name in SETS}
    judged = dict(_judged([one for asked in every.values() for one in asked], scored))
    table = Table("set", "questions", "least", "floor", "token F1", "P", "R", "term F1")
    for name, asked in every.items():
        pairs = [(one, judged[one.id]) for one in asked if one.id in judged]
        for least in options.least:
            table.add_row(name, str(len(pairs)), str(least), *_cells(pairs, least))
        for one, scores in pairs[: options.show]:
            Console().print(f"{one.message} -> {said_in_full(one.message, scores).text}")
            Console().print(f"    {one.rewrite}")
    Console().print(table)


def _judged(asked: Sequence[Asked], scored: Scored) -> Iterator[tuple[str, Scores]]:
    """The weighed scores of the questions of each fold, by a model of the other folds."""
    known = [one for one in asked if one.id in scored]
    for fold in range(FOLDS):
        own = [one for one in known if one.fold == fold]
        if own:
            model = fit([one for one in known if one.fold != fold] or own, scored)
            firsts = (one for one in asked if one.fold == fold and not one.earlier)
            for one in (*own, *firsts):
                yield one.id, weighed(scores_for(one, scored), model)


def _cells(pairs: Sequence[tuple[Asked, Scores]], least: float) -> list[str]:
    ours = [said_in_full(one.message, scores, least).text for one, scores in pairs]
    golds = [one for one, _ in pairs]
    floor = [token_f1(one.message, one.rewrite) for one in golds]
    found = [token_f1(text, one.rewrite) for one, text in zip(golds, ours, strict=True)]
    terms = f1_of(
        count_terms(one.message, text, one.rewrite, [e.text for e in one.earlier])
        for one, text in zip(golds, ours, strict=True)
    )
    return [f"{sum(v) / len(v):.4f}" for v in (floor, found)] + [f"{v:.4f}" for v in terms]


if __name__ == "__main__":
    main()
