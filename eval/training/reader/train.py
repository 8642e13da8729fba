"""Train the reader on an accelerator: `python -m eval.training.reader.train --packed F --base F`.

In one go: readers of several seeds (the teachers), a network that proposes answers and one that
asks for them, questions made of articles that nobody asked about, and one reader that learns from
all of this what the teachers think together. Each part takes at most its share of `--seconds`; the
log says how many steps that were, and how good the readers are on questions that are held back.
Writes `weights.pt`, which `export` turns into a reader, and `log.jsonl`. Each part that is finished
is kept in `parts` (90 MB each): a run that was cut off goes on after the last of them when it is
started again. Without an accelerator it runs as well, and takes days.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from eval.training.data.packed import RECIPE, read_recipe
from eval.training.reader.making import make, train_asker
from eval.training.reader.measuring import measure
from eval.training.reader.spans_network import Reader, chances, distilled, loss
from eval.training.reader.texts import Numbers, Order
from eval.training.reader.trainer import Log, Trainer
from eval.training.shared.loop import WEIGHTS


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True, help="written by `pack`")
    parser.add_argument("--base", type=Path, required=True, help="written by `base_weights`")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--seconds", type=float, default=520, help="of all parts together")
    parser.add_argument("--tokens", type=int, default=24576, help="of a batch")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--teachers", type=int, default=3)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    log = Log(options.out / "log.jsonl")
    # It plans anew for each shape, and there are many.
    torch.backends.cuda.enable_cudnn_sdp(enabled=False)
    trainer = Trainer(options, read_recipe(options.recipe), log)
    log(tokens=len(trainer.texts.tokens), questions=len(trainer.texts.question))
    trainer.mine(np.flatnonzero(trainer.texts.of < len(trainer.recipe.sets)))
    log(mined=trainer.mined.count())
    _run(trainer, options)


def _run(trainer: Trainer, options: argparse.Namespace) -> None:
    log = trainer.log

    def told(name: str, readers: Sequence[Reader]) -> None:
        with trainer.autocast():
            log(measured=name, **measure(readers, trainer.texts, trainer.recipe))

    # Each part has an order of its own: taken up or trained, those before it make no difference.
    plain = trainer.order(lambda use: use.plain, once=True)
    told("plain", [trainer.read("plain", plain, None, rate=3e-4, weight=0.0, dropout=0.0)])
    spans = trainer.order(lambda use: not use.unanswerable and "trecqa" not in use.path
                          and "sentence" not in use.path)  # fmt: skip
    told("all sets", [trainer.read("all sets", spans, None, rate=3e-4, weight=0.0)])
    teachers = []
    for number in range(options.teachers):
        teachers.append(trainer.read("teacher", _every(trainer), _among(trainer), rate=3e-4))
        told(f"teacher {number}", teachers[-1:])
    told("teachers together", teachers)
    torch.save(teachers[0].shipped(), options.out / f"teacher-{WEIGHTS}")
    proposer = trainer.read("proposer", _asks(trainer), None, rate=3e-4, dumb=True, weight=0.0)
    asker = train_asker(trainer, _asks(trainer))
    kept = make(trainer, proposer, asker, teachers[:2], options.out)
    trainer.mine(kept)
    log(mined=trainer.mined.count())
    student = learn(trainer, kept, teachers)
    told("student", [student])
    torch.save(student.shipped(), options.out / WEIGHTS)


def _every(trainer: Trainer) -> Order:
    return trainer.order(lambda _: True)


def _among(trainer: Trainer) -> Order:
    return trainer.order(lambda use: use.negatives)


def _asks(trainer: Trainer) -> Order:
    return trainer.order(lambda use: use.asks)


def learn(trainer: Trainer, kept: Numbers, teachers: Sequence[Reader]) -> Reader:
    """The reader that learns from made questions and from people's what the teachers think.

    It begins with mostly made questions, and ends with mostly people's.
    """
    every, among = _every(trainer), _among(trainer)
    made = Order([(kept, 1.0)], trainer.rng)
    trainer.begin("student")
    reader = Reader(trainer.base, 0.0)
    started, deadline = time.perf_counter(), trainer.deadline
    for update in trainer.steps(reader, 4e-4, deadline):
        done = min(1.0, (time.perf_counter() - started) / (deadline - started))
        is_made = trainer.rng.random() < 0.85 - 0.55 * done
        order = (made, made) if is_made else (every, among)
        rows, each = trainer.windows(*order)
        with trainer.autocast():
            taught = chances(teachers, rows)
            logits, relevance = reader(rows)
        hard = loss(logits, relevance, rows, each)
        update(0.4 * hard + 0.6 * distilled(logits, relevance, taught, rows))
    trainer.log(part="student", made_epochs=made.epochs, epochs=every.epochs)
    return reader


if __name__ == "__main__":
    main()
