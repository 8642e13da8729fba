"""The cost of serving a filled folder: startup, memory, and every kind of request."""

import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from eval.benches.scale.synthetic import FIRST_DAY, Block, articles, outlet
from eval.support.servers import Server, free_port

_WARM = 5
_HALF = ", as_of half"
_LIMITS: dict[str, dict[str, object]] = {
    "": {},
    _HALF: {"as_of": FIRST_DAY.replace(year=FIRST_DAY.year + 5).date().isoformat()},
    ", a year": {"filters": {"published_from": "2018-01-01", "published_to": "2018-12-31"}},
    ", large outlet": {"filters": {"source": outlet(0)}},
    ", small outlet": {"filters": {"source": outlet(350)}},
}


def served(data: Path, blocks: Sequence[Block], count: int) -> dict[str, float]:
    """Start a server and ask it `count` questions of each kind."""
    log = data / "server.log"
    server = Server(data, free_port(), log, reader="sentence", log_level="warning")
    try:
        found = {"start, s": server.wait_until_ready(), "start, CPU s": _cpu_seconds(server)}
        found |= _megabytes_of(server, "ready")
        found |= _asked(server, blocks, count)
        found |= _megabytes_of(server, "after")
        found |= _added(server)
    finally:
        server.stop()
    return found


def _asked(server: Server, blocks: Sequence[Block], count: int) -> dict[str, float]:
    """Milliseconds of each kind of request, and of the first one that names somebody."""
    chance = random.Random(7)  # noqa: S311
    name, topic = _named(blocks), _words(blocks, chance)
    question = f"what did {name} say about {topic}?"
    found = _once(server, "first question", "/v1/ask", {"question": question})

    def asked(path: str, limits: Mapping[str, object]) -> None:
        body = {"question": f"what about {_words(blocks, chance)}?", **limits}
        _milliseconds(server, "POST", path, body)

    def suggest() -> None:
        typed = _words(blocks, chance)[: chance.randrange(2, 12)].replace(" ", "+")
        _milliseconds(server, "GET", f"/v1/suggest?q={typed}", None)

    for what, limits in _LIMITS.items():
        work = partial(asked, "/v1/search", limits)
        found |= _distribution(server, f"search{what}", work, count)
    for what in ("", _HALF):
        work = partial(asked, "/v1/ask", _LIMITS[what])
        found |= _distribution(server, f"ask{what}", work, count // 4)
    return found | _distribution(server, "suggest", suggest, count)


def _added(server: Server) -> dict[str, float]:
    """Milliseconds until one more article is searchable, and of the next question about people."""
    text = "“The bridge is open,” said Ann Deltaville, the mayor. It rained."
    body = {"id": f"one-more-{os.getpid()}", "text": text}
    found = _once(server, "add one", "/v1/articles", body)
    question = {"question": "what did Ann Deltaville say about the bridge?"}
    return found | _once(server, "question after it", "/v1/ask", question)


def _once(server: Server, what: str, path: str, body: Any) -> dict[str, float]:
    used = _cpu_seconds(server)
    taken = _milliseconds(server, "POST", path, body)
    return {f"{what}, ms": taken, f"{what}, CPU ms": (_cpu_seconds(server) - used) * 1000}


def _distribution(
    server: Server, what: str, work: Callable[[], None], count: int
) -> dict[str, float]:
    """Milliseconds by the clock, and of the server's processor time on average."""
    for _ in range(_WARM):
        work()
    used, taken = _cpu_seconds(server), []
    for _ in range(max(2, count)):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return {
        f"{what}, p50 ms": median(taken),
        f"{what}, p95 ms": quantiles(taken, n=20)[-1],
        f"{what}, CPU ms": (_cpu_seconds(server) - used) * 1000 / len(taken),
    }


def _milliseconds(server: Server, method: str, path: str, body: Any) -> float:
    started = time.perf_counter()
    status, reply = server.request(method, path, body)
    if status not in (200, 201):
        raise RuntimeError(f"{method} {path}: status {status}: {reply}")
    return (time.perf_counter() - started) * 1000


def _words(blocks: Sequence[Block], chance: random.Random) -> str:
    """Six words of an article, long ones."""
    while True:
        words = [w for w in chance.choice(blocks).text.split() if w.isalpha() and len(w) > 3]
        if len(words) >= 6:
            start = chance.randrange(len(words) - 5)
            return " ".join(words[start : start + 6])


def _named(blocks: Sequence[Block]) -> str:
    """Somebody whom the articles quote."""
    names = (q.speaker for one in articles(blocks, [5], 0) for q in one.quotes if q.speaker)
    return next(name for name in names if " " in name)


def _megabytes_of(server: Server, when: str) -> dict[str, float]:
    """Memory it uses, and how much of it the system cannot read again from a file."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))
    return {f"{when}, MB": server.resident_megabytes(), f"{when}, own MB": kilobytes / 1024}


def _cpu_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
