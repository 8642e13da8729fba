"""Answers as streams: `python -m eval.benches.streams --data FOLDER --questions FILE`.

    first    how soon the first answer is told, beside the whole answer as JSON, in turns; both must
             be the same answer
    leaving  clients that leave at a random moment of a question: how soon the only turn is free, by
             the clock and by the server's processor time, which other work does not lengthen
    many     so many clients at once for a while: what they are told, and whether memory grows

A client that gets 503 with `Retry-After` before its stream starts waits and retries. It is counted
as refused, as the load exceeds the machine's capacity. Anything else is an error.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from eval.questions import Case
from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, running_server
from eval.support.streams import Streamed, begun, streamed

_WARM_UP = 30
_SEED = 12
_BUSY = 503
_WATCHED_SECONDS = 10
# CPU time of a typical question; a client whose question finishes sooner leaves then.
_WORK_MILLISECONDS = 150
_HELLO = {"question": "hello"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; exit status 1 if a stream failed or differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder of the server")
    parser.add_argument("--questions", type=Path, required=True, help="a question set")
    parser.add_argument("--most", type=int, default=200, help="use at most this many questions")
    parser.add_argument("--leave", type=int, default=500, help="how many clients leave")
    parser.add_argument("--clients", type=int, default=200, help="how many at once")
    parser.add_argument("--seconds", type=float, default=120, help="for how long")
    parser.add_argument("--only", choices=["first", "leaving", "many"], help="only this")
    options = parser.parse_args(arguments)
    cases = [c for c in load_questions(options.questions).cases if c.answerable is not False]
    random.Random(_SEED).shuffle(cases)  # noqa: S311
    bench = _Bench(options.data, [_asked_of(case) for case in cases][: options.most])
    steps: dict[str, Callable[[], bool]] = {
        "first": bench.first,
        "leaving": lambda: bench.leaving(options.leave),
        "many": lambda: bench.many(options.clients, options.seconds),
    }
    held = [step() for name, step in steps.items() if options.only in (None, name)]
    sys.exit(0 if all(held) else 1)


Body = dict[str, Any]


def _asked_of(case: Case) -> Body:
    day = {"asked_at": case.asked_at} if case.asked_at else {}
    return {"question": case.question, **day}


class _Bench:
    """The questions, and a server for each of the measurements."""

    def __init__(self, data: Path, questions: Sequence[Body]) -> None:
        self._data, self._questions, self._console = data, questions, Console()

    def _with_server(self, measure: Callable[[Server], bool], **settings: str) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "server.log"
            with running_server(self._data, log, log_level="warning", **settings) as server:
                for question in self._questions[:_WARM_UP]:
                    server.request("POST", "/v1/ask", question)
                return measure(server)

    def first(self) -> bool:
        """Time to the first answer."""

        def measure(server: Server) -> bool:
            with timed() as timing:
                pairs = [_both(server, question) for question in self._questions]
            self._tell_first([pair for pair in pairs if pair[1]["answers"]], "with an answer")
            self._tell_first(pairs, f"in all (steal {timing.steal:.1%})")
            different = sum(not _is_same(stream, answer) for stream, answer, _ in pairs)
            self._console.print(f"streams that differ from the whole: {different}")
            return not different

        return self._with_server(measure)

    def _tell_first(self, pairs: Sequence[tuple[Streamed, Any, float]], name: str) -> None:
        whole = np.median([milliseconds for _, _, milliseconds in pairs])
        shares = {
            event: np.median([_when(stream, event) for stream, _, _ in pairs]) / whole
            for event in ("searched", "answer", "done")
        }
        ahead = [stream for stream, _, _ in pairs if _is_ahead(stream)]
        replaced = sum(any("replaces" in one.data for one in stream.events) for stream in ahead)
        self._console.print(
            f"{len(pairs)} questions {name}: whole as JSON p50 {whole:.1f} ms; of it at p50 "
            + ", ".join(f"{event} {share:.2f}" for event, share in shares.items())
            + f"; told ahead {len(ahead)}, of these replaced {replaced}"
        )

    def leaving(self, count: int) -> bool:
        """Time until the slot of a disconnected client is free."""

        def measure(server: Server) -> bool:
            usual = np.median([_hello(server) for _ in range(50)], axis=0)
            chance = random.Random(_SEED)  # noqa: S311
            before = server.resident_megabytes()
            free = [
                asyncio.run(_left(server, chance.choice(self._questions), chance.random()))
                for _ in range(count)
            ]
            left = _under_way(server)
            self._tell_free(np.array(free) - usual)
            after = server.resident_megabytes()
            self._console.print(
                f"under way afterwards {left}; {before:.0f} MB before, {after:.0f} after"
            )
            return left == 0

        # With one turn, the next question waits for it.
        return self._with_server(measure, threads="1")

    def _tell_free(self, waits: NDArray[np.float64]) -> None:
        for wait, measured in zip(waits.T, ("clock", "processor"), strict=True):
            self._console.print(
                f"{len(wait)} clients left: turn free after p50 {np.median(wait):.0f}, p99 "
                f"{np.percentile(wait, 99):.0f}, most {wait.max():.0f} ms ({measured})"
            )

    def many(self, clients: int, seconds: float) -> bool:
        """Events received by many concurrent clients."""

        def measure(server: Server) -> bool:
            told: Counter[str] = Counter()
            memory = asyncio.run(_crowd(server, self._questions, clients, seconds, told))
            left = _under_way(server)
            self._console.print(
                f"{clients} clients for {seconds:.0f} s: {dict(told)}; under way afterwards {left};"
                f" MB every {_WATCHED_SECONDS} s: {' '.join(f'{size:.0f}' for size in memory)}"
            )
            return left == 0 and not set(told) - {"whole", "refused"}

        return self._with_server(measure)


def _both(server: Server, question: Body) -> tuple[Streamed, Any, float]:
    """The stream, the answer as JSON, and the milliseconds that this took."""
    # Each is asked first half of the time: the other finds what that one left in caches.
    stream = (
        asyncio.run(streamed(server.address, question)) if len(question["question"]) % 2 else None
    )
    start = time.perf_counter()
    _, answer = server.request("POST", "/v1/ask", question)
    milliseconds = (time.perf_counter() - start) * 1000
    stream = stream or asyncio.run(streamed(server.address, question))
    return stream, answer, milliseconds


def _when(stream: Streamed, name: str) -> float:
    told = stream.first(name)
    return told.milliseconds if told else float("inf")


def _is_ahead(stream: Streamed) -> bool:
    return any("provisional" in one.data for one in stream.events)


def _is_same(stream: Streamed, answer: Any) -> bool:
    """Whether what a client puts together, and the end of the stream, are the whole answer."""
    text, answers, citations = "", list[Any](), list[Any]()
    for one in stream.events:
        if "replaces" in one.data:
            text, answers, citations = "", [], []
        if one.name == "citation":
            citations.append(one.data)
        if one.name == "answer":
            text += one.data["text"]
            answers += one.data["answers"]
    last = stream.events[-1].data
    return all(
        given["text"] == answer["text"]
        and given["answers"] == answer["answers"]
        and given["citations"] == answer["citations"]
        for given in ({"text": text, "answers": answers, "citations": citations}, last)
    )


def _hello(server: Server) -> tuple[float, float]:
    """Milliseconds of a question that needs no reading, and of them the server's processor time."""
    start, worked = time.perf_counter(), server.processor_milliseconds()
    status, _ = server.request("POST", "/v1/ask", _HELLO)
    assert status == 200, status  # noqa: S101
    return (time.perf_counter() - start) * 1000, server.processor_milliseconds() - worked


