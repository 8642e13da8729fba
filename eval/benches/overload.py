"""More questions than a server can answer: `python -m eval.benches.overload`.

Questions arrive at a fixed rate, regardless of earlier answers, at multiples of the server's
capacity (what a few clients get that each wait for their answers). A stable server answers as much
as before and hardly later, refuses the rest immediately, and recovers when the load ends. Its
capacity and normal times are measured just before and after each load, so that the ratios hold on a
shared machine.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from eval.benches.overload_plot import overload_plot
from eval.reports.plots.canvas import LIGHT, render
from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, resident_megabytes, running_server
from service.demo import questions_file

_PATIENCE_SECONDS = 10.0
"""Clients leave after so long without an answer."""
_FEW = 4
"""Clients that keep a server busy without its having to refuse any."""
_ANSWERED, _REFUSED, _LEFT = 200, 503, 0
_LEAST_GOODPUT, _MOST_SLOWER, _NORMAL_WITHIN_SECONDS = 0.9, 3.0, 2.0
_SEED = 1


class Reply(Struct, frozen=True):
    """What became of one question; status 0: its client left, or the connection broke."""

    status: int
    seconds: float


class Clients:
    """Clients of one server, with a connection per question."""

    def __init__(self, port: int, questions: Sequence[str]) -> None:
        self._port = port
        # In a fixed random order: similar questions are adjacent in the file, and each part of a
        # measurement must get the same mixture.
        mixed = random.Random(_SEED).sample(questions, len(questions))  # noqa: S311
        self._requests = [_request(question) for question in mixed]
        self._turn = count()

    async def ask(self) -> Reply:
        """Ask the next question."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                status = await self._exchange()
        except (OSError, TimeoutError):
            status = _LEFT
        return Reply(status, time.perf_counter() - start)

    async def closed(self, clients: int, seconds: float) -> list[Reply]:
        """Closed-loop load: clients that each ask when their last question is answered."""
        replies: list[Reply] = []
        until = time.perf_counter() + seconds

        async def client() -> None:
            while time.perf_counter() < until:
                replies.append(await self.ask())

        await asyncio.gather(*(client() for _ in range(clients)))
        return replies

    async def open(self, per_second: float, seconds: float) -> list[Reply]:
        """Open-loop load: random (Poisson) arrivals at an average rate per second."""
        chance = random.Random(_SEED)  # noqa: S311
        tasks: list[asyncio.Task[Reply]] = []
        due = start = time.perf_counter()
        while due < start + seconds:
            due += chance.expovariate(per_second)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(self.ask()))
        return list(await asyncio.gather(*tasks))

    async def _exchange(self) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(self._requests[next(self._turn) % len(self._requests)])
            reply = await reader.read()
            return int(reply[9:12] or _LEFT)
        finally:
            writer.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; exit status 1 if the server lost its head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder; by default the demo articles")
    parser.add_argument("--questions", type=Path, default=questions_file())
    parser.add_argument("--seconds", type=float, default=40, help="per load")
    parser.add_argument("--times", type=float, nargs="+", default=[1, 2, 5, 10])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--plot", type=Path, help="draw answers and memory into this PNG")
    options = parser.parse_args(arguments)
    questions = [case.question for case in load_questions(options.questions).cases]
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder) / "data"
        log = Path(folder) / "server.log"
        demo = {} if options.data else {"demo": "true"}
        with running_server(
            data, log, log_level="warning", workers=str(options.workers), **demo
        ) as server:
            rounds = asyncio.run(_measure(server, questions, options.seconds, options.times))
    if options.plot:
        options.plot.write_bytes(render(overload_plot(rounds), LIGHT, "png"))
    sys.exit(0 if all(done.is_calm for done in rounds) else 1)


class Round(Struct, frozen=True, kw_only=True):
    """One load, with the server's figures just before and after it."""

    factor: float
    usual: list[float]
    """Seconds of answers to a single client."""
    capacity: float
    """Answers per second that a few clients got."""
    replies: list[Reply]
    seconds: float
    until_normal: float
    megabytes: list[float]
    """Resident memory of the server, once a second under the load."""

    @property
    def answers(self) -> list[float]:
        """Seconds of each answer under the load."""
        return [reply.seconds for reply in self.replies if reply.status == _ANSWERED]

    @property
    def goodput(self) -> float:
        """Answers as a share of capacity."""
        return len(self.answers) / min(len(self.replies), self.capacity * self.seconds)

    @property
    def slower(self) -> float:
        """The 99th percentile under the load, as a multiple of the usual one."""
        return _percentile(self.answers, 99) / _percentile(self.usual, 99)

    @property
    def is_calm(self) -> bool:
        """Whether the server remained stable."""
        normal = self.until_normal <= _NORMAL_WITHIN_SECONDS
        return self.goodput >= _LEAST_GOODPUT and self.slower < _MOST_SLOWER and normal


