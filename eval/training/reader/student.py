"""The last reader: it learns from people's questions and made ones what its teachers think."""

from collections.abc import Sequence

import torch
from torch import nn

from eval.training.reader.batches import Asking
from eval.training.reader.making import make, train_asker
from eval.training.reader.network import Reader, distilled, loss, probabilities
from eval.training.reader.orders import Order
from eval.training.reader.texts import Numbers
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Student
from eval.training.shared.loop import Step


def learn(trainer: Trainer, given: Student, teachers: Sequence[nn.Module]) -> Reader:
    """Make questions, and train a reader on them and on people's."""
    proposer = trainer.read(
        "proposer", given.proposer, Asking(_that_teach_asking(trainer)), question_blind=True
    )
    asker = train_asker(trainer, given.asker, _that_teach_asking(trainer))
    made = make(trainer, given.making, proposer, asker, teachers[: given.making.judges])
    trainer.mine("mined made", made)
    reader = _train(trainer, given, made, teachers)
    trainer.measure("student", [reader])
    return reader


def _that_teach_asking(trainer: Trainer) -> Order:
    return trainer.order(lambda use: use.asks > 0, answered=True)


def _train(
    trainer: Trainer, given: Student, made: Numbers, teachers: Sequence[nn.Module]
) -> Reader:
    """It begins with mostly made questions, and ends with mostly people's."""
    every = trainer.order(lambda _: True)
    among = trainer.order(lambda use: use.negatives)
    of_made = Order([(made, 1.0)], trainer.seed)
    falls = given.made_at_first - given.made_at_last

    def loss_of(reader: Reader, step: Step) -> torch.Tensor:
        is_made = len(made) and step.rng.random() < given.made_at_first - falls * step.done
        asking = Asking(of_made, of_made) if is_made else Asking(every, among)
        rows, each = trainer.batches.cut(asking, step.rng)
        with trainer.autocast():
            taught = probabilities(teachers, rows)
            logits, relevance = reader(rows)
        by_labels = loss(logits, relevance, rows, each, given.relevance)
        by_teachers = distilled(logits, relevance, taught, rows, given.relevance)
        return given.labels * by_labels + (1 - given.labels) * by_teachers

    return trainer.train(
        "student", given, lambda: Reader(trainer.base, given.dropout), loss_of,
        [every, among, of_made],
    )  # fmt: skip
