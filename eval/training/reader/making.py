"""Questions made of articles that nobody asked about, for training alone.

One network proposes answers, one asks for them (`asking`), and readers say whether a question has
that answer.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch

from eval.training.reader.asking import Asker, sources
from eval.training.reader.spans_network import Reader, best_spans, chances
from eval.training.reader.texts import Numbers, Order, Texts
from eval.training.reader.trainer import PARTS, Trainer

_ROOM = 150
_ANSWERS = 5
_LONGEST_ANSWER = 14
_WINDOWS = 1024
_DRAWN_AMONG, _TEMPERATURE = 12, 0.8


def train_asker(trainer: Trainer, order: Order) -> Asker:
    """Train the network that asks, each set being a style of its own."""
    texts, recipe = trainer.texts, trainer.recipe
    trainer.begin("asker")
    asker = Asker(trainer.base, len(recipe.sets), 0.1)
    for update in trainer.steps(asker, 4e-4):
        asked = order.take(max(1, trainer.tokens // (_ROOM + 20)))
        begin = texts.around_answers(asked, _ROOM)
        rows = texts.rows(asked, texts.passage[asked], begin, _ROOM, dumb=True)
        usable = rows.answered
        lengths = torch.from_numpy(texts.lengths[texts.question[asked]]).to(trainer.device)
        questions = _questions(texts, asked, lengths)
        ids, marks, counts = sources(
            rows.ids[:, 2:],
            rows.mask.sum(dim=1) - 3,
            rows.starts.int().argmax(dim=1) - 2,
            rows.ends.int().argmax(dim=1) - 2,
            torch.from_numpy(texts.of[asked]).to(trainer.device),
        )
        with trainer.autocast():
            value = asker.loss(
                ids[usable], marks[usable], counts[usable], questions[usable], lengths[usable]
            )
        update(value)
    return asker


def _questions(texts: Texts, asked: Numbers, lengths: torch.Tensor) -> torch.Tensor:
    width = int(texts.lengths[texts.question[asked]].max())
    first = torch.from_numpy(texts.at[texts.question[asked]]).to(texts.device)[:, None]
    at = torch.arange(width, device=texts.device)[None]
    found = texts.tokens[(first + at).clamp(max=len(texts.tokens) - 1)].long()
    return found.masked_fill(at >= lengths[:, None], 0)


@torch.no_grad()
def make(
    trainer: Trainer, proposer: Reader, asker: Asker, teachers: Sequence[Reader], out: Path
) -> Numbers:
    """Make questions of every passage; the numbers of those whose answer the teachers find.

    The answer is what they find, which is not always to the letter what was asked about.
    """
    trainer.begin("made")
    texts, started = trainer.texts, time.perf_counter()
    seconds = PARTS["made"].time * trainer.seconds
    styles = [n for n, use in enumerate(trainer.recipe.sets) if use.asks]
    weights = np.array([trainer.recipe.sets[n].asks for n in styles])
    passages, begins = _places(trainer)
    kept: list[Numbers] = []
    asked = 0
    for first in range(0, len(passages), _WINDOWS):
        if time.perf_counter() - started > seconds:
            break
        part = slice(first, first + _WINDOWS)
        begin = torch.from_numpy(begins[part]).to(trainer.device)
        number = np.zeros(len(passages[part]), np.int64)
        rows = texts.rows(number, passages[part], begin, _ROOM, dumb=True)
        with trainer.autocast():
            logits, _ = proposer(rows)
        starts, ends, sums = best_spans(torch.log_softmax(logits, dim=1), _LONGEST_ANSWER, 40)
        noisy = sums - torch.log(-torch.log(torch.rand_like(sums).clamp(1e-6, 1 - 1e-6)))
        chosen = noisy.topk(_ANSWERS, dim=1).indices.sort(dim=1).values
        starts, ends = starts.gather(1, chosen).flatten(), ends.gather(1, chosen).flatten()
        style = torch.from_numpy(
            trainer.rng.choice(styles, len(starts), p=weights / weights.sum())
        ).to(trainer.device)
        ids, marks, counts = sources(
            rows.ids[:, 2:].repeat_interleave(_ANSWERS, dim=0),
            (rows.mask.sum(dim=1) - 3).repeat_interleave(_ANSWERS),
            starts - 2,
            ends - 2,
            style,
        )
        with trainer.autocast():
            questions, lengths = asker.ask(
                ids, marks, counts, best=_DRAWN_AMONG, temperature=_TEMPERATURE
            )
        good = (lengths >= 3).cpu().numpy()
        if not good.any():
            continue
        good_on = torch.from_numpy(good).to(trainer.device)
        shift = (begin - 2).repeat_interleave(_ANSWERS)
        spans = torch.stack([starts + shift, ends + shift], dim=1)[good_on]
        numbers = texts.add(
            questions[good_on],
            lengths[good_on],
            np.repeat(passages[part], _ANSWERS)[good],
            spans,
            trainer.made,
        )
        asked += len(numbers)
        at = begin.repeat_interleave(_ANSWERS)[good_on]
        kept.append(_agreed(trainer, teachers, numbers, at))
    found = np.concatenate(kept)
    trainer.log(part="made", windows=len(passages), asked=asked, kept=len(found))
    _write_some(trainer, found, out / "made.jsonl")
    return found


def _places(trainer: Trainer) -> tuple[Numbers, Numbers]:
    """Windows to ask about, in random order: of all passages but those that are held back."""
    texts, recipe = trainer.texts, trainer.recipe
    asked = np.unique(texts.passage[texts.of < len(recipe.sets)])
    short = [n for n, use in enumerate(recipe.sets) if not use.negatives]
    asked = np.setdiff1d(asked, texts.passage[np.isin(texts.of, short)])
    found = [
        (passage, begin)
        for _ in range(2)
        for passage in np.concatenate([asked, texts.unasked])
        for begin in range(0, max(1, int(texts.lengths[passage]) - 40), _ROOM - 20)
    ]
    places = np.array(found, np.int64)[trainer.rng.permutation(len(found))]
    jitter = trainer.rng.integers(0, 30, len(places))
    limits = (texts.lengths[places[:, 0]] - _ROOM).clip(min=0)
    lowest = torch.from_numpy(np.minimum(places[:, 1], limits)).to(trainer.device)
    latest = torch.from_numpy(np.minimum(places[:, 1] + jitter, limits)).to(trainer.device)
    passages = torch.from_numpy(places[:, 0]).to(trainer.device)
    begin: Numbers = texts.aligned(passages, lowest, latest).cpu().numpy()
    return places[:, 0], begin


def _agreed(
    trainer: Trainer, teachers: Sequence[Reader], numbers: Numbers, begin: torch.Tensor
) -> Numbers:
    """The questions whose answer teachers find; it becomes theirs."""
    texts = trainer.texts
    rows = texts.rows(numbers, texts.passage[numbers], begin, _ROOM, dumb=False)
    with trainer.autocast():
        spans, _ = chances(teachers, rows)
    first, final, _ = best_spans(torch.log(spans.clamp(min=1e-9)), _LONGEST_ANSWER + 10, 1)
    shift = begin - rows.context
    first, final = first[:, 0] + shift, final[:, 0] + shift
    on = torch.from_numpy(numbers).to(trainer.device)
    meant = texts.spans[on, 0]
    common = torch.minimum(final, meant[:, 1]) - torch.maximum(first, meant[:, 0]) + 1
    both = (final - first + 1) + (meant[:, 1] - meant[:, 0] + 1)
    agreed = (2 * common / both > 0.6) & (spans[:, 0].max(dim=1).values < 0.4)
    texts.spans[on, 0] = torch.where(agreed[:, None], torch.stack([first, final], dim=1), meant)
    found: Numbers = numbers[agreed.cpu().numpy()]
    return found


def _write_some(trainer: Trainer, kept: Numbers, path: Path) -> None:
    """Token ids of a few questions and answers, to look at."""
    texts = trainer.texts
    with path.open("wb") as file:
        for number in trainer.rng.choice(kept, min(200, len(kept)), replace=False):
            at, of = texts.at, texts.question[number]
            passage = at[texts.passage[number]]
            first, final = texts.spans[number, 0].tolist()
            row = {
                "question": texts.tokens[at[of] : at[of + 1]].tolist(),
                "answer": texts.tokens[passage + first : passage + final + 1].tolist(),
                "before": texts.tokens[
                    max(passage, passage + first - 40) : passage + first
                ].tolist(),
            }
            file.write(msgspec.json.encode(row) + b"\n")