async def _measure(
    server: Server, questions: Sequence[str], seconds: float, times: Sequence[float]
) -> list[Round]:
    clients = Clients(int(server.address.rpartition(":")[2]), questions)
    await clients.closed(1, seconds / 4)
    table = Table("offered", "answered/s", "capacity/s", "goodput", "refused", "left", "p50 ms",
        "p99 ms", "usual p50, p99", "p99 ratio", "refusal p99", "normal after s", "MB",
        "steal")  # fmt: skip
    rounds: list[Round] = []
    for factor in times:
        with timed() as timing:
            rounds.append(await _round(server, clients, factor, seconds))
        table.add_row(*_row(rounds[-1]), f"{timing.steal:.1%}")
    Console(width=150).print(table)
    return rounds


async def _round(server: Server, clients: Clients, factor: float, seconds: float) -> Round:
    """Measure the usual, the capacity, the load, and both again: machines change under us."""
    part = seconds / 4
    usual = _answered(await clients.closed(1, part))
    capacity = len(_answered(await clients.closed(_FEW, part))) / part
    start = time.perf_counter()
    watched: list[float] = []
    watching = asyncio.create_task(_watch(server, watched))
    replies = await clients.open(factor * capacity, seconds)
    took = time.perf_counter() - start
    watching.cancel()
    until_normal = await _until_normal(clients, _percentile(usual, 99))
    capacity = (capacity + len(_answered(await clients.closed(_FEW, part))) / part) / 2
    usual += _answered(await clients.closed(1, part))
    return Round(
        factor=factor,
        usual=usual,
        capacity=capacity,
        replies=replies,
        seconds=took,
        until_normal=until_normal,
        megabytes=watched,
    )


def _row(done: Round) -> list[str]:
    statuses = Counter(reply.status for reply in done.replies)
    refusals = [reply.seconds for reply in done.replies if reply.status == _REFUSED]
    usual = [_percentile(done.usual, percent) * 1000 for percent in (50, 99)]
    return [
        f"{done.factor:g} x, {len(done.replies) / done.seconds:.0f}/s",
        f"{len(done.answers) / done.seconds:.1f}",
        f"{done.capacity:.1f}",
        f"{done.goodput:.0%}",
        f"{statuses[_REFUSED]:,}",
        str(statuses[_LEFT]),
        f"{_percentile(done.answers, 50) * 1000:.0f}",
        f"{_percentile(done.answers, 99) * 1000:.0f}",
        f"{usual[0]:.0f}, {usual[1]:.0f}",
        f"{done.slower:.1f}",
        f"{_percentile(refusals, 99) * 1000:.0f} ms",
        f"{done.until_normal:.1f}",
        f"{done.megabytes[0]:.0f} to {done.megabytes[-1]:.0f}",
    ]


def _answered(replies: Sequence[Reply]) -> list[float]:
    return [reply.seconds for reply in replies if reply.status == _ANSWERED]


def _megabytes(server: Server) -> float:
    """Of the server and its worker processes."""
    tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    pids = [server.process.pid, *(int(pid) for task in tasks for pid in task.read_text().split())]
    return sum(resident_megabytes(pid) for pid in pids)


async def _watch(server: Server, megabytes: list[float]) -> None:
    while True:
        megabytes.append(_megabytes(server))
        await asyncio.sleep(1)


async def _until_normal(clients: Clients, usual: float) -> float:
    """Seconds until a question is answered as quickly as before the load."""
    start = time.perf_counter()
    while True:
        reply = await clients.ask()
        if (reply.status == 200 and reply.seconds <= usual) or (
            time.perf_counter() - start > 6 * _PATIENCE_SECONDS
        ):
            return time.perf_counter() - start


def _request(question: str) -> bytes:
    body = json.dumps({"question": question}).encode()
    head = (
        "POST /v1/ask HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _percentile(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent)) if values else 0.0


if __name__ == "__main__":
    main()
