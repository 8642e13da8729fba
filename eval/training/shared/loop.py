"""The training loop: updates, learning rate, weight averaging, checkpoints, log.

A stopped loop resumes from its last checkpoint without a difference: each step draws random numbers
from its own seed.
"""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
import torch
from msgspec import Struct
from torch import nn

from eval.training.shared import checkpoints
from eval.training.shared.log import Log

WEIGHTS = "weights.pt"
_LOOK_STEPS = 50


class Schedule(Struct, frozen=True, kw_only=True):
    """How a network is trained."""

    steps: int
    rate: float
    """Of learning, at its highest."""
    warmup: float
    """The share of the steps in which the rate rises."""
    weight_decay: float
    averaged: float
    """How much of the averaged weights stays at a step (Polyak averaging)."""
    checkpoint_steps: int
    seconds: float | None = None
    """Make fewer steps where they would take longer; None: make all."""


class Step(NamedTuple):
    """One step of a loop."""

    number: int
    rng: np.random.Generator


class Position(Protocol):
    """Something that a checkpoint must restore: how much was taken from it."""

    taken: int


class Loop:
    """The steps that remain; after the last one the network has the averaged weights."""

    def __init__(
        self,
        name: str,
        network: nn.Module,
        schedule: Schedule,
        *,
        seed: Sequence[int],
        checkpoint: Path,
        log: Log,
        groups: list[dict[str, Any]] | None = None,
        positions: Sequence[Position] = (),
    ) -> None:
        """Prepare; a checkpoint that exists is resumed.

        `groups` are parameters as torch's optimizers take them; None: see `parameter_groups`.
        """
        self._name, self._network, self._schedule = name, network, schedule
        self._seed, self._checkpoint, self._log = seed, checkpoint, log
        self._positions = positions
        self._parameters = [p for p in network.parameters() if p.requires_grad]
        self._average = [p.detach().clone() for p in self._parameters]
        device = self._parameters[0].device
        self._optimizer = torch.optim.AdamW(
            groups or parameter_groups(network), lr=schedule.rate, betas=(0.9, 0.98),
            weight_decay=schedule.weight_decay, fused=device.type == "cuda",
        )  # fmt: skip
        self._rates = [group["lr"] for group in self._optimizer.param_groups]
        self._losses = torch.zeros((), device=device)
        self._pace = _Pace(schedule.steps, schedule.seconds)
        self._done = self._logged = 0

    def __iter__(self) -> Iterator[Step]:
        """The steps that remain; call `update` in each."""
        self._resume()
        self._network.train()
        while self._done < self._pace.steps:
            yield self._step()
            self._done += 1
            if self._done % _LOOK_STEPS == 0 or self._done == self._pace.steps:
                self._look()
            if self._done % self._schedule.checkpoint_steps == 0:
                self._keep()
        with torch.no_grad():
            for parameter, average in zip(self._parameters, self._average, strict=True):
                parameter.copy_(average)
        self._network.eval()

    def update(self, loss: torch.Tensor) -> None:
        """Change the weights by one loss."""
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        share = rate_at(self._done, self._pace.steps, self._schedule.warmup)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        # At first the average follows closely: the weights that it begins with are bad.
        stays = min(self._schedule.averaged, (self._done + 1) / (self._done + 10))
        with torch.no_grad():
            for average, parameter in zip(self._average, self._parameters, strict=True):
                average.lerp_(parameter, 1 - stays)
        self._losses.add_(loss.detach())

    def _step(self) -> Step:
        seeds = np.random.SeedSequence([*self._seed, self._done])
        torch.manual_seed(int(seeds.generate_state(1)[0]))
        return Step(self._done, np.random.default_rng(seeds))

    def _look(self) -> None:
        if self._losses.is_cuda:
            torch.cuda.synchronize()
        self._pace.look(self._done)
        loss = float(self._losses) / (self._done - self._logged)
        self._log(part=self._name, step=self._done, of=self._pace.steps,
                  ms=self._pace.ms, loss=round(loss, 4))  # fmt: skip
        self._losses.zero_()
        self._logged = self._done

    def _keep(self) -> None:
        state = {
            "step": self._done,
            "steps": self._pace.steps,
            "used": self._pace.used,
            "network": self._network.state_dict(),
            "average": self._average,
            "optimizer": self._optimizer.state_dict(),
            "taken": [position.taken for position in self._positions],
        }
        checkpoints.write(self._checkpoint, state)

    def _resume(self) -> None:
        state = checkpoints.read(self._checkpoint)
        if state is None:
            return
        self._done = self._logged = state["step"]
        self._pace.resume(state["step"], state["steps"], state["used"])
        self._network.load_state_dict(state["network"])
        for average, kept in zip(self._average, state["average"], strict=True):
            average.copy_(kept)
        self._optimizer.load_state_dict(state["optimizer"])
        for position, taken in zip(self._positions, state["taken"], strict=True):
            position.taken = taken
        self._log(part=self._name, resumed_at=self._done)


class _Pace:
    """How many steps there is time for; the first ones are slow, and are not counted."""

    def __init__(self, steps: int, seconds: float | None) -> None:
        self.steps = self._most = steps
        self.ms = self.used = 0.0
        self._seconds = seconds
        self._is_warm = False
        self._last, self._at = 0, time.perf_counter()

    def resume(self, step: int, steps: int, used: float) -> None:
        self.steps, self.used, self._last = steps, used, step

    def look(self, step: int) -> None:
        now = time.perf_counter()
        took, made = now - self._at, max(1, step - self._last)
        self.ms = round(1000 * took / made, 1)
        if self._seconds is not None and self._is_warm:
            self.used += took
            left = int((self._seconds - self.used) / (took / made))
            self.steps = min(self._most, step + max(0, left))
        self._is_warm = True
        self._last, self._at = step, now


def parameter_groups(network: nn.Module) -> list[dict[str, Any]]:
    """The trained parameters, for the optimizer: weight decay is for matrices only."""
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    return [
        {"params": [parameter for parameter in trained if parameter.ndim > 1]},
        {
            "params": [parameter for parameter in trained if parameter.ndim == 1],
            "weight_decay": 0.0,
        },
    ]


def rate_at(step: int, steps: int, warmup: float) -> float:
    """Linear warm-up, then half a cosine down to a hundredth."""
    rising = max(1, int(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    part = min(1.0, (step - rising) / max(1, steps - rising))
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * part))


T = TypeVar("T")


def planned(
    found: Sequence[T],
    length: Callable[[T], int],
    *,
    tokens: int,
    among: int,
    seed: int,
    epochs: int = 1,
) -> list[list[T]]:
    """Batches of about this many tokens, in random order, for all epochs.

    Nearby rows of similar length are batched together.
    """
    return [
        batch
        for epoch in range(epochs)
        for batch in _batched(found, length, tokens, among, random.Random(seed + epoch))  # noqa: S311
    ]


def _batched(
    found: Sequence[T], length: Callable[[T], int], tokens: int, among: int, rng: random.Random
) -> list[list[T]]:
    order = list(found)
    rng.shuffle(order)
    batches: list[list[T]] = []
    for first in range(0, len(order), among):
        batch: list[T] = []
        for one in sorted(order[first : first + among], key=length):
            if batch and length(one) * (len(batch) + 1) > tokens:
                batches.append(batch)
                batch = []
            batch.append(one)
        batches.append(batch)
    rng.shuffle(batches)
    return batches
