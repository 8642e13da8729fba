"""Speed of reading: `python -m eval.benches.reader [--reader FOLDER]`.

Ten passages of 200 tokens are read with one question, alternating between our reader, from text to
spans and network only (OpenVINO); the same weights in Haystack's extractive reader (in a separate
process, if installed by `make peers`) and as `BertForQuestionAnswering` in torch. Bare matrix
products of the same shapes in float32 show the limit of that number type. Read the figures as
ratios within one run.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.peers.hugging_face import read_reader, write_hugging_face
from eval.peers.process import Process
from eval.peers.protocol import IngestReply, TimedReply
from eval.peers.shared_sample import write_articles
from eval.peers.systems import PEERS_PYTHON
from eval.support.machine import timed
from index.records import Document
from service.readers.span import FOLDER, load_reader
from service.reading.networks.pairs import Row
from service.reading.span_reader import SpanReader

_PASSAGES = 10
_TOKENS = 200
_QUESTION = "What did the council decide about the bridge?"
_TEXT = "The council voted on Monday to mend the old bridge over the river. " * 20
_PATIENCE_SECONDS = 300


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=FOLDER, help="folder of another reader")
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args(arguments)
    reader = load_reader(options.reader)
    text, rows = _passage(reader)
    ways: dict[str, Callable[[], object]] = {
        "ours, from text to spans": lambda: reader.spans(_QUESTION, [text] * _PASSAGES),
        "ours, the network alone": lambda: reader.network.read(rows),
    }
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_hugging_face(read_reader(options.reader), folder / "model")
        ways |= _in_torch(folder / "model", np.array([row.ids for row in rows], np.int64))
        ways["bare matrix products, float32"] = _products()
        with haystack(folder, text) as others, timed() as timing:
            times = _in_turns(ways | others, options.rounds)
    _print(times)
    Console().print(f"CPU steal {timing.steal:.1%}")


def _passage(reader: SpanReader) -> tuple[str, list[Row]]:
    """A text that fills a row of the given length together with the question, and its rows."""
    (row,) = reader.pairs.encode(_QUESTION, [_TEXT[:900]])
    spare = len(row.ids) - _TOKENS
    text = _TEXT[: int(row.ends[-1 - spare])]
    rows = reader.pairs.encode(_QUESTION, [text] * _PASSAGES)
    if {len(row.ids) for row in rows} != {_TOKENS}:
        raise ValueError(f"rows of {len(rows[0].ids)} tokens instead of {_TOKENS}")
    return text, rows


@contextmanager
def haystack(
    folder: Path, text: str, question: str = _QUESTION
) -> Generator[dict[str, Callable[[], TimedReply]]]:
    """Haystack's reader on ten copies of the text, if installed; `folder` has the model."""
    if not PEERS_PYTHON.exists():
        Console().print("Haystack is skipped: it is not installed (run `make peers`)")
        yield {}
        return
    articles = folder / "articles.jsonl"
    texts = [Document(id=str(n), text=text, format="txt", origin="bench") for n in range(_PASSAGES)]
    write_articles(texts, articles)
    command = [str(PEERS_PYTHON), "-m", "eval.peers.haystack3_reader"]
    command += ["--reader", str(folder / "model")]
    threads = len(os.sched_getaffinity(0))
    with Process(command, threads, folder / "haystack.log") as process:
        given = {"do": "ingest", "articles": str(articles)}
        process.ask(given, IngestReply, _PATIENCE_SECONDS)
        asked = {"do": "ask", "question": question}
        name = "Haystack's extractive reader, float32"
        yield {name: lambda: process.ask(asked, TimedReply, _PATIENCE_SECONDS)}


def _in_torch(folder: Path, ids: Any) -> dict[str, Callable[[], object]]:
    import torch
    from transformers.models.bert.modeling_bert import BertForQuestionAnswering

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


def _in_turns(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
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
