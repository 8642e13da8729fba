"""Windows cut from packed texts, in batches, on the training device.

A row is [CLS] question [SEP] part of the passage [SEP], as the product reads it; the part begins
where a sentence does if one begins shortly before. In a batch all parts have the same room.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from eval.training.data.packed import Packed

PAD, CLS, SEP, STOP = 0, 101, 102, 1012
_BACK = 30
_WIDTHS = 16

Numbers = NDArray[np.int64]
_T = torch.Tensor


class Rows(NamedTuple):
    """A batch of windows, each tensor (rows, tokens) or (rows,)."""

    ids: torch.Tensor
    segments: torch.Tensor
    mask: torch.Tensor
    allowed: torch.Tensor
    """Where an answer may be: in the passage, or at the first token, which means none."""
    starts: torch.Tensor
    """First tokens of the answers in the window; its first token if there are none."""
    ends: torch.Tensor
    answered: torch.Tensor
    """Whether there is an answer inside."""
    relevant: torch.Tensor
    judged: torch.Tensor
    """Whether the answers, or their absence, are known."""
    whole: torch.Tensor
    """Whether no answer is cut by the window's border."""
    every: torch.Tensor
    """Whether all of the answers are wanted, not any one of them."""


class Texts:
    """Packed texts on a device."""

    def __init__(self, packed: Packed, device: torch.device) -> None:
        """Move them there."""
        self.device = device
        self.tokens = torch.from_numpy(packed.tokens.astype(np.int32)).to(device)
        self.at = packed.text_at.copy()
        self.lengths = np.diff(packed.text_at)
        self._at = torch.from_numpy(self.at).to(device)
        self._lengths = torch.from_numpy(self.lengths).to(device)
        self._back = torch.from_numpy(_back(packed)).to(device)
        self.question = packed.question.astype(np.int64)
        self.passage = packed.passage.astype(np.int64)
        self.relevant = torch.from_numpy(packed.relevant.copy()).to(device)
        self.spans = torch.from_numpy(packed.spans.astype(np.int64)).to(device)
        self.of = packed.of.astype(np.int64)
        self._every = torch.from_numpy(packed.every.copy()).to(device)

    def around_answers(self, asked: Numbers, room: int) -> torch.Tensor:
        """Random beginnings of windows of `room` tokens that hold one of the answers."""
        numbers = torch.from_numpy(asked).to(self.device)
        passage = torch.from_numpy(self.passage[asked]).to(self.device)
        spans = self.spans[numbers]
        known = spans[:, :, 0] >= 0
        chance = torch.rand(known.shape, device=self.device) + known.float()
        chosen = spans[torch.arange(len(asked), device=self.device), chance.argmax(dim=1)]
        highest = (self._lengths[passage] - room).clamp(min=0)
        lowest = torch.where(chosen[:, 0] < 0, 0, (chosen[:, 1] + 1 - room).clamp(min=0))
        latest = torch.where(chosen[:, 0] < 0, highest, torch.minimum(chosen[:, 0], highest))
        return self._aligned(passage, lowest, torch.maximum(lowest, latest))

    def _aligned(
        self, passage: torch.Tensor, lowest: torch.Tensor, highest: torch.Tensor
    ) -> torch.Tensor:
        """A random place between two, moved to the beginning of its sentence if that is near."""
        share = torch.rand(len(passage), device=self.device, dtype=torch.float64)
        start = lowest + (share * (highest - lowest + 1)).long()
        back = self._back[(self._at[passage] + start).clamp(max=len(self._back) - 1)]
        return torch.where(start - back >= lowest, start - back, start)

    def rows(self, asked: Numbers, passages: Numbers, begin: torch.Tensor, room: int) -> Rows:
        """Windows of questions and passages.

        The passages may be others than those that the questions were asked of.
        """
        device = self.device
        lengths = self.lengths[self.question[asked]]
        width = int(lengths.max()) + 3 + int(min(room, self.lengths[passages].max()))
        # Round widths: there are few of them, and attention handles them fast.
        width += -width % _WIDTHS
        question_at = torch.from_numpy(self.at[self.question[asked]]).to(device)[:, None]
        counts = torch.from_numpy(lengths).to(device)[:, None]
        passage = torch.from_numpy(passages).to(device)
        held = (self._lengths[passage] - begin).clamp(max=room)[:, None]
        at = torch.arange(width, device=device)[None]
        context = counts + 2
        inside = (at >= context) & (at < context + held)
        asking = (at >= 1) & (at < 1 + counts)
        last = len(self.tokens) - 1
        from_passage = self._at[passage][:, None] + begin[:, None] + at - context
        source = torch.where(inside, from_passage, question_at + at - 1).clamp(0, last)
        is_mark = (at == 1 + counts) | (at == context + held)
        ids = torch.where(inside | asking, self.tokens[source].long(), SEP * is_mark.long())
        ids[:, 0] = CLS
        allowed = inside.clone()
        allowed[:, 0] = True
        own = torch.from_numpy(self.passage[asked] == passages).to(device)
        segments = ((at >= context) & (at <= context + held)).long()
        numbers = torch.from_numpy(asked).to(device)
        labels = self._labels(numbers, own, begin, held, at - context)
        mask = at <= context + held
        return Rows(ids, segments, mask, allowed, *labels, self._every[numbers])

    def _labels(
        self, asked: _T, own: _T, begin: _T, held: _T, place: _T
    ) -> tuple[_T, _T, _T, _T, _T, _T]:
        """Where answers start and end, and what is known of each window, as `Rows` has it."""
        spans = self.spans[asked]
        known = (spans[:, :, 0] >= 0) & own[:, None]
        first, final = (spans[:, :, n] - begin[:, None] for n in (0, 1))
        fits = known & (first >= 0) & (final < held)
        touches = known & (final >= 0) & (first < held)
        answered = fits.any(dim=1)
        starts, ends = (
            ((place[:, None] == edge[:, :, None]) & fits[:, :, None]).any(dim=1)
            for edge in (first, final)
        )
        starts[:, 0] = ends[:, 0] = ~answered
        marked = (spans[:, 0, 0] >= 0) & own
        relevant = self.relevant[asked] & own & (answered | ~marked)
        whole = ~(touches & ~fits).any(dim=1) | answered
        return starts, ends, answered, relevant, answered | ~relevant, whole


