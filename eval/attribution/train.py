"""Train the tagger: `python -m eval.attribution.train --data FOLDER --out FOLDER`.

On PolNeAR train without its held-out tenth. Interrupted, the same command goes on from the last
checkpoint; the same seed on the same machine gives the same weights. Writes `log.jsonl`,
`curve.png`, and at the end `weights.pt`, which `python -m eval.attribution.export` turns into what
Dateline reads.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.attribution.examples import anchor_words, batched, examples, read_rows
from eval.quote_gold import is_held_out
from eval.training import checkpoints
from eval.training.train import LOG, WEIGHTS, draw, rate_at

_CHECKPOINT_STEPS = 250
_LOG_STEPS = 25
_WARMUP = 0.06
_DECAY = 0.01
_AVERAGED = 0.998
"""How much of the averaged weights stays at a step (Polyak averaging)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch-tokens", type=int, default=1536)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-steps", type=int, help="stop the schedule after so many steps")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    train(options)


def train(options: argparse.Namespace) -> None:
    """Run all epochs."""
    import torch

    from eval.attribution.network import Network

    torch.manual_seed(options.seed)
    rows = read_rows(options.data / "polnear" / "train.jsonl.gz")
    rows = [row for row in rows if not is_held_out(row.id)]
    words = anchor_words(rows)
    found = list(examples(rows, frozenset(words)))
    planned = [
        batch
        for epoch in range(options.epochs)
        for batch in batched(found, options.batch_tokens, random.Random(options.seed + epoch))  # noqa: S311
    ][: options.most_steps]
    tokens = sum(len(example.pieces.ids) for example in found)
    anchors = sum(len(example.anchors) for example in found)
    print(f"{len(rows)} articles, {len(words)} words, {len(found):,} sentences, {tokens:,} tokens, "
          f"{anchors:,} anchors; {len(planned):,} steps", flush=True)  # fmt: skip
    run = _Run(Network(options.layers), options, len(planned))
    for step in range(run.done, len(planned)):
        run.step(step, planned[step])
    torch.save(run.averaged.module.state_dict(), options.out / WEIGHTS)
    (options.out / "words.json").write_bytes(msgspec.json.encode(words))
    draw(options.out)


class _Run:
    """The state of a run that a checkpoint keeps."""

    def __init__(self, network: Any, options: argparse.Namespace, steps: int) -> None:
        import torch
        from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

        self._network, self._steps, self._out = network.train(), steps, options.out
        known = [p for p in network.parameters() if p.requires_grad]
        heads = {id(p) for n, p in network.named_parameters() if not n.startswith("bert.")}
        groups: list[dict[str, Any]] = [
            {
                "params": [
                    p for p in known if (p.ndim > 1) == decayed and (id(p) in heads) == head
                ],
                "weight_decay": _DECAY if decayed else 0.0,
                "lr": options.rate * (5 if head else 1),
            }
            for decayed in (True, False)
            for head in (True, False)
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: rate_at(step, steps, _WARMUP)
        )
        average: Any = get_ema_multi_avg_fn(_AVERAGED)  # type: ignore[no-untyped-call]
        self.averaged = AveragedModel(network, multi_avg_fn=average)
        both = torch.nn.ModuleList([network, self.averaged])
        self._both = both
        self.done = checkpoints.resume(self._out, both, self._optimizer, self._schedule)
        self._started, self._tokens, self._losses = time.perf_counter(), 0, 0.0

    def step(self, step: int, examples: Sequence[Any]) -> None:
        """One update."""
        import torch

        from eval.attribution.network import collate, loss

        batch = collate(examples)
        anchors, classes = self._network(batch)
        value: Any = loss(anchors, classes, batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.averaged.update_parameters(self._network)
        self._losses += float(value.detach())
        self._tokens += sum(len(example.pieces.ids) for example in examples)
        if (step + 1) % _LOG_STEPS == 0:
            self._log(step + 1)
        if (step + 1) % _CHECKPOINT_STEPS == 0:
            checkpoints.save(self._out, step + 1, self._both, self._optimizer, self._schedule)

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


if __name__ == "__main__":
    main()
