"""More questions than a server can answer: `python -m eval.benches.overload`.

Questions arrive at their own pace, whether or not earlier ones were answered: first one at a time,
then with as many clients as give the most answers (the capacity), then at multiples of that
capacity. A server that keeps its head answers as much as before, quickly, refuses the rest at once,
and is itself again when the load ends. All figures come from one run; compare them as ratios.
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

from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, running_server
from service.demo import questions_file

_PATIENCE_SECONDS = 10.0
"""Clients leave after so long without an answer."""
_WARM_UP = 60
_LEFT = 0


class Reply(Struct, frozen=True):
    """What became of one question; status 0: the client left, or the connection broke."""

    status: int
    seconds: float


class Clients:
    """Ask one server, each question over a connection of its own."""

    def __init__(self, port: int, questions: Sequence[str]) -> None:
        self._port = port
        self._requests = [_request(question) for question in questions]
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
        """So many clients, each asking as soon as its last question was answered."""
        replies: list[Reply] = []
        until = time.perf_counter() + seconds

        async def client() -> None:
            while time.perf_counter() < until:
                replies.append(await self.ask())

        await asyncio.gather(*(client() for _ in range(clients)))
        return replies

    async def open(self, per_second: float, seconds: float, seed: int = 1) -> list[Reply]:
        """Questions that arrive at random, so many a second on average (Poisson)."""
        chance = random.Random(seed)  # noqa: S311
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
    options = parser.parse_args(arguments)
    questions = [case.question for case in load_questions(options.questions).cases]
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder) / "data"
        log = Path(folder) / "server.log"
        demo = {} if options.data else {"demo": "true"}
        with running_server(
            data, log, log_level="warning", workers=str(options.workers), **demo
        ) as server:
            calm = asyncio.run(_measure(server, questions, options.seconds, options.times))
    sys.exit(0 if calm else 1)


async def _measure(
    server: Server, questions: Sequence[str], seconds: float, times: Sequence[float]
) -> bool:
    clients = Clients(int(server.address.rpartition(":")[2]), questions)
    await clients.closed(1, 1)
    for _ in range(_WARM_UP):
        await clients.ask()
    table = Table("load", "offered/s", "answered/s", "of capacity", "refused", "left",
        "p50 ms", "p99 ms", "refusal p99 ms", "normal after s", "steal", "MB")  # fmt: skip
    alone, row = await _run(table, "one client", clients.closed(1, seconds / 2), server)
    capacity = 0.0
    for clients_at_once in (2, 4):
        of_some = clients.closed(clients_at_once, seconds / 2)
        _, row = await _run(table, f"{clients_at_once} clients", of_some, server)
        capacity = max(capacity, row)
    calm = True
    usual = _percentile(alone, 99)
    for factor in times:
        load = clients.open(factor * capacity, seconds)
        answers, rate = await _run(table, f"{factor:g} x", load, server, capacity, clients, usual)
        calm &= rate >= 0.85 * capacity and _percentile(answers, 99) < 4 * usual
    Console(width=140).print(table)
    return calm


async def _run(
    table: Table,
    name: str,
    load: "object",
    server: Server,
    capacity: float | None = None,
    clients: Clients | None = None,
    usual: float = 0.0,
) -> tuple[list[float], float]:
    """One row of the table: the seconds of each answer, and answers per second."""
    start = time.perf_counter()
    with timed() as timing:
        replies: list[Reply] = await load  # type: ignore[misc]
    seconds = time.perf_counter() - start
    normal = await _until_normal(clients, usual) if clients else 0.0
    statuses = Counter(reply.status for reply in replies)
    answers = [reply.seconds for reply in replies if reply.status == 200]
    refusals = [reply.seconds for reply in replies if reply.status == 503]
    rate = len(answers) / seconds
    table.add_row(
        name, f"{len(replies) / seconds:.1f}", f"{rate:.1f}",
        f"{rate / capacity:.0%}" if capacity else "", str(statuses[503]), str(statuses[_LEFT]),
        f"{_percentile(answers, 50) * 1000:.0f}", f"{_percentile(answers, 99) * 1000:.0f}",
        f"{_percentile(refusals, 99) * 1000:.0f}", f"{normal:.1f}", f"{timing.steal:.1%}",
        f"{server.resident_megabytes():.0f}",
    )  # fmt: skip
    return answers, rate


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
