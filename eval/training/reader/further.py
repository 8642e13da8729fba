"""The shipped reader learns what it is weak at, and is held to what it can do already.

Batches are of three kinds: people's questions, where what the shipped reader thinks counts beside
the labels (Li & Hoiem 2016, "Learning without forgetting"); questions made or changed that have an
answer; and questions that their passage does not answer. Of the last, only those windows count in
which the shipped reader sees the most answers.
"""

from pathlib import Path
from typing import Any

import torch

from eval.training.reader.batches import Asking
from eval.training.reader.network import Reader, distilled, loss, probabilities
from eval.training.reader.texts import Rows
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Further
from eval.training.shared.loop import Step
from index.networks.weights import read_safetensors

_WORDS = "embeddings.word_embeddings.weight"


def go_on(trainer: Trainer, given: Further) -> Reader:
    """Train the shipped reader further."""
    part = trainer.profile.reader
    shipped = _shipped(trainer).to(trainer.device).eval()
    asked = trainer.order(lambda use: use.answers and use.asked_by_people, further=True)
    made = trainer.order(lambda use: use.answers and not use.asked_by_people, further=True)
    none = trainer.order(lambda use: not use.answers, further=True)

    def loss_of(reader: Reader, step: Step) -> torch.Tensor:
        drawn = step.rng.random()
        if drawn < given.unanswered:
            rows = _cut(none, step, times=given.hardest)
            with trainer.autocast():
                rows = hardest([shipped], rows, given.hardest)
            return _by_labels(reader, rows)
        if drawn < given.unanswered + given.made:
            return _by_labels(reader, _cut(made, step))
        rows = _cut(asked, step)
        with trainer.autocast():
            taught = probabilities([shipped], rows)
            logits, relevance = reader(rows)
        by_labels = loss(logits, relevance, rows, 1, part.relevance)
        by_teacher = distilled(logits, relevance, taught, rows, part.relevance)
        return given.labels * by_labels + (1 - given.labels) * by_teacher

    def _cut(order: Any, step: Step, times: int = 1) -> Rows:
        return trainer.batches.cut(Asking(order), step.rng, times=times)[0]

    def _by_labels(reader: Reader, rows: Rows) -> torch.Tensor:
        with trainer.autocast():
            logits, relevance = reader(rows)
        return loss(logits, relevance, rows, 1, part.relevance)

    return trainer.train(
        "further", part, lambda: _shipped(trainer, part.dropout), loss_of,
        [asked, made, none],
    )  # fmt: skip


def _shipped(trainer: Trainer, dropout: float = 0.0) -> Reader:
    """The reader whose weights come with Dateline."""
    return reader_of(trainer.shipped, trainer.base, dropout)


def reader_of(weights: Path, base: dict[str, torch.Tensor], dropout: float = 0.0) -> Reader:
    """A reader of exported weights, with the word embeddings of its base."""
    state = {name: torch.from_numpy(array).float() for name, array in _arrays(weights).items()}
    reader = Reader({**state, _WORDS: base[_WORDS]}, dropout)
    for name in ("spans", "relevance"):
        head = {kind: state[f"{name}.{kind}"] for kind in ("weight", "bias")}
        getattr(reader, name).load_state_dict(head)
    return reader


def _arrays(weights: Path) -> dict[str, Any]:
    return {name: array.copy() for name, array in read_safetensors(weights).items()}


@torch.no_grad()
def hardest(readers: list[Reader], rows: Rows, of: int) -> Rows:
    """One of so many windows: those in which the readers see an answer most likely."""
    spans, _ = probabilities(readers, rows)
    is_none = spans[:, 0].prod(dim=1)
    kept = is_none.topk(max(1, len(is_none) // of), largest=False).indices
    return Rows(*(tensor[kept] for tensor in rows))
