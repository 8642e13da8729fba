"""Train the tagger: `python -m eval.training.tagger.train --data FOLDER --out FOLDER`.

On PolNeAR train without its held-out tenth. The same command goes on where an interrupted run
stopped; the same seed on the same machine gives the same weights. Writes `log.jsonl`, `curve.png`,
and at the end `weights.pt`, which `python -m eval.training.tagger.export` turns into what Dateline
reads.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import torch

from eval.components.polnear import is_held_out
from eval.support.files import read_rows
from eval.training.shared.log import Log, draw
from eval.training.shared.loop import WEIGHTS, Loop, Schedule, planned
from eval.training.tagger.examples import anchor_words, examples
from eval.training.tagger.network import Network, collate, loss

_WARMUP = 0.06
_DECAY = 0.01
_HEADS_FASTER = 5
_AVERAGED = 0.998
_CHECKPOINT_STEPS = 250
_AMONG = 4096


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
    parser.add_argument("--most-steps", type=int, metavar="N", help="at most N steps")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    train(options)


def train(options: argparse.Namespace) -> None:
    """Run all epochs."""
    torch.manual_seed(options.seed)
    everything = read_rows(options.data / "polnear" / "train.jsonl.gz")
    rows = [row for row in everything if not is_held_out(row["id"])]
    words = anchor_words(rows)
    batches = planned(
        list(examples(rows, frozenset(words))),
        lambda example: len(example.pieces.ids),
        tokens=options.batch_tokens,
        among=_AMONG,
        seed=options.seed,
        epochs=options.epochs,
    )[: options.most_steps]
    print(f"{len(rows)} articles, {len(words)} words, {len(batches):,} steps", flush=True)
    network = Network(options.layers)
    loop = Loop(
        "tagger",
        network,
        Schedule(
            steps=len(batches),
            rate=options.rate,
            warmup=_WARMUP,
            weight_decay=_DECAY,
            averaged=_AVERAGED,
            checkpoint_steps=_CHECKPOINT_STEPS,
        ),
        seed=[options.seed],
        checkpoint=options.out / "checkpoint.pt",
        log=Log(options.out),
        groups=_groups(network, options.rate),
    )
    for step in loop:
        batch = collate(batches[step.number])
        anchors, classes = network(batch)
        loop.update(loss(anchors, classes, batch))
    torch.save(network.state_dict(), options.out / WEIGHTS)
    (options.out / "words.json").write_bytes(msgspec.json.encode(words))
    draw(options.out)


def _groups(network: Any, rate: float) -> list[dict[str, Any]]:
    """The parameters by kind: heads learn faster, and weight decay is for matrices only."""
    trained = [pair for pair in network.named_parameters() if pair[1].requires_grad]
    return [
        {
            "params": [
                parameter
                for name, parameter in trained
                if (parameter.ndim > 1) == decayed and (not name.startswith("bert.")) == head
            ],
            "weight_decay": _DECAY if decayed else 0.0,
            "lr": rate * (_HEADS_FASTER if head else 1),
        }
        for decayed in (True, False)
        for head in (True, False)
    ]


if __name__ == "__main__":
    main()
