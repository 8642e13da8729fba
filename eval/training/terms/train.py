"""Train the network: `python -m eval.training.terms.train --data FOLDER --out FOLDER`.

First on made conversations, then, from there, on CANARD, CAsT 2019 and CAsT 2020: once for each
fold without its conversations, which are then scored (`FOLD/scores.json`; see
`python -m eval.training.terms.validate`), and once on all of them (`all/weights.pt`), which
`python -m eval.training.terms.export` turns into what Dateline reads. The same command goes on
where an interrupted run stopped.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch

from eval.training.shared.log import Log, draw
from eval.training.shared.loop import WEIGHTS, Loop, Schedule, planned
from eval.training.terms.conversations import FOLDS, SETS, Asked, read_set
from eval.training.terms.examples import Example, example_of
from eval.training.terms.made import made
from eval.training.terms.network import Network, collate, loss

_MADE, _ALL = "made", "all"
_WARMUP = 0.08
_DECAY = 0.01
_AVERAGED = 0.98
_CHECKPOINT_STEPS = 100
_AMONG = 512
_AT_ONCE = 16
_TIMES = {"CANARD": 1, "CAsT 2019": 2, "CAsT 2020": 2}
"""How often the questions of a set are seen in an epoch."""


class Known(NamedTuple):
    """A question, what it teaches, and what the frozen layers say about it."""

    asked: Asked
    example: Example
    states: torch.Tensor
    times: int = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--frozen", type=int, default=4)
    parser.add_argument("--made", type=int, default=4000, help="made conversations")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch-tokens", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parts = [*map(str, range(FOLDS)), _ALL]
    parser.add_argument("--parts", nargs="*", default=parts, choices=parts, help="folds, or all")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    train(options)


def train(options: argparse.Namespace) -> None:
    """Make the parts that are not there yet."""
    torch.manual_seed(options.seed)
    network = Network(options.layers, options.frozen)
    start = options.out / _MADE / WEIGHTS
    if not start.exists():
        asked = made(options.data, options.made, options.seed) if options.made else []
        _fit(network, _known(network, {"": asked}), 1, _MADE, options)
    known = _known(network, {name: read_set(options.data, name) for name in SETS})
    for part in options.parts:
        network.load_state_dict(torch.load(start, weights_only=True))
        if not (options.out / part / WEIGHTS).exists():
            _fit(network, _without(known, part), options.epochs, part, options)
        if part != _ALL:
            network.load_state_dict(torch.load(options.out / part / WEIGHTS, weights_only=True))
            held = [one for one in known if one.asked.fold == int(part)]
            _write_scores(network, held, options.out / part / "scores.json")


def _without(known: Sequence[Known], part: str) -> list[Known]:
    return [one for one in known if part == _ALL or one.asked.fold != int(part)]


def _known(network: Network, sets: dict[str, list[Asked]]) -> list[Known]:
    """Put questions through the frozen layers, those of about the same length together."""
    pairs = [
        (one, example_of(one), _TIMES.get(name, 1))
        for name, asked in sets.items()
        for one in asked
        if one.earlier
    ]
    pairs.sort(key=lambda pair: len(pair[1].context.ids))
    found = []
    for first in range(0, len(pairs), _AT_ONCE):
        rows = pairs[first : first + _AT_ONCE]
        states = network.lower([example for _, example, _ in rows])
        found += [Known(*row[:2], state, row[2]) for row, state in zip(rows, states, strict=True)]
    return found


def _fit(
    network: Network, known: Sequence[Known], epochs: int, part: str, options: argparse.Namespace
) -> None:
    out = options.out / part
    out.mkdir(exist_ok=True)
    seen = [one for one in known for _ in range(one.times)]
    batches = planned(
        seen,
        lambda one: len(one.example.context.ids),
        tokens=options.batch_tokens,
        among=_AMONG,
        seed=options.seed,
        epochs=epochs,
    )
    loop = Loop(
        part,
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
        checkpoint=out / "checkpoint.pt",
        log=Log(out),
    )
    for step in loop:
        rows = batches[step.number]
        batch = collate([one.example for one in rows], [one.states for one in rows])
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(batch)
        loop.update(loss(logits, batch.labels))
    torch.save(network.state_dict(), out / WEIGHTS)
    draw(out)


@torch.inference_mode()
def _write_scores(network: Network, known: Sequence[Known], path: Path) -> None:
    """Of each word its text, its place, its borders and its probabilities, one for each head."""
    network.eval()
    scores = {}
    for one in known:
        logits = network(collate([one.example], [one.states]))[0, one.example.context.pieces]
        chances = [[round(c, 4) for c in row] for row in torch.sigmoid(logits).tolist()]
        words = one.example.context.words
        scores[one.asked.id] = [(*w, c) for w, c in zip(words, chances, strict=True)]
    path.write_bytes(msgspec.json.encode(scores))


if __name__ == "__main__":
    main()
