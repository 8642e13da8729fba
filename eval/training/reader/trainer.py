"""The parts of training on an accelerator: texts, updates, time and log, which they share."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from torch import nn

from eval.training.data.packed import Recipe, read
from eval.training.reader import base_weights
from eval.training.reader.mining import Mined, mine
from eval.training.reader.parts import Finished
from eval.training.reader.spans_network import RELEVANCE, Reader, loss
from eval.training.reader.texts import Numbers, Order, Rows, Texts
from eval.training.shared.loop import parameter_groups, rate_at

_ROOMS = (80, 112, 112, 144, 208)
# How many windows of a question are read together.
_EACH = (1, 1, 2, 3)
_PACED_STEPS = 50
_AVERAGED = 0.999
# Seconds for what is not training: reading, mining, measuring.
_RESERVED = 50.0


class Share(NamedTuple):
    """What one part may take: so many steps, and no more than its part of the time."""

    steps: int
    time: float


PARTS = {
    "plain": Share(700, 0.03),
    "all sets": Share(3000, 0.06),
    "teacher": Share(4500, 0.1),
    "proposer": Share(1000, 0.025),
    "asker": Share(3000, 0.09),
    "made": Share(0, 0.12),
    "student": Share(30000, 0.36),
}


class Log:
    """Lines to the terminal and behind what a file holds."""

    def __init__(self, path: Path) -> None:
        """Take the file."""
        self._path, self._started = path, time.perf_counter()

    def __call__(self, **row: Any) -> None:
        """Write one."""
        row = {"at": round(time.perf_counter() - self._started, 1), **row}
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(row) + b"\n")
        print(" ".join(f"{name}={value}" for name, value in row.items()), flush=True)


class _Pace:
    """How many steps there is time for, looked at again and again: the first steps are slow."""

    def __init__(self, share: Share, seconds: float | None, deadline: float | None) -> None:
        self.steps = self._most = share.steps
        self._seconds = None if seconds is None else share.time * seconds
        self._deadline = deadline
        self.ms = 0.0
        self._last, self._at = 0, time.perf_counter()

    def look(self, step: int) -> None:
        now = time.perf_counter()
        each = (now - self._at) / (step - self._last)
        self.ms = round(1000 * each, 1)
        if self._last and self._deadline is not None:
            left = int((self._deadline - now) / each)
            self.steps = min(self._most, step + max(0, left))
        elif self._seconds is not None:
            self._deadline = now + self._seconds
        self._last, self._at = step, now


class Trainer:
    """The parts of a run, which share texts, time and log."""

    def __init__(self, options: argparse.Namespace, recipe: Recipe, log: Log) -> None:
        """Read what it trains on.

        Raises:
            UnreadableFileError: the folder holds parts of another run.
        """
        self.finished = Finished(options.out, [options.packed, options.base, options.recipe])
        self.device = torch.device(options.device)
        self.seconds, self.tokens, self.log = options.seconds, options.tokens, log
        self.deadline = time.perf_counter() + options.seconds + _RESERVED
        self.recipe = recipe
        self.texts = Texts(read(options.packed), self.device)
        self.base = base_weights.read(options.base)
        self.rng = np.random.default_rng(recipe.seed)
        self.made = len(recipe.sets) + len(recipe.measured)
        self.mined = Mined(len(self.texts.question))
        self._part = ""

    def of(self, number: int) -> Numbers:
        """The questions of a set."""
        return np.flatnonzero(self.texts.of == number)

    def order(self, wanted: Callable[[Any], bool], *, once: bool = False) -> Order:
        """The questions of the sets wanted, each as often as the recipe says."""
        groups = [
            (self.of(number), 1.0 if once else use.times)
            for number, use in enumerate(self.recipe.sets)
            if wanted(use)
        ]
        return Order(groups, self.rng)

    def begin(self, name: str) -> None:
        """Come to the next part: a network is made and trained.

        What follows is the same whether the parts before were trained or taken up.
        """
        self._part = name
        number = self.finished.begin(name)
        torch.manual_seed(self.recipe.seed + number)
        drawn = np.random.default_rng([self.recipe.seed, number])
        self.rng.bit_generator.state = drawn.bit_generator.state

    def steps(
        self, network: nn.Module, rate: float, deadline: float | None = None
    ) -> Iterator[Callable[[Any], None]]:
        """The updates of a part: each takes a loss. The network is an average when they end.

        None, where an earlier call has finished this part: then the network is as it was.

        Args:
            network: gets them.
            rate: of learning, at its highest.
            deadline: on the clock, instead of the part's share of the time.
        """
        name, share = self._part, PARTS[self._part]
        network.to(self.device)
        taken = self.finished.take(network)
        if taken is not None:
            self.deadline -= taken
            self.log(part=name, taken_up=round(taken, 1))
            return
        started = time.perf_counter()
        network.train()
        averaged = [p.detach().clone() for p in network.parameters()]
        optimizer = torch.optim.AdamW(
            parameter_groups(network), lr=rate, weight_decay=0.01, betas=(0.9, 0.98),
            fused=self.device.type == "cuda",
        )  # fmt: skip
        parameters = [p for p in network.parameters() if p.requires_grad]
        losses = torch.zeros((), device=self.device)
        pace = _Pace(share, self.seconds if deadline is None else None, deadline)
        step = 0

        def update(value: torch.Tensor) -> None:
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            for group in optimizer.param_groups:
                group["lr"] = rate * rate_at(step, pace.steps, 0.06)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                weight = 1 - min(_AVERAGED, (step + 1) / (step + 10))
                for average, parameter in zip(averaged, network.parameters(), strict=True):
                    average.lerp_(parameter, weight)
            losses.add_(value.detach())

        while step < pace.steps:
            yield update
            step += 1
            if step % _PACED_STEPS == 0:
                self._wait()
                pace.look(step)
            if step % 500 == 0 or step == pace.steps:
                since = step % 500 or 500
                self.log(part=name, step=step, of=pace.steps, ms=pace.ms,
                         loss=round(float(losses) / since, 4))  # fmt: skip
                losses.zero_()
        with torch.no_grad():
            for parameter, average in zip(network.parameters(), averaged, strict=True):
                parameter.copy_(average)
        network.eval()
        self.finished.keep(network, time.perf_counter() - started)

    def mine(self, asked: Numbers) -> None:
        """Find windows that look like answers to these questions."""
        with self.autocast():
            self.mined.extend(mine(self.texts, self.base, asked, len(self.recipe.sets)))

    def _wait(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def autocast(self) -> Any:
        """bfloat16 where that is quick."""
        is_quick = self.device.type == "cuda"
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=is_quick)

    def read(
        self,
        name: str,
        order: Order,
        among: Order | None,
        *,
        rate: float,
        dumb: bool = False,
        weight: float = RELEVANCE,
        dropout: float = 0.1,
    ) -> Reader:
        """Train a reader.

        Args:
            name: of the part.
            order: of questions that are read in one window.
            among: of those that are read in several; None: no question is.
            rate: of learning, at its highest.
            dumb: without the questions, so that it learns what is asked for.
            weight: of relevance.
            dropout: chance.
        """
        self.begin(name)
        reader = Reader(self.base, dropout)
        for update in self.steps(reader, rate):
            rows, each = self.windows(order, among, dumb=dumb)
            with self.autocast():
                logits, relevance = reader(rows)
            update(loss(logits, relevance, rows, each, weight))
        return reader

    def windows(self, order: Order, among: Order | None, *, dumb: bool = False) -> tuple[Rows, int]:
        """A batch: the window of an answer for each question, and maybe some that do not answer."""
        room = int(self.rng.choice(_ROOMS))
        each = int(self.rng.choice(_EACH)) if among is not None else 1
        count = max(1, self.tokens // ((room + 18) * each))
        asked = among.take(count) if among is not None and each > 1 else order.take(count)
        passages = self.texts.passage[asked]
        parts = [(passages, self.texts.around_answers(asked, room))]
        parts += [self._elsewhere(asked, room) for _ in range(each - 1)]
        every = np.stack([passage for passage, _ in parts], axis=1).ravel()
        begin = torch.stack([place for _, place in parts], dim=1).flatten()
        rows = self.texts.rows(np.repeat(asked, each), every, begin, room, dumb=dumb)
        return rows, each

    def _elsewhere(self, asked: Numbers, room: int) -> tuple[Numbers, torch.Tensor]:
        """For each question a window of its own passage, or one that looks like the question."""
        own = self.texts.passage[asked]
        begin = self.texts.anywhere(own, room)
        passages, places = self.mined.choose(asked, self.rng)
        is_long = self.texts.lengths[own] > 2 * room
        stays = (passages < 0) | (is_long & (self.rng.random(len(asked)) < 0.5))
        # A short passage without lookalikes: the passage of another question.
        passages = np.where(stays, own, passages)
        passages = np.where(stays & ~is_long, np.roll(own, 1), passages)
        limits = (self.texts.lengths[passages] - room).clip(min=0)
        at = torch.from_numpy(np.minimum(places, limits)).to(self.device)
        is_own = torch.from_numpy(stays & is_long).to(self.device)
        return passages, torch.where(is_own, begin, at.clamp(min=0))
