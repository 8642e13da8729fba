"""What runs of training have in common: updates, their rate, checkpoints and a log."""

import math
import time
from pathlib import Path
from typing import Any

import msgspec

from eval.training.shared import checkpoints

WEIGHTS = "weights.pt"
LOG = "log.jsonl"
_CHECKPOINT_STEPS = 250
_LOG_STEPS = 25


class Loop:
    """The state of a run that a checkpoint keeps, and its updates."""

    def __init__(
        self,
        out: Path,
        steps: int,
        network: Any,
        groups: list[dict[str, Any]],
        *,
        rate: float,
        warmup: float,
        weight_decay: float,
    ) -> None:
        """Go on from the checkpoint in `out`, where there is one.

        Args:
            out: folder of the run.
            steps: of the whole run.
            network: what a checkpoint keeps.
            groups: its parameters, as torch's optimizers take them.
            rate: at its highest.
            warmup: the part of the steps in which it rises.
            weight_decay: for groups that name none of their own.
        """
        import torch

        self._out, self._steps, self._network = out, steps, network
        self._trained = [parameter for group in groups for parameter in group["params"]]
        self._optimizer = torch.optim.AdamW(
            groups, lr=rate, weight_decay=weight_decay, betas=(0.9, 0.98)
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: rate_at(step, steps, warmup)
        )
        self.done = checkpoints.resume(out, network, self._optimizer, self._schedule)
        """Steps that were made before."""
        self._started, self._tokens, self._losses = time.perf_counter(), 0, 0.0

    def update(self, loss: Any, tokens: int) -> None:
        """One update; `tokens` is how many the loss is of."""
        import torch

        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._losses += float(loss.detach())
        self._tokens += tokens

    def keep(self, step: int) -> None:
        """Log and save the state after step `step`, counted from 0, where it is time to."""
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


def parameter_groups(network: Any) -> list[dict[str, Any]]:
    """What is trained of a network, for the optimizer: matrices decay, the rest does not."""
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    return [
        {"params": [parameter for parameter in trained if parameter.ndim > 1]},
        {
            "params": [parameter for parameter in trained if parameter.ndim == 1],
            "weight_decay": 0.0,
        },
    ]


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
