"""Put a cross-validation together: `python -m eval.training.terms.validate --data FOLDER RUN...`.

Each RUN is the folder of a fold that `python -m eval.training.terms.train` made. Prints, for each
set, the token F1 of the question as typed and as said in full, and precision, recall and F1 of the
added terms.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from eval.metrics.rewriting import count_terms, f1_of, token_f1
from eval.training.terms.conversations import SETS, Asked, read_set
from service.questions.followups.terms.context import Word
from service.questions.followups.terms.network import scores_of
from service.questions.followups.terms.phrases import LEAST, said_in_full

_Scored = dict[str, list[tuple[str, int, int, int, list[float]]]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--least", type=float, nargs="*", default=[LEAST])
    parser.add_argument("--show", type=int, default=0, metavar="N", help="also N rewrites of each")
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    scored: _Scored = {}
    for run in options.runs:
        scored |= msgspec.json.decode((run / "scores.json").read_bytes(), type=_Scored)
    table = Table("set", "questions", "least", "floor", "token F1", "P", "R", "term F1")
    for name in SETS:
        every = read_set(options.data, name)
        folds = {one.fold for one in every if one.id in scored}
        asked = [one for one in every if one.fold in folds]
        for least in options.least:
            table.add_row(name, str(len(asked)), str(least), *_cells(asked, scored, least))
        for one in asked[: options.show]:
            Console().print(f"{one.message} -> {_in_full(one, scored, LEAST)}  [{one.rewrite}]")
    Console().print(table)


def _cells(asked: Sequence[Asked], scored: _Scored, least: float) -> list[str]:
    ours = [_in_full(one, scored, least) for one in asked]
    floor = [token_f1(one.message, one.rewrite) for one in asked]
    found = [token_f1(text, one.rewrite) for one, text in zip(asked, ours, strict=True)]
    terms = f1_of(
        count_terms(one.message, text, one.rewrite, [e.text for e in one.earlier])
        for one, text in zip(asked, ours, strict=True)
    )
    return [f"{sum(v) / len(v):.4f}" for v in (floor, found)] + [f"{v:.4f}" for v in terms]


def _in_full(asked: Asked, scored: _Scored, least: float) -> str:
    rows = scored.get(asked.id, [])
    words, chances = [Word(*row[:4]) for row in rows], [row[4] for row in rows]
    return said_in_full(asked.message, scores_of(words, chances, asked.earlier), least)


if __name__ == "__main__":
    main()
