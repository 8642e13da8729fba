"""`make bench`: start-up, commands and questions, as ratios within one run on this machine.

Everything is measured on a temporary library of the demo articles, or on --data.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, free_port
from service.demo import questions_file
from service.demo.first_start import index_demo
from service.engine import Engine
from service.questions.understand import Kind, understand
from service.settings import load as load_settings
from service.wire.asking import AskRequest

_ROUNDS = 5
_QUESTIONS = 150


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="data folder; by default one with the demo articles"
    )
    parser.add_argument("--questions", type=Path, default=questions_file())
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        data = options.data or Path(folder) / "data"
        table = Table("measure", "value", "against", "ratio")
        _questions(table, data, options.questions)
        _commands(table, data)
        _starts(table, data, Path(folder) / "server.log")
    console = Console()
    console.print(table)
    console.print(f"CPU steal {timing.steal:.1%}")


def _questions(table: Table, data: Path, questions: Path) -> None:
    """A complete answer against the bare encoding of its question, in turns."""
    engine = Engine(load_settings({}, data=str(data)))
    engine.open()
    index_demo(engine)
    texts = [case.question for case in load_questions(questions).cases][:_QUESTIONS]
    for text in texts[:20]:
        engine.answerer.answer(AskRequest(question=text))
    asks, encodings = [], []
    by_kind: dict[bool, list[float]] = {True: [], False: []}
    for text in texts:
        asks.append(_milliseconds(partial(engine.answerer.answer, AskRequest(question=text))))
        by_kind[understand(text).kind is Kind.STATEMENT].append(asks[-1])
        encodings.append(_milliseconds(partial(engine.embedder.embed_questions, [text])))
    engine.close()
    ask, encoding = float(np.median(asks)), float(np.median(encodings))
    p95 = float(np.percentile(asks, 95))
    table.add_row(
        "an answer, p50 (p95)", f"{ask:.1f} ({p95:.1f}) ms", f"our encoding {encoding:.1f} ms",
        f"{ask / encoding:.1f}",
    )  # fmt: skip
    if all(by_kind.values()):
        speaker, other = median(by_kind[True]), median(by_kind[False])
        table.add_row(
            "a speaker question, p50", f"{speaker:.1f} ms", f"others {other:.1f} ms",
            f"{speaker / other:.2f}",
        )  # fmt: skip
    bare = _bare_encoding(texts)
    table.add_row(
        "an answer, p50", f"{ask:.1f} ms", f"SentenceTransformer.encode, best dtype {bare:.1f} ms",
        f"{ask / bare:.1f}",
    )  # fmt: skip


def _bare_encoding(texts: Sequence[str]) -> float:
    """Median milliseconds of encoding one question with bare sentence-transformers."""
    code = (
        "import sys,time,json,torch\n"
        "from sentence_transformers import SentenceTransformer\n"
        "from index.embedders.minilm import model_folder\n"
        "best=1e9\n"
        "texts=json.load(sys.stdin)\n"
        "for dtype in (torch.float32,torch.bfloat16):\n"
        "  m=SentenceTransformer(str(model_folder()),device='cpu',model_kwargs={'dtype':dtype})\n"
        "  m.encode(texts[0]); times=[]\n"
        "  for t in texts:\n"
        "    s=time.perf_counter(); m.encode(t); times.append(time.perf_counter()-s)\n"
        "  best=min(best,sorted(times)[len(times)//2])\n"
        "print(best*1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(list(texts)[:60]), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def _commands(table: Table, data: Path) -> None:
    """CPU seconds of commands that need no model, against an empty Python script."""
    python = _cpu_seconds([sys.executable, "-c", "pass"])
    for name in ("list", "config", "--help"):
        used = _cpu_seconds([sys.executable, "-m", "service", "--data", str(data), name])
        table.add_row(
            f"dateline {name}",
            f"{used:.2f} s CPU",
            f"python {python:.2f} s",
            f"{used / python:.1f}",
        )


def _starts(table: Table, data: Path, log: Path) -> None:
    """Start-up time of a server, against only importing torch and sentence-transformers."""
    libraries = [sys.executable, "-c", "import torch, sentence_transformers"]
    bare = median(_wall_seconds(libraries) for _ in range(2))
    times = []
    for _ in range(3):
        server = Server(data, free_port(), log, log_level="warning")
        times.append(server.wait_until_ready())
        server.stop()
    ready = median(times)
    table.add_row(
        "start to ready",
        f"{ready:.1f} s",
        f"importing torch and s-t {bare:.1f} s",
        f"{ready / bare:.2f}",
    )


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _wall_seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def _cpu_seconds(command: Sequence[str]) -> float:
    """Median user plus system time of a command and its children."""
    used = []
    for _ in range(_ROUNDS):
        before = os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = os.times()
        used.append(
            after.children_user - before.children_user
            + after.children_system - before.children_system
        )  # fmt: skip
    return median(used)


if __name__ == "__main__":
    main()
