"""Questions made of articles that nobody asked about, for training alone.

One network proposes answers, one asks for them (`asking`), and readers judge whether a question has
that answer.
"""

import copy
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from eval.training.reader.asking import Asker, sources
from eval.training.reader.network import Reader, best_spans, probabilities
from eval.training.reader.orders import Order
from eval.training.reader.texts import Numbers, Texts
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Making, Part
from eval.training.shared.loop import Step

_ROOM = 150
_ANSWERS = 5
_LONGEST_ANSWER = 14
_SHORTEST_QUESTION = 3
# At once; a processor's memory would not hold what the judges make of more.
_WINDOWS, _WINDOWS_ON_PROCESSORS = 1024, 16
_DRAWN_AMONG, _TEMPERATURE = 12, 0.8
_PROPOSED = 40
# A question is kept if what the judges find has at least this F1 with the answer meant, and if
# they give "no answer" less than this probability.
_SAME, _MOST_NONE = 0.6, 0.4


def train_asker(trainer: Trainer, given: Part, order: Order) -> Asker:
    """Train the network that asks, each set being a style of its own."""
    texts = trainer.texts

    def loss_of(asker: Asker, _: Step) -> torch.Tensor:
        asked = order.take(trainer.batches.count(_ROOM))
        begin = texts.around_answers(asked, _ROOM)
        rows = texts.rows(asked, texts.passage[asked], begin, _ROOM, question_blind=True)
        usable = rows.answered
        questions, lengths = _questions(texts, asked)
        ids, marks, counts = sources(
            rows.ids[:, 2:],
            rows.mask.sum(dim=1) - 3,
            rows.starts.int().argmax(dim=1) - 2,
            rows.ends.int().argmax(dim=1) - 2,
            torch.from_numpy(texts.of[asked]).to(trainer.device),
        )
        with trainer.autocast():
            return asker.loss(
                ids[usable], marks[usable], counts[usable], questions[usable], lengths[usable]
            )

    styles = len(trainer.recipe.sets)
    return trainer.train(
        "asker", given, lambda: Asker(trainer.base, styles, given.dropout), loss_of, [order]
    )


def _questions(texts: Texts, asked: Numbers) -> tuple[torch.Tensor, torch.Tensor]:
    """The tokens of questions, padded, and how many each has."""
    held = texts.lengths[texts.question[asked]]
    lengths = torch.from_numpy(held).to(texts.device)
    first = torch.from_numpy(texts.at[texts.question[asked]]).to(texts.device)[:, None]
    at = torch.arange(int(held.max(initial=1)), device=texts.device)[None]
    found = texts.tokens[(first + at).clamp(max=len(texts.tokens) - 1)].long()
    return found.masked_fill(at >= lengths[:, None], 0), lengths


def make(
    trainer: Trainer, given: Making, proposer: Reader, asker: Asker, judges: Sequence[nn.Module]
) -> Numbers:
    """Make questions of every passage; the numbers of those whose answer the judges find again.

    The answer is what they find, which is not always exactly what was asked about.
    """

    def made(_: object) -> dict[str, Any]:
        maker = _Maker(trainer, proposer, asker, judges)
        numbers = [*maker.questions(given.windows, trainer.seconds(given.share))]
        kept = np.concatenate([np.empty(0, np.int64), *numbers])
        trainer.log(part="made", asked=maker.asked, kept=len(kept))
        questions, lengths = _questions(maker.texts, kept)
        spans = maker.texts.spans[torch.from_numpy(kept).to(trainer.device), 0]
        passages = torch.from_numpy(maker.texts.passage[kept])
        return {"questions": questions, "lengths": lengths, "passages": passages, "spans": spans}

    found = trainer.once("made", made)
    questions, lengths, spans = (
        found[name].to(trainer.device) for name in ("questions", "lengths", "spans")
    )
    number = len(trainer.recipe.sets) + len(trainer.recipe.measured)
    return trainer.texts.add(questions, lengths, found["passages"].numpy(), spans, number)


class _Windows(NamedTuple):
    """Windows to ask about, and a few answers in each."""

    passages: Numbers
    begin: torch.Tensor
    ids: torch.Tensor
    counts: torch.Tensor
    """Passage tokens."""
    first: torch.Tensor
    """First tokens of the answers, (windows, answers), as places in the passage's part."""
    final: torch.Tensor


