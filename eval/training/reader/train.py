"""Train the reader: `python -m eval.training.reader.train --packed FOLDER --out FOLDER`.

Follows a profile of `recipe.toml`: `accelerator` where there is one, otherwise `cores`. Each part
of the run is kept in `OUT/parts` when it is finished, and checkpoints are written within parts: the
same command goes on where an interrupted run stopped. Writes `log.jsonl`, `curve.png`, and at the
end `weights.pt`, which `python -m eval.training.shared.export` turns into a reader.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from eval.training.data.teacher_weights import read
from eval.training.reader.batches import Asking
from eval.training.reader.further import go_on
from eval.training.reader.network import Reader
from eval.training.reader.student import learn
from eval.training.reader.teacher import Teacher
from eval.training.reader.trainer import Trainer
from eval.training.recipe import RECIPE, Part
from eval.training.shared.log import draw
from eval.training.shared.loop import WEIGHTS


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write."""
    has_accelerator = torch.cuda.is_available()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True, help="folder written by `pack`")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--profile", default="accelerator" if has_accelerator else "cores")
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
    """Run the parts that the profile asks for; the reader that the last of them gives."""
    profile = trainer.profile
    if profile.further:
        return go_on(trainer, profile.further)
    trainer.mine("mined", trainer.asked)
    if profile.plain:
        plain = Asking(trainer.order(lambda use: use.plain, once=True))
        trainer.measure("plain", [trainer.read("plain", profile.plain, plain)])
    if profile.spans:
        spans = Asking(trainer.order(lambda use: not use.unanswerable and not use.pairs))
        trainer.measure("spans", [trainer.read("spans", profile.spans, spans)])
    readers = [_reader(trainer, number) for number in range(profile.readers)]
    if len(readers) > 1:
        trainer.measure("readers together", readers)
    teachers = [*readers, *([_teacher(trainer, profile.teacher)] if profile.teacher else [])]
    return learn(trainer, profile.student, teachers) if profile.student else readers[0]


def _reader(trainer: Trainer, number: int) -> Reader:
    every = trainer.order(lambda _: True)
    among = trainer.order(lambda use: use.negatives)
    name = f"reader {number}"
    reader = trainer.read(name, trainer.profile.reader, Asking(every, among))
    trainer.measure(name, [reader])
    return reader


def _teacher(trainer: Trainer, given: Part) -> Teacher:
    asking = Asking(trainer.order(lambda _: True), trainer.order(lambda use: use.negatives))
    teacher = trainer.learn("teacher", given, asking, lambda: Teacher(read(trainer.packed)))
    trainer.measure("teacher", [teacher])
    return teacher


if __name__ == "__main__":
    main()
