"""Batches of windows: one that answers each question, and maybe some that do not."""

from typing import NamedTuple

import numpy as np
import torch

from eval.training.reader.mining import Mined
from eval.training.reader.orders import Order
from eval.training.reader.texts import Numbers, Rows, Texts
from eval.training.recipe import Recipe

_OTHER_TOKENS = 18
"""Of a row, beside the passage's, on average."""
_OWN = 0.5
"""The share of windows that do not answer which come from the question's own passage, if long."""


class Asking(NamedTuple):
    """The questions of a part."""

    every: Order
    """Read in one window."""
    among: Order | None = None
    """Read in several, of which one answers; None: no question is."""


class Batches:
    """Cuts batches."""

    def __init__(self, texts: Texts, mined: Mined, recipe: Recipe, tokens: int) -> None:
        """Prepare batches of so many tokens."""
        self.texts, self.mined = texts, mined
        self._recipe, self._tokens = recipe, tokens

    def cut(self, asking: Asking, rng: np.random.Generator, *, times: int = 1) -> tuple[Rows, int]:
        """The next batch, and how many windows of a question follow each other in it.

        It is so many `times` as large as others.
        """
        texts = self.texts
        room = int(rng.choice(self._recipe.rooms))
        each = int(rng.choice(self._recipe.together)) if asking.among else 1
        count = times * self.count(room, each)
        order = asking.among if asking.among and each > 1 else asking.every
        asked = order.take(count)
        parts = [(texts.passage[asked], texts.around_answers(asked, room))]
        parts += [self._elsewhere(asked, room, rng) for _ in range(each - 1)]
        passages = np.stack([passage for passage, _ in parts], axis=1).ravel()
        begin = torch.stack([place for _, place in parts], dim=1).flatten()
        return texts.rows(np.repeat(asked, each), passages, begin, room), each

    def count(self, room: int, each: int = 1) -> int:
        """How many questions fit into a batch, if each has `each` windows."""
        return max(1, self._tokens // ((room + _OTHER_TOKENS) * each))

    def _elsewhere(
        self, asked: Numbers, room: int, rng: np.random.Generator
    ) -> tuple[Numbers, torch.Tensor]:
        """For each question another window of its passage, or one that only seems to answer."""
        texts = self.texts
        own = texts.passage[asked]
        begin = texts.anywhere(own, room)
        passages, places = self.mined.choose(asked, rng)
        is_long = texts.lengths[own] > 2 * room
        stays = (passages < 0) | (is_long & (rng.random(len(asked)) < _OWN))
        passages = np.where(stays, own, passages)
        # Its passage is short and nothing seems to answer: the passage of another question.
        passages = np.where(stays & ~is_long, np.roll(own, 1), passages)
        limits = (texts.lengths[passages] - room).clip(min=0)
        at = torch.from_numpy(np.minimum(places, limits)).to(texts.device)
        is_own = torch.from_numpy(stays & is_long).to(texts.device)
        return passages, torch.where(is_own, begin, at.clamp(min=0))