class _Maker:
    """Asks and judges, among texts of its own: those of the run get only what is kept."""

    def __init__(
        self, trainer: Trainer, proposer: Reader, asker: Asker, judges: Sequence[nn.Module]
    ) -> None:
        self.texts = copy.copy(trainer.texts)
        self.asked = 0
        self._trainer = trainer
        self._proposer, self._asker, self._judges = proposer, asker, judges
        self._rng = np.random.default_rng(trainer.seed)
        asks = np.array([use.asks for use in trainer.recipe.sets])
        self._styles = asks / asks.sum()

    @torch.no_grad()
    def questions(self, windows: int, seconds: float | None) -> Iterator[Numbers]:
        """Ask, and judge what was asked, until the windows or the time are used up."""
        torch.manual_seed(self._trainer.recipe.seed)
        started = time.perf_counter()
        passages, begins = self._places()
        on_processor = self._trainer.device.type == "cpu"
        at_once = _WINDOWS_ON_PROCESSORS if on_processor else _WINDOWS
        for at in range(0, min(windows, len(passages)), at_once):
            if seconds is not None and time.perf_counter() - started > seconds:
                break
            part = slice(at, min(at + at_once, windows))
            begin = torch.from_numpy(begins[part]).to(self._trainer.device)
            numbers, begin = self._ask(self._propose(passages[part], begin))
            self.asked += len(numbers)
            if len(numbers):
                yield self._agreed(numbers, begin)

    def _places(self) -> tuple[Numbers, Numbers]:
        """Windows to ask about, in random order: of all passages but those that are held back."""
        texts, sets = self.texts, self._trainer.recipe.sets
        asked = np.unique(texts.passage[self._trainer.asked])
        short = [number for number, use in enumerate(sets) if not use.negatives]
        asked = np.setdiff1d(asked, texts.passage[np.isin(texts.of, short)])
        found = [
            (passage, begin)
            for _ in range(2)
            for passage in np.concatenate([asked, texts.unasked])
            for begin in range(0, max(1, int(texts.lengths[passage]) - 40), _ROOM - 20)
        ]
        places = np.array(found, np.int64)[self._rng.permutation(len(found))]
        jitter = self._rng.integers(0, 30, len(places))
        limits = (texts.lengths[places[:, 0]] - _ROOM).clip(min=0)
        passages, lowest, latest = (
            torch.from_numpy(array).to(texts.device)
            for array in (
                places[:, 0].copy(),
                np.minimum(places[:, 1], limits),
                np.minimum(places[:, 1] + jitter, limits),
            )
        )
        begin: Numbers = texts.aligned(passages, lowest, latest).cpu().numpy()
        return places[:, 0], begin

    def _propose(self, passages: Numbers, begin: torch.Tensor) -> _Windows:
        """Draw answers, those that the proposer holds for likely more often."""
        number = np.zeros(len(passages), np.int64)
        rows = self.texts.rows(number, passages, begin, _ROOM, question_blind=True)
        with self._trainer.autocast():
            logits, _ = self._proposer(rows)
        scores = torch.log_softmax(logits, dim=1)
        most = (scores.shape[1] - 1) * _LONGEST_ANSWER
        first, final, sums = best_spans(scores, _LONGEST_ANSWER, min(_PROPOSED, most))
        noisy = sums - torch.log(-torch.log(torch.rand_like(sums).clamp(1e-6, 1 - 1e-6)))
        chosen = noisy.topk(_ANSWERS, dim=1).indices.sort(dim=1).values
        return _Windows(
            passages,
            begin,
            rows.ids[:, 2:],
            rows.mask.sum(dim=1) - 3,
            first.gather(1, chosen) - 2,
            final.gather(1, chosen) - 2,
        )

    def _ask(self, windows: _Windows) -> tuple[Numbers, torch.Tensor]:
        """Ask for each answer; the questions' numbers, and where the window of each begins."""
        first, final = windows.first.flatten(), windows.final.flatten()
        style = self._rng.choice(len(self._styles), len(first), p=self._styles)
        ids, marks, counts = sources(
            windows.ids.repeat_interleave(_ANSWERS, dim=0),
            windows.counts.repeat_interleave(_ANSWERS),
            first,
            final,
            torch.from_numpy(style).to(self._trainer.device),
        )
        with self._trainer.autocast():
            questions, lengths = self._asker.ask(
                ids, marks, counts, best=_DRAWN_AMONG, temperature=_TEMPERATURE
            )
        good = lengths >= _SHORTEST_QUESTION
        begin = windows.begin.repeat_interleave(_ANSWERS)
        spans = torch.stack([first + begin, final + begin], dim=1)
        passages = np.repeat(windows.passages, _ANSWERS)[good.cpu().numpy()]
        numbers = self.texts.add(questions[good], lengths[good], passages, spans[good], -1)
        return numbers, begin[good]

    def _agreed(self, numbers: Numbers, begin: torch.Tensor) -> Numbers:
        """The questions whose answer the judges find again; it becomes what they find."""
        texts = self.texts
        rows = texts.rows(numbers, texts.passage[numbers], begin, _ROOM, question_blind=False)
        with self._trainer.autocast():
            spans, _ = probabilities(self._judges, rows)
        scores = torch.log(spans.clamp(min=1e-9))
        first, final, _ = best_spans(scores, _LONGEST_ANSWER + 10, 1)
        shift = begin - rows.context
        first, final = first[:, 0] + shift, final[:, 0] + shift
        on = torch.from_numpy(numbers).to(texts.device)
        meant = texts.spans[on, 0]
        common = torch.minimum(final, meant[:, 1]) - torch.maximum(first, meant[:, 0]) + 1
        both = (final - first + 1) + (meant[:, 1] - meant[:, 0] + 1)
        is_none = spans[:, 0].max(dim=1).values
        agreed = (2 * common / both > _SAME) & (is_none < _MOST_NONE)
        texts.spans[on, 0] = torch.where(agreed[:, None], torch.stack([first, final], dim=1), meant)
        found: Numbers = numbers[agreed.cpu().numpy()]
        return found
