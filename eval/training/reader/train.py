"""Train the reader: `python -m eval.training.reader.train --packed FOLDER --out FOLDER`.

Improves the shipped reader where it is weak without losing its abilities. There are three kinds of
batches: human questions, with the shipped reader's predictions as additional targets (Li & Hoiem
2016, "Learning without forgetting"); generated or altered questions with an answer; and questions
that their passage does not answer. Of the last, only the windows in which the shipped reader is
most confident of an answer count.

An interrupted run resumes. Writes `log.jsonl`, `curve.png` and, at the end, `weights.pt`, which
`python -m eval.training.shared.export` turns into a reader.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from eval.peers.hugging_face import read_reader
from eval.training.data.packed import TEXTS, read
from eval.training.reader.network import Reader, distilled, loss, probabilities
from eval.training.reader.texts import Order, Rows, Texts
from eval.training.recipe import RECIPE, Recipe, SetUse, read_recipe
from eval.training.shared.log import Log, draw
from eval.training.shared.loop import WEIGHTS, Loop, Schedule, Step
from index.records import reshape
from service.readers.span import FOLDER

_OTHER_TOKENS = 18
"""Average number of tokens per row besides the passage's."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True, help="folder written by `pack`")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    # It makes a new plan for each shape, and there are many shapes.
    torch.backends.cuda.enable_cudnn_sdp(enabled=False)
    texts = Texts(read(options.packed / TEXTS), torch.device(options.device))
    training = Training(texts, read_recipe(options.recipe), read_reader(FOLDER))
    torch.save(training.run(options.out).shipped(), options.out / WEIGHTS)
    draw(options.out)


class Training:
    """A reader that is trained further, and the one that it was."""

    def __init__(self, texts: Texts, recipe: Recipe, shipped: Mapping[str, torch.Tensor]) -> None:
        """Take what is read, how it is learned, and the state to begin with."""
        self._texts, self._recipe = texts, recipe
        self._asked = self._order(lambda use: use.answers and use.asked_by_people)
        self._made = self._order(lambda use: use.answers and not use.asked_by_people)
        self._none = self._order(lambda use: not use.answers)
        frozen = recipe.frozen
        self._before = Reader(shipped, frozen=frozen).to(texts.device).eval()
        torch.manual_seed(int(np.random.SeedSequence(self._seed).generate_state(1)[0]))
        self._reader = Reader(shipped, recipe.dropout, frozen).to(texts.device)

    def run(self, out: Path) -> Reader:
        """Train; the log and the checkpoints are written to a folder."""
        schedule = reshape(self._recipe, Schedule)
        orders = [self._asked, self._made, self._none]
        loop = Loop(
            "reader", self._reader, schedule, seed=self._seed,
            checkpoint=out / "checkpoint.pt", log=Log(out), positions=orders,
        )  # fmt: skip
        for step in loop:
            loop.update(self._loss(step))
        return self._reader.eval()

    @property
    def _seed(self) -> list[int]:
        return [self._recipe.seed, 0]

    def _order(self, wanted: Callable[[SetUse], bool]) -> Order:
        """The questions of some sets, in random order, each as often as the recipe says."""
        of = self._texts.of
        groups = [
            (np.flatnonzero(of == number), use.times)
            for number, use in enumerate(self._recipe.sets)
            if wanted(use)
        ]
        return Order(groups, self._seed)

    def _loss(self, step: Step) -> torch.Tensor:
        recipe, drawn = self._recipe, step.rng.random()
        if drawn < recipe.unanswered:
            rows = self._cut(self._none, step, times=recipe.hardest)
            with self._autocast():
                rows, below = hardest(self._before, rows, recipe.hardest)
            return self._by_labels(rows, below)
        if drawn < recipe.unanswered + recipe.made:
            return self._by_labels(self._cut(self._made, step))
        rows = self._cut(self._asked, step)
        with self._autocast():
            below = self._before.below(rows)
            taught = probabilities(self._before, rows, below)
            logits, relevance = self._reader(rows, below)
        by_labels = loss(logits, relevance, rows, recipe.relevance)
        by_teacher = distilled(logits, relevance, taught, rows, recipe.relevance)
        return recipe.labels * by_labels + (1 - recipe.labels) * by_teacher

    def _by_labels(self, rows: Rows, below: torch.Tensor | None = None) -> torch.Tensor:
        with self._autocast():
            logits, relevance = self._reader(rows, below)
        return loss(logits, relevance, rows, self._recipe.relevance)

    def _cut(self, order: Order, step: Step, times: int = 1) -> Rows:
        """The next batch of windows, so many times as large as others."""
        room = int(step.rng.choice(self._recipe.rooms))
        asked = order.take(times * max(1, self._recipe.batch_tokens // (room + _OTHER_TOKENS)))
        begin = self._texts.around_answers(asked, room)
        return self._texts.rows(asked, self._texts.passage[asked], begin, room)

    def _autocast(self) -> Any:
        """The context of a network's pass: bfloat16 where that is fast."""
        kind = self._texts.device.type
        is_fast = kind == "cuda" or self._recipe.bfloat16
        return torch.autocast(kind, dtype=torch.bfloat16, enabled=is_fast)


@torch.no_grad()
def hardest(reader: Reader, rows: Rows, of: int) -> tuple[Rows, torch.Tensor | None]:
    """A share of the windows, those with the reader's most confident answers.

    With what the frozen layers made of them.
    """
    below = reader.below(rows)
    spans, _ = probabilities(reader, rows, below)
    is_none = spans[:, 0].prod(dim=1)
    kept = is_none.topk(max(1, len(is_none) // of), largest=False).indices
    return Rows(*(tensor[kept] for tensor in rows)), None if below is None else below[kept]


if __name__ == "__main__":
    main()
