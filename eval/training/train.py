"""Train the reader: `python -m eval.training.train --data FOLDER --out FOLDER`.

Follows `recipe.toml`. Interrupted, the same command goes on from the last checkpoint; the same
seed on the same machine gives the same weights. Writes `log.jsonl` (loss by step), `curve.png`,
and at the end `weights.pt`, which `python -m eval.training.export` turns into a reader.
"""

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.training import checkpoints
from eval.training.export import read_reader
from eval.training.recipe import RECIPE, Recipe, batches, read_recipe
from eval.training.windows import Window

WEIGHTS = "weights.pt"
LOG = "log.jsonl"
_CHECKPOINT_STEPS = 250
_LOG_STEPS = 25


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    parser.add_argument("--most-steps", type=int, help="stop the schedule after so many steps")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    train(options)


def train(options: argparse.Namespace) -> None:
    """Run the recipe to its end."""
    import torch

    from eval.training.network import Network

    if options.threads:
        torch.set_num_threads(options.threads)
    recipe = read_recipe(options.recipe)
    torch.manual_seed(recipe.seed)
    planned = batches(recipe, options.data)[: options.most_steps]
    print(f"{len(planned):,} steps", flush=True)
    network = Network()
    if options.start:
        network.load_state_dict(read_reader(options.start))
    run = _Run(network, recipe, len(planned), options.out)
    for step in range(run.done, len(planned)):
        run.step(step, planned[step])
    torch.save(network.state_dict(), options.out / WEIGHTS)
    draw(options.out)


class _Run:
    """The state of a run that a checkpoint keeps."""

    def __init__(self, network: Any, recipe: Recipe, steps: int, out: Path) -> None:
        import torch

        self._network, self._recipe, self._out = network, recipe, out
        decayed = [p for p in network.parameters() if p.requires_grad and p.ndim > 1]
        others = [p for p in network.parameters() if p.requires_grad and p.ndim == 1]
        groups: list[dict[str, Any]] = [
            {"params": decayed},
            {"params": others, "weight_decay": 0.0},
        ]
        self._optimizer = torch.optim.AdamW(
            groups,
            lr=recipe.rate,
            weight_decay=recipe.weight_decay,
            betas=(0.9, 0.98),
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: rate_at(step, steps, recipe.warmup)
        )
        self._steps = steps
        self.done = checkpoints.resume(out, network, self._optimizer, self._schedule)
        self._started, self._tokens, self._losses = time.perf_counter(), 0, 0.0

    def step(self, step: int, windows: Sequence[Window]) -> None:
        """One update."""
        import torch

        from eval.training.network import collate, loss

        logits, relevance = self._network(collate(windows))
        value: Any = loss(logits, relevance, windows, self._recipe.relevance_weight)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._losses += float(value.detach())
        self._tokens += sum(len(window.ids) for window in windows)
        if (step + 1) % _LOG_STEPS == 0:
            self._log(step + 1)
        if (step + 1) % _CHECKPOINT_STEPS == 0:
            checkpoints.save(self._out, step + 1, self._network, self._optimizer, self._schedule)

    def _log(self, step: int) -> None:
        seconds = time.perf_counter() - self._started
        pace = self._tokens / seconds
        row = {"step": step, "loss": round(self._losses / _LOG_STEPS, 4), "tokens_per_s": int(pace)}
        left = (self._steps - step) / _LOG_STEPS * seconds / 60
        with (self._out / LOG).open("ab") as file:
            file.write(msgspec.json.encode(row) + b"\n")
        print(f"{step}/{self._steps} loss {row['loss']} {int(pace)} tokens/s {left:.0f} min left",
              flush=True)  # fmt: skip
        self._started, self._tokens, self._losses = time.perf_counter(), 0, 0.0


def rate_at(step: int, steps: int, warmup: float) -> float:
    """Linear warm-up, then half a cosine to a hundredth."""
    rising = max(1, int(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    part = min(1.0, (step - rising) / max(1, steps - rising))
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * part))


def draw(out: Path) -> None:
    """The learning curve, as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    rows = [msgspec.json.decode(line) for line in (out / LOG).read_bytes().splitlines()]
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.plot([row["step"] for row in rows], [row["loss"] for row in rows], linewidth=1)
    axes.set(xlabel="step", ylabel="loss", title="Training of the reader")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(out / "curve.png", dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    main()
