"""What the parts of a run share: texts, batches, time, log, and a place for what they make."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn

from eval.training import recipe as recipes
from eval.training.data import base_weights
from eval.training.data.packed import BASE, TEXTS, read
from eval.training.reader.batches import Asking, Batches
from eval.training.reader.measuring import measure
from eval.training.reader.mining import mine, none_for
from eval.training.reader.network import Reader, loss
from eval.training.reader.orders import Order
from eval.training.reader.parts import Part, Parts
from eval.training.reader.texts import Numbers, Texts
from eval.training.shared.log import Log
from eval.training.shared.loop import Loop, Schedule, Step
from service.readers.span import FOLDER, WEIGHTS

Network = TypeVar("Network", bound=nn.Module)


class Trainer:
    """Runs parts, one after another; those that a run before has finished are read instead."""

    def __init__(
        self,
        packed: Path,
        out: Path,
        recipe: Path,
        profile: str,
        device: torch.device,
        shipped: Path = FOLDER / WEIGHTS,
    ) -> None:
        """Read what it trains on; a further training begins with the weights `shipped`."""
        self.recipe = recipes.read_recipe(recipe)
        self.profile = self.recipe.profiles[profile]
        self.device, self.log = device, Log(out)
        self.packed, self.shipped = packed, shipped
        inputs = [packed / TEXTS, packed / BASE, recipe]
        inputs += [shipped] if self.profile.further else []
        self._parts = Parts(out, inputs, profile)
        self.texts = Texts(read(packed / TEXTS), device)
        self.base = base_weights.read(packed / BASE)
        none = none_for(len(self.texts.question))
        self.batches = Batches(self.texts, none, self.recipe, self.profile.batch_tokens)
        self.log(tokens=len(self.texts.tokens), questions=len(self.texts.question))

    @property
    def asked(self) -> Numbers:
        """The questions that a reader is trained on from the beginning."""
        sets = [number for number, use in enumerate(self.recipe.sets) if use.times]
        return np.flatnonzero(np.isin(self.texts.of, sets))

    @property
    def seed(self) -> list[int]:
        """The seed of the part that comes next."""
        return [self.recipe.seed, self._parts.begun]

    def order(
        self,
        wanted: Callable[[recipes.SetUse], bool],
        *,
        further: bool = False,
    ) -> Order:
        """The questions of some sets, in random order, each as often as the recipe says."""
        groups = [
            (np.flatnonzero(self.texts.of == number), use.further if further else use.times)
            for number, use in enumerate(self.recipe.sets)
            if wanted(use)
        ]
        return Order(groups, self.seed)

    def once(self, name: str, make: Callable[[Part], dict[str, Any]]) -> dict[str, Any]:
        """What a part makes; where it was finished before, what it made then."""
        part = self._parts.begin(name)
        found = part.take()
        if found is not None:
            self.log(part=name, finished="before")
            return found
        started = time.perf_counter()
        found = make(part)
        part.keep(found)
        self.log(part=name, seconds=round(time.perf_counter() - started, 1))
        return found

    def train(
        self,
        name: str,
        given: recipes.Part,
        make: Callable[[], Network],
        loss_of: Callable[[Network, Step], torch.Tensor],
        orders: Sequence[Order],
    ) -> Network:
        """Train a network, as one part, on the questions of these orders."""
        seed = self.seed
        torch.manual_seed(int(np.random.SeedSequence(seed).generate_state(1)[0]))
        network = make().to(self.device)

        def trained(part: Part) -> dict[str, Any]:
            loop = Loop(
                name, network, self._schedule(given), seed=seed,
                checkpoint=part.checkpoint, log=self.log, positions=orders,
            )  # fmt: skip
            for step in loop:
                loop.update(loss_of(network, step))
            return network.state_dict()

        network.load_state_dict(self.once(name, trained))
        return network.eval()

    def _schedule(self, given: recipes.Part) -> Schedule:
        return Schedule(
            steps=given.steps,
            rate=given.rate,
            warmup=self.recipe.warmup,
            weight_decay=self.recipe.weight_decay,
            averaged=self.recipe.averaged if given.averaged is None else given.averaged,
            checkpoint_steps=self.profile.checkpoint_steps,
            seconds=self.profile.seconds,
        )

    def read(self, name: str, given: recipes.Part, asking: Asking) -> Reader:
        """Train a reader on labels alone."""

        def loss_of(reader: Reader, step: Step) -> torch.Tensor:
            rows, each = self.batches.cut(asking, step.rng)
            with self.autocast():
                logits, relevance = reader(rows)
            return loss(logits, relevance, rows, each, given.relevance)

        orders = [order for order in asking if order is not None]
        return self.train(name, given, lambda: Reader(self.base, given.dropout), loss_of, orders)

    def measure(self, name: str, readers: Sequence[nn.Module]) -> None:
        """Log how well readers, taken together, answer the questions that are held back."""

        def measured(_: Part) -> dict[str, Any]:
            with self.autocast():
                return measure(readers, self.texts, self.recipe)

        self.log(measured=name, **self.once(f"{name} measured", measured))

    def mine(self) -> None:
        """Find windows that only seem to answer the questions trained on from the beginning."""
        asked = self.asked

        def mined(_: Part) -> dict[str, Any]:
            with self.autocast():
                found = mine(self.texts, self.base, asked, np.unique(self.texts.passage[asked]))
            passages, places = found.passages[asked], found.places[asked]
            return {"passages": torch.from_numpy(passages), "places": torch.from_numpy(places)}

        found = self.once("mined", mined)
        self.batches.mined.passages[asked] = found["passages"].numpy()
        self.batches.mined.places[asked] = found["places"].numpy()
        self.log(mined=self.batches.mined.count())

    def autocast(self) -> Any:
        """The context of a network's pass: bfloat16 where that is fast."""
        is_fast = self.device.type == "cuda" or self.profile.bfloat16
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=is_fast)