def _back(packed: Packed) -> Numbers:
    """How far back the sentence of each token begins; 0 if that is far."""
    count = len(packed.tokens)
    begins = np.zeros(count, bool)
    begins[1:] = packed.tokens[:-1] == STOP
    begins[packed.text_at[:-1][np.diff(packed.text_at) > 0]] = True
    places = np.arange(count)
    back = places - np.maximum.accumulate(np.where(begins, places, 0))
    return np.where(back > _BACK, 0, back)


class Order:
    """Questions in random order, each set as often as it should be, without end.

    What comes next depends on the seed and on how many were taken, so a checkpoint needs no more.
    """

    def __init__(self, groups: Sequence[tuple[Numbers, float]], seed: Sequence[int]) -> None:
        """Take numbers of questions, and how often each of them is seen in an epoch."""
        self._groups, self._seed = groups, seed
        self.taken = 0
        self._epoch, self._order = -1, self._shuffled(0)

    def __len__(self) -> int:
        """Questions in an epoch."""
        return len(self._order)

    def take(self, count: int) -> Numbers:
        """The next questions."""
        parts = []
        while count:
            epoch, first = divmod(self.taken, len(self))
            if epoch != self._epoch:
                self._epoch, self._order = epoch, self._shuffled(epoch)
            parts.append(self._order[first : first + count])
            self.taken += len(parts[-1])
            count -= len(parts[-1])
        found: Numbers = np.concatenate(parts)
        return found

    def _shuffled(self, epoch: int) -> Numbers:
        rng = np.random.default_rng([*self._seed, epoch])
        parts = [np.empty(0, np.int64)]
        for numbers, times in self._groups:
            parts += [numbers] * int(times)
            some = int(len(numbers) * (times - int(times)))
            parts.append(rng.choice(numbers, some, replace=False))
        found: Numbers = rng.permutation(np.concatenate(parts))
        return found
