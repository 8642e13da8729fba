"""Many clients on one server: `python -m eval.benches.load --data FOLDER --questions FILE`.

Answers under load must equal those of a serial run, without any 5xx; the table shows whether memory
grows.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, running_server
from index.embedders import load as load_embedder

_WARM_UP = 50


class Load:
    """A server, questions, and its answers to them one after another."""

    def __init__(self, server: Server, questions: Sequence[str]) -> None:
        self._server = server
        self._questions = questions
        self._serial: dict[str, Any] = {}
        self.statuses: Counter[int] = Counter()
        self.different = 0

    def serial(self) -> list[float]:
        """Ask every question once; return the milliseconds of each."""
        times = []
        for question in self._questions:
            start = time.perf_counter()
            _, answer = self._server.request("POST", "/v1/ask", {"question": question})
            times.append((time.perf_counter() - start) * 1000)
            self._serial[question] = _comparable(answer)
        return times

    def concurrent(self, clients: int, seconds: float) -> list[float]:
        """Ask with many clients for some seconds; return the milliseconds of each answer."""
        times: list[float] = []
        until = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=self._client, args=(n, until, times)) for n in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return times

    def _client(self, number: int, until: float, times: list[float]) -> None:
        position = number * 7
        while time.perf_counter() < until:
            question = self._questions[position % len(self._questions)]
            position += 1
            start = time.perf_counter()
            status, answer = self._server.request("POST", "/v1/ask", {"question": question})
            times.append((time.perf_counter() - start) * 1000)
            self.statuses[status] += 1
            if _comparable(answer) != self._serial[question]:
                self.different += 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; exit status 1 if an answer failed or differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder of the server")
    parser.add_argument("--questions", type=Path, required=True, help="a question set")
    parser.add_argument("--seconds", type=float, default=120, help="per number of clients")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--most", type=int, default=300, help="use at most this many questions")
    options = parser.parse_args(arguments)
    cases = [c for c in load_questions(options.questions).cases if c.answerable is not False]
    questions = [case.question for case in cases][: options.most]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        # The queue is as long as the number of clients: this measures answers, not refusals.
        waiting = str(max(options.clients))
        with running_server(
            options.data, log, log_level="warning", queue_length=waiting, queue_ms="60000"
        ) as server:
            failed = _run(server, questions, options.clients, options.seconds)
    sys.exit(1 if failed else 0)


def _run(server: Server, questions: Sequence[str], clients: Sequence[int], seconds: float) -> bool:
    load = Load(server, questions)
    for question in questions[:_WARM_UP]:
        server.request("POST", "/v1/ask", {"question": question})
    console = Console()
    console.print(_encoding_line(questions))
    table = Table("clients", "answers", "per second", "p50 ms", "p95 ms", "p99 ms", "steal", "MB")
    with timed() as timing:
        times = load.serial()
    table.add_row("serial", *_row(times, sum(times) / 1000, timing.steal, server))
    for count in clients:
        with timed() as timing:
            times = load.concurrent(count, seconds)
        table.add_row(str(count), *_row(times, seconds, timing.steal, server))
    console.print(table)
    console.print(f"statuses {dict(load.statuses)}, answers that differ: {load.different}")
    return bool(load.different or any(status >= 500 for status in load.statuses))


def _row(times: Sequence[float], seconds: float, steal: float, server: Server) -> list[str]:
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return [
        f"{len(times):,}",
        f"{len(times) / seconds:.1f}",
        f"{p50:.1f}",
        f"{p95:.1f}",
        f"{p99:.1f}",
        f"{steal:.1%}",
        f"{server.resident_megabytes():.0f}",
    ]


def _encoding_line(questions: Sequence[str]) -> str:
    """The cost of encoding only the question in this process, for comparison."""
    embedder = load_embedder("minilm")
    times = []
    for question in questions[:200]:
        start = time.perf_counter()
        embedder.embed_questions([question])
        times.append((time.perf_counter() - start) * 1000)
    return f"encoding only the question: p50 {np.median(times):.2f} ms"


def _comparable(answer: Any) -> Any:
    """The parts of an answer that must not change: status, reason and citations."""
    if not isinstance(answer, dict):
        return answer
    places = [(c["article_id"], c["start"], c["end"]) for c in answer.get("citations", [])]
    return answer.get("status"), answer.get("reason"), places


if __name__ == "__main__":
    main()
