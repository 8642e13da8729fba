"""The worker process of a measured system: requests on standard input, replies on standard output.

It imports the standard library only, like `protocol`.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, TextIO

from eval.peers.protocol import FactsReply, IngestReply, LoadReply, PickReply, System, TimedReply

Message = Mapping[str, Any]


def serve(system: System[Any]) -> None:
    """Serve requests from standard input until it ends."""
    limit_threads()
    out = _own_stdout()
    for line in sys.stdin:
        out.write(json.dumps(_reply(system, line)) + "\n")
        out.flush()


def limit_threads() -> None:
    """Use as many cores as PEER_THREADS says: libraries obey different settings."""
    wanted = int(os.environ.get("PEER_THREADS", "0"))
    if wanted and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, list(islice(sorted(os.sched_getaffinity(0)), wanted)))


def peak_megabytes() -> float:
    """Peak memory of this process.

    On Linux, `ru_maxrss` is inherited from the parent process; `VmHWM` is not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return int(next(x for x in lines if x.startswith("VmHWM")).split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _own_stdout() -> TextIO:
    """Reserve standard output for the protocol: other output goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return out


def _reply(system: System[Any], line: str) -> object:
    try:
        return _handle(system, json.loads(line))
    except Exception as exc:  # noqa: BLE001  # any failure of a library is a result here
        return {"error": f"{type(exc).__name__}: {exc}"}


def _handle(
    system: System[Any], message: Message
) -> PickReply | IngestReply | TimedReply | LoadReply | FactsReply:
    match message["do"]:
        case "pick":
            return {"dtype": system.pick(Path(message["articles"]))}
        case "ingest":
            return _ingest(system, Path(message["articles"]))
        case "ask":
            return _ask(system, message["question"], message.get("day"))
        case "load":
            return _load(system, message["questions"], message["clients"], message["seconds"])
        case "facts":
            return {"facts": system.facts(), "peak_megabytes": peak_megabytes()}
        case unknown:
            raise ValueError(f"{unknown}: unknown request")


def _ingest(system: System[Any], articles: Path) -> IngestReply:
    prepared_in = _seconds(system.prepare)
    start = time.perf_counter()
    passages = system.ingest(articles)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "passages": passages, "prepared_in": prepared_in}


def _ask(system: System[Any], question: str, day: str | None) -> TimedReply:
    start = time.perf_counter()
    raw = system.ask(question, day)
    milliseconds = (time.perf_counter() - start) * 1000
    reply = system.to_reply(question, raw)
    return {"answers": reply["answers"], "passages": reply["passages"], "ms": milliseconds}


def _load(system: System[Any], questions: Sequence[str], clients: int, seconds: float) -> LoadReply:
    """Ask from `clients` threads until the time is up, and wait for the last answers."""
    start = time.perf_counter()
    counts = [_Client(system, islice(cycle(questions), n, None)) for n in range(clients)]
    threads = [threading.Thread(target=client.run, args=(start + seconds,)) for client in counts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "answered": sum(client.answered for client in counts),
        "failed": sum(client.failed for client in counts),
        "last_error": next((client.error for client in counts if client.error), ""),
        "seconds": time.perf_counter() - start,
    }


class _Client:
    """Asks one question after another, and counts the outcomes."""

    def __init__(self, system: System[Any], questions: Iterator[str]) -> None:
        self._system = system
        self._questions = questions
        self.answered = 0
        self.failed = 0
        self.error = ""

    def run(self, until: float) -> None:
        while time.perf_counter() < until:
            try:
                self._system.ask(next(self._questions))
                self.answered += 1
            except Exception as exc:  # noqa: BLE001  # counted, and reported by the driver
                self.failed += 1
                self.error = f"{type(exc).__name__}: {exc}"


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
