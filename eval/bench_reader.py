"""How fast passages are read: `python -m eval.bench_reader [--reader FOLDER]`.

Ten passages of 200 tokens with one question, by turns: our reader (OpenVINO), the same weights as
`BertForQuestionAnswering` in torch, and the bare matrix products of the same shapes in float32,
which no runtime can beat in that number type. Ratios within one run are what counts.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.machine import steal_and_total
from eval.training.export import read_reader, write_hugging_face
from service.readers.span import FOLDER, load_reader

_PASSAGES = 10
_TOKENS = 200
_QUESTION = "What did the council decide about the bridge?"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=FOLDER)
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args(arguments)
    stolen, total = steal_and_total()
    with tempfile.TemporaryDirectory() as folder:
        write_hugging_face(read_reader(options.reader), Path(folder))
        ways = _ways(options.reader, Path(folder))
        times = _by_turns(ways, options.rounds)
    stolen_now, total_now = steal_and_total()
    _print(times)
    Console().print(f"CPU steal {(stolen_now - stolen) / max(1, total_now - total):.1%}")


def _ways(reader: Path, folder: Path) -> dict[str, Callable[[], object]]:
    text = ("The council voted on Monday to mend the old bridge over the river. " * 20)[:900]
    ours = load_reader(reader)
    rows = ours.pairs.encode(_QUESTION, [text] * _PASSAGES)
    ids = np.array([row.ids[:_TOKENS] for row in rows], np.int64)
    cut = [
        row._replace(ids=row.ids[:_TOKENS], context=row.context[row.context < _TOKENS])
        for row in rows
    ]
    ways: dict[str, Callable[[], object]] = {"ours, OpenVINO": lambda: ours.network.read(cut)}
    ways |= _in_torch(folder, ids)
    ways["bare matrix products, float32"] = _products()
    return ways


def _in_torch(folder: Path, ids: Any) -> dict[str, Callable[[], object]]:
    import torch
    from transformers import BertForQuestionAnswering

    model: Any = BertForQuestionAnswering.from_pretrained(str(folder)).eval()
    given = torch.from_numpy(ids)

    def run() -> object:
        with torch.inference_mode():
            return model(input_ids=given, attention_mask=torch.ones_like(given))

    return {"the same weights, torch float32": run}


def _products() -> Callable[[], object]:
    """The products of six layers: four of 384 by 384, two of 384 by 1,536, for every token."""
    rng = np.random.default_rng(0)
    states = rng.normal(size=(_PASSAGES * _TOKENS, 384)).astype(np.float32)
    square = rng.normal(size=(384, 384)).astype(np.float32)
    wide = rng.normal(size=(384, 1536)).astype(np.float32)
    import torch

    tensors = [torch.from_numpy(array) for array in (states, square, wide, wide.T.copy())]

    def run() -> object:
        found = None
        for _ in range(6):
            for _ in range(4):
                found = tensors[0] @ tensors[1]
            found = (tensors[0] @ tensors[2]) @ tensors[3]
        return found

    return run


def _by_turns(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 2):
        for name, run in ways.items():
            start = time.perf_counter()
            run()
            if number > 1:
                times[name].append(time.perf_counter() - start)
    return times


def _print(times: dict[str, list[float]]) -> None:
    table = Table("ten passages of 200 tokens", "p50 ms", "p95 ms", "passages/s", "ours is")
    ours = float(np.median(next(iter(times.values()))))
    for name, own in times.items():
        middle = float(np.median(own))
        table.add_row(
            name,
            f"{middle * 1000:.0f}",
            f"{np.quantile(own, 0.95) * 1000:.0f}",
            f"{_PASSAGES / middle:.1f}",
            f"{middle / ours:.2f} times as fast",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
