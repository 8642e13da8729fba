"""Train the tagger: `python -m eval.training.tagger.train --data FOLDER --out FOLDER`.

On PolNeAR train without its held-out tenth. Interrupted, the same command goes on from the last
checkpoint, with dropout drawn anew; otherwise the same seed on the same machine gives the same
weights. Writes `log.jsonl`,
`curve.png`, and at the end `weights.pt`, which `python -m eval.training.tagger.export` turns into what
Dateline reads.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from eval.lines import read_rows
from eval.quote_gold import is_held_out
from eval.training.shared.loop import WEIGHTS, Loop, draw
from eval.training.tagger.examples import anchor_words, batched, examples

_WARMUP = 0.06
_DECAY = 0.01
_HEADS_FASTER = 5
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
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    from eval.training.tagger.network import Network, collate, loss

    torch.manual_seed(options.seed)
    everything = read_rows(options.data / "polnear" / "train.jsonl.gz")
    rows = [row for row in everything if not is_held_out(row["id"])]
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
    network = Network(options.layers).train()
    average: Any = get_ema_multi_avg_fn(_AVERAGED)  # type: ignore[no-untyped-call]
    averaged = AveragedModel(network, multi_avg_fn=average)
    loop = Loop(
        options.out,
        len(planned),
        torch.nn.ModuleList([network, averaged]),
        _groups(network, options.rate),
        rate=options.rate,
        warmup=_WARMUP,
        weight_decay=_DECAY,
    )
    for step in range(loop.done, len(planned)):
        batch = collate(planned[step])
        anchors, classes = network(batch)
        value = loss(anchors, classes, batch)
        loop.update(value, sum(len(example.pieces.ids) for example in planned[step]))
        averaged.update_parameters(network)
        loop.keep(step)
    torch.save(averaged.module.state_dict(), options.out / WEIGHTS)
    (options.out / "words.json").write_bytes(msgspec.json.encode(words))
    draw(options.out)


def _groups(network: Any, rate: float) -> list[dict[str, Any]]:
    """The parameters by what they are: heads learn faster, and only matrices decay."""
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
