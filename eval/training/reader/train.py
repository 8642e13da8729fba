"""Train the reader: `python -m eval.training.reader.train --packed FOLDER --out FOLDER`.

Follows a profile of `recipe.toml`: `cores` trains a reader from the beginning, `further` goes on
with the shipped one. Each part of the run is kept in `OUT/parts` when it is finished, and
checkpoints are written within parts: the same command goes on where an interrupted run stopped.
Writes `log.jsonl`, `curve.png`, and at the end `weights.pt`, which
`python -m eval.training.shared.export` turns into a reader.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from eval.training.reader.batches import Asking
from eval.training.reader.further import go_on
from eval.training.reader.network import Reader
from eval.training.reader.trainer import Trainer
from eval.training.recipe import RECIPE
from eval.training.shared.log import draw
from eval.training.shared.loop import WEIGHTS


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write."""
    has_accelerator = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True, help="folder written by `pack`")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--profile", default="cores")
    parser.add_argument("--device", default="cuda" if has_accelerator else "cpu")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    # It makes a new plan for each shape, and there are many shapes.
    torch.backends.cuda.enable_cudnn_sdp(enabled=False)
    trainer = Trainer(
        options.packed, options.out, options.recipe, options.profile, torch.device(options.device)
    )
    torch.save(train(trainer).shipped(), options.out / WEIGHTS)
    draw(options.out)


def train(trainer: Trainer) -> Reader:
    """The reader that the profile asks for: further than the shipped one, or from the beginning."""
    profile = trainer.profile
    if profile.further:
        return go_on(trainer, profile.further)
    trainer.mine()
    every = trainer.order(lambda _: True)
    among = trainer.order(lambda use: use.negatives)
    reader = trainer.read("reader", profile.reader, Asking(every, among))
    trainer.measure("reader", [reader])
    return reader


if __name__ == "__main__":
    main()