async def _left(server: Server, question: Body, moment: float) -> tuple[float, float]:
    """What the next question takes after a client left, at a moment of its work from 0 to 1."""
    until = server.processor_milliseconds() + moment * _WORK_MILLISECONDS
    reader, writer, _ = await begun(server.address, question)
    whole = asyncio.create_task(reader.readuntil(b"event: done"))
    while not whole.done() and server.processor_milliseconds() < until:
        await asyncio.wait([whole], timeout=0.001)
    whole.cancel()
    writer.close()
    await asyncio.wait([whole])
    return _hello(server)


async def _crowd(
    server: Server, questions: Sequence[Body], clients: int, seconds: float, told: Counter[str]
) -> list[float]:
    """Ask with many clients for a while; return the memory of the server on the way."""
    end = time.perf_counter() + seconds

    async def client(number: int) -> None:
        while time.perf_counter() < end:
            told[await _asked(server, questions[number % len(questions)])] += 1
            number += clients

    async def watch() -> list[float]:
        sizes = []
        while time.perf_counter() < end:
            sizes.append(server.resident_megabytes())
            await asyncio.sleep(_WATCHED_SECONDS)
        return [*sizes, server.resident_megabytes()]

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(client(number) for number in range(clients)))
    return await watching


async def _asked(server: Server, question: Body) -> str:
    """What became of one stream."""
    try:
        stream = await streamed(server.address, question)
    except (OSError, EOFError) as exc:
        return type(exc).__name__
    if stream.status == _BUSY and "retry-after" in stream.headers:
        await asyncio.sleep(float(stream.headers["retry-after"]))
        return "refused"
    return "whole" if stream.is_whole else f"status {stream.status}"


def _under_way(server: Server) -> int:
    """How many requests are under way beside the one that asks."""
    time.sleep(0.5)
    _, text = server.request("GET", "/metrics")
    name = "dateline_requests_under_way "
    line = next(line for line in text.splitlines() if line.startswith(name))
    return int(float(line.split()[-1])) - 1


if __name__ == "__main__":
    main()
