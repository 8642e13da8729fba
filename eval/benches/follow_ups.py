"""Speed of follow-ups: `python -m eval.benches.follow_ups`.

Holds the scripted conversations about the demo articles with a library in a temporary folder. Each
follow-up is asked in a stored conversation, with the turns sent along as `history`, and as its
stand-alone interpretation, in rotating order. Read the figures as ratios; "more" is the median of
the pairwise differences, and the stages are medians.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.support.machine import timed
from service.demo import conversations_file
from service.demo.first_start import index_demo
from service.engine import Engine
from service.settings import load
from service.wire.asking import MAX_HISTORY, AskRequest, HistoryTurn
from service.wire.conversations import remembered

_PLAIN, _STORED, _HISTORY = "plain question", "stored conversation", "history sent along"
_STAGES = ("resolve", "embed", "search", "read", "compose", "record")
Measured = dict[str, dict[str, float]]
"""By the way of asking: milliseconds of each stage, and in total."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=20)
    options = parser.parse_args(arguments)
    scripts = list(_scripts())[: options.conversations]
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        engine = Engine(load({}, data=str(Path(folder) / "data")))
        engine.open()
        index_demo(engine)
        for questions in scripts[:3]:
            list(_held(engine, questions))
        found = [one for questions in scripts for one in _held(engine, questions)]
        engine.close()
    _show(found)
    Console().print(f"{len(found)} follow-ups: {timing}")


def _scripts() -> Iterator[list[str]]:
    """The questions of each conversation about the demo articles."""
    for line in conversations_file().read_text(encoding="utf-8").splitlines():
        script: dict[str, Any] = json.loads(line)
        if script["collection"] == "demo":
            yield [turn["question"] for turn in script["turns"]]


def _held(engine: Engine, questions: Sequence[str]) -> Iterator[Measured]:
    """Hold one conversation; yield what its follow-ups took, asked in each way."""
    id = engine.conversing.table.create(engine.collection(None)).id
    history: list[HistoryTurn] = []
    for number, question in enumerate(questions):
        told = AskRequest(question=question, history=history[-MAX_HISTORY:])
        # Asked once before it is timed: then no way has the warmer caches.
        answer = engine.conversing.ask(told)
        ways = {
            _PLAIN: AskRequest(question=answer.searched),
            _STORED: AskRequest(question=question, conversation_id=id),
            _HISTORY: told,
        }
        measured = {way: _asked(engine, ways[way]) for way in _rotated([*ways], number)}
        if answer.resolved and answer.form == "answers":
            yield measured
        history.append(remembered(question, answer))


def _rotated(ways: list[str], number: int) -> list[str]:
    first = number % len(ways)
    return ways[first:] + ways[:first]


def _asked(engine: Engine, request: AskRequest) -> dict[str, float]:
    start = time.perf_counter()
    answer = engine.conversing.ask(request)
    return {**answer.timings_ms, "total": (time.perf_counter() - start) * 1000}


def _show(found: Sequence[Measured]) -> None:
    table = Table("", "p50", "p95", "p50, ratio", "p95, ratio", "more, p50", *_STAGES)
    plain = np.array([one[_PLAIN]["total"] for one in found])
    for way in (_PLAIN, _STORED, _HISTORY):
        spent = np.array([one[way]["total"] for one in found])
        stages = [np.median([one[way].get(stage, 0.0) for one in found]) for stage in _STAGES]
        table.add_row(
            way,
            *(f"{np.percentile(spent, p):.1f} ms" for p in (50, 95)),
            *(f"{np.percentile(spent, p) / np.percentile(plain, p):.2f}" for p in (50, 95)),
            f"{np.median(spent - plain):.1f} ms",
            *(f"{stage:.1f}" for stage in stages),
        )
    Console().print(table)


if __name__ == "__main__":
    main()
