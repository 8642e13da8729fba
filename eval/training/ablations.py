"""What each idea of the training brings: `python -m eval.training.ablations --data FOLDER --out F`.

Runs of the same number of steps from the same start, each with one idea more than the one before.
The last is `titled.toml` as it stands, the first a plain fine-tuning on SQuAD-style questions. One
table, a row a run; also written as `ablations.md`. Runs are short, so that the figures tell ideas
apart and not how good the reader can become. Interrupted, the same command goes on: runs that are
scored are not made again.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import structs
from rich.console import Console
from rich.table import Table

from eval.reports.markdown import table as markdown_table
from eval.training.recipe import TITLED, Recipe, SetUse, batches, read_recipe
from eval.training.shared.export import read_weights, write_reader
from eval.training.shared.loop import WEIGHTS
from eval.training.shared.score import RANKED, rank, score
from eval.training.train import train
from service.readers.span import load_reader

_RATE = 2.4e-4
# Of the steps, where windows are seen one by one; in the rest those of a question are compared.
_APART = 0.6
_SCORED = ("squadshifts/new_wiki.json.gz", "newsqa/dev.json.gz", "squad/squad20_dev.json.gz")
_SQUAD_STYLE = ("squad_train/", "squad/squad11", "squadshifts/")

Figures = dict[str, dict[str, float]]


def _each_set(recipe: Recipe, change: Callable[[SetUse], SetUse]) -> Recipe:
    stages = [structs.replace(s, sets=[change(use) for use in s.sets]) for s in recipe.stages]
    return structs.replace(recipe, stages=stages)


def _only_sets(recipe: Recipe, is_kept: Callable[[SetUse], bool]) -> Recipe:
    stages = [
        structs.replace(s, sets=[use for use in s.sets if is_kept(use)]) for s in recipe.stages
    ]
    return structs.replace(recipe, stages=stages)


def _unaltered(recipe: Recipe) -> Recipe:
    return _each_set(recipe, lambda use: structs.replace(use, altered=0.0))


def _among_their_own(recipe: Recipe) -> Recipe:
    return _each_set(recipe, lambda use: structs.replace(use, beside=""))


def _untitled(recipe: Recipe) -> Recipe:
    return structs.replace(recipe, heads=0.0)


def _apart(recipe: Recipe) -> Recipe:
    return structs.replace(recipe, stages=recipe.stages[:1])


def _answerable(recipe: Recipe) -> Recipe:
    return _only_sets(recipe, lambda use: not use.unanswerable)


def _without_negatives(recipe: Recipe) -> Recipe:
    recipe = _only_sets(recipe, lambda use: "trecqa" not in use.path)
    recipe = _each_set(recipe, lambda use: structs.replace(use, negatives=0.0))
    return structs.replace(recipe, relevance_weight=0.0)


def _squad_style(recipe: Recipe) -> Recipe:
    return _only_sets(recipe, lambda use: use.path.startswith(_SQUAD_STYLE))


# What is taken away, from the whole recipe down to the plain one.
_IDEAS: tuple[tuple[str, Callable[[Recipe], Recipe]], ...] = (
    ("questions with another name or number", _unaltered),
    ("lookalikes from articles nobody asks about", _among_their_own),
    ("windows under their article's title", _untitled),
    ("windows of a question compared with each other", _apart),
    ("SQuAD 2.0's unanswerable questions", _answerable),
    ("windows that do not answer, and relevance", _without_negatives),
    ("news and other sets (NewsQA, TweetQA, ...)", _squad_style),
)


def runs(full: Recipe, steps: int) -> list[tuple[str, Recipe]]:
    """Names and recipes of the runs, the plainest first.

    Args:
        full: with all ideas; its first stage sees windows one by one, its second together.
        steps: of each run.
    """
    recipe = structs.replace(full, rate=_RATE)
    found = []
    for name, without in _IDEAS:
        found.append((f"+ {name}", _of_length(recipe, steps)))
        recipe = without(recipe)
    found.append(("SQuAD-style questions, spans alone", _of_length(recipe, steps)))
    return found[::-1]


def _of_length(recipe: Recipe, steps: int) -> Recipe:
    first = steps if len(recipe.stages) == 1 else int(steps * _APART)
    shares = [first, steps - first]
    stages = [
        structs.replace(stage, steps=share)
        for stage, share in zip(recipe.stages, shares, strict=False)
    ]
    return structs.replace(recipe, stages=stages)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--sample", type=int, default=600, help="questions of each set scored")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, Figures]] = []
    for number, (name, recipe) in enumerate(runs(read_recipe(TITLED), options.steps)):
        folder = options.out / f"{number}"
        rows.append((name, _run(recipe, folder, options.data, options.sample)))
        _write(rows, options.out)


def _run(recipe: Recipe, folder: Path, data: Path, sample: int) -> Figures:
    scored = folder / "figures.json"
    if scored.exists():
        return msgspec.json.decode(scored.read_bytes(), type=Figures)
    folder.mkdir(exist_ok=True)
    described = folder / "recipe.json"
    described.write_bytes(msgspec.json.format(msgspec.json.encode(recipe)))
    if not (folder / WEIGHTS).exists():
        train(recipe, batches(recipe, data), folder)
    write_reader(read_weights(folder / WEIGHTS), folder, [described], heads=recipe.heads > 0)
    reader = load_reader(folder)
    figures = {name: score(reader, data, name, sample) for name in _SCORED}
    if recipe.relevance_weight:
        figures[RANKED] = rank(reader, data / RANKED)
    scored.write_bytes(msgspec.json.format(msgspec.json.encode(figures)))
    return figures


_COLUMNS = (
    ("new Wikipedia EM", _SCORED[0], "em"),
    ("F1", _SCORED[0], "f1"),
    ("NewsQA EM", _SCORED[1], "em"),
    ("F1", _SCORED[1], "f1"),
    ("SQuAD 2.0 F1", _SCORED[2], "f1"),
    ("AUROC", _SCORED[2], "auroc"),
    ("TREC QA MAP", RANKED, "map"),
)


def _write(rows: Sequence[tuple[str, Figures]], out: Path) -> None:
    """Print the runs so far, and write them as a Markdown table."""
    head = ("run", *(column for column, _, _ in _COLUMNS))
    lines = [
        (name, *(_cell(figures, of, what) for _, of, what in _COLUMNS)) for name, figures in rows
    ]
    table = Table(*head)
    for line in lines:
        table.add_row(*line)
    Console().print(table)
    (out / "ablations.md").write_text(markdown_table(head, lines) + "\n", encoding="utf-8")


def _cell(figures: Figures, of: str, what: str) -> str:
    return f"{figures[of][what]:.3f}" if of in figures else ""


if __name__ == "__main__":
    main()
