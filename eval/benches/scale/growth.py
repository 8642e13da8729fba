"""What grows with a collection: `python -m eval.benches.scale.growth --like FOLDER --data FOLDER`.

Fills a data folder for each size of `--passages` with articles of `synthetic.py` beside it, each
beginning as a copy of the one before, and measures adding, indexes, memory, the start, and
every kind of request. `--like` is a data folder of real articles, with the usual embedder. What is
there already is not made again, so that an interrupted run goes on. Each size is a line of
`--results`; the table says how each figure grows. Processor time of the server is given beside the
clock's: on a machine that others use as well, only that compares.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rich.console import Console

from eval.benches.scale.growth_table import growth_plot, growth_table
from eval.benches.scale.synthetic import (
    ARTICLES_AT_ONCE,
    FIRST_DAY,
    Block,
    articles,
    blocks_of,
    outlet,
)
from eval.reports.plots.canvas import LIGHT, render
from eval.support.machine import peak_megabytes, timed
from eval.support.servers import Server, free_port
from service.engine import Engine
from service.settings import load

_SIZES = (100_000, 500_000, 1_000_000)
_WARM = 5
_FILLED = "filled.json"
_HALF = ", as_of half"
_LIMITS: dict[str, dict[str, object]] = {
    "": {},
    _HALF: {"as_of": FIRST_DAY.replace(year=FIRST_DAY.year + 5).date().isoformat()},
    ", a year": {"filters": {"published_from": "2018-01-01", "published_to": "2018-12-31"}},
    ", large outlet": {"filters": {"source": outlet(0)}},
    ", small outlet": {"filters": {"source": outlet(350)}},
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill, measure and print."""
    options = _options(arguments)
    if options.index_only:
        _index(options.data)
        return
    blocks, sizes = _material(options.like)
    before: Path | None = None
    for wanted in options.passages:
        data = options.data / str(wanted)
        _filled(data, before, blocks, sizes, wanted)
        if not options.fill_only and wanted not in {
            row["wanted"] for row in _known(options.results)
        }:
            filled = json.loads((data / _FILLED).read_text(encoding="utf-8"))
            row = filled | _indexed(data) | _served(data, blocks, options.questions)
            with options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        before = data
    known = _known(options.results)
    Console(width=150).print(growth_table(known))
    if options.plot:
        options.plot.write_bytes(render(growth_plot(known), LIGHT, "png"))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--like", type=Path, help="data folder of real articles")
    parser.add_argument("--data", type=Path, required=True, help="folder to fill")
    parser.add_argument("--passages", type=int, nargs="+", default=_SIZES, help="where to stop")
    parser.add_argument("--questions", type=int, default=100, help="of each kind")
    parser.add_argument("--results", type=Path, default=Path("growth.jsonl"))
    parser.add_argument("--plot", type=Path, help="PNG file")
    parser.add_argument("--fill-only", action="store_true", help="measure later")
    parser.add_argument("--index-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _known(results: Path) -> list[dict[str, float]]:
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    return sorted(map(json.loads, lines), key=lambda row: row["passages"])


def _material(like: Path) -> tuple[list[Block], list[int]]:
    """The passages to mix, and how many of them real articles have."""
    engine = Engine(load({}, data=str(like)))
    collection, embedder = engine.collection(None), engine.embedder
    blocks = blocks_of(engine.library, collection, embedder.fingerprint, embedder.dim)
    entries = engine.library.log.entries(collection, after=0)
    sizes = [entry.last_passage - entry.first_passage + 1 for entry in entries]
    engine.library.close()
    return blocks, sizes


# Filling


def _filled(
    data: Path, before: Path | None, blocks: Sequence[Block], sizes: Sequence[int], wanted: int
) -> None:
    """Write articles until there are enough passages, and note what that took."""
    if (data / _FILLED).exists():
        return
    if before is not None and not data.exists():
        shutil.copytree(before, data, ignore=shutil.ignore_patterns(_FILLED, "*.log"))
    engine = Engine(load({}, data=str(data)))
    count, articles, seconds = _written(engine, blocks, sizes, wanted)
    engine.library.close()
    noted = {
        "wanted": wanted,
        "passages": count,
        "articles": articles,
        "write, CPU s per 100,000": 1e5 * seconds,
        "database, MB": _megabytes(data, "library.db*"),
    }
    (data / _FILLED).write_text(json.dumps(noted), encoding="utf-8")


def _written(
    engine: Engine, blocks: Sequence[Block], sizes: Sequence[int], wanted: int
) -> tuple[int, int, float]:
    """Passages, articles, and seconds of the processor for each passage written now."""
    library, collection = engine.library, engine.collection(None)
    embedder = engine.catalogue.embedder_of(collection).fingerprint
    before = count = library.log.count_passages(collection)
    batch = library.count_articles(collection) // ARTICLES_AT_ONCE
    writing = 0.0
    while count < wanted:
        drawn = list(articles(blocks, sizes, batch))
        started = time.process_time()
        library.write(collection, drawn, embedder)
        writing += time.process_time() - started
        count, batch = count + sum(len(one.passages) for one in drawn), batch + 1
        if batch % 20 == 0:
            print(f"{count:,} passages, {writing:.0f} s of CPU", file=sys.stderr, flush=True)
    return count, batch * ARTICLES_AT_ONCE, writing / max(1, count - before)


def _indexed(data: Path) -> dict[str, float]:
    """Let a process of its own follow the log with all indexes; what that took."""
    command = [
        sys.executable,
        "-m",
        "eval.benches.scale.growth",
        "--index-only",
        "--data",
        str(data),
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found | {"indexes, MB": _megabytes(data, "indexes/**/*")}


def _index(data: Path) -> None:
    with timed() as timing:
        engine = Engine(load({}, data=str(data)))
        engine.open()
        engine.close()
    print(json.dumps({"index, CPU s": timing.cpu_seconds, "index, peak MB": peak_megabytes()}))


def _megabytes(folder: Path, pattern: str) -> float:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file()) / 1e6


# Serving


def _served(data: Path, blocks: Sequence[Block], count: int) -> dict[str, float]:
    log = data / "server.log"
    server = Server(data, free_port(), log, reader="sentence", log_level="warning")
    try:
        found = {"start, s": server.wait_until_ready(), "start, CPU s": _cpu_seconds(server)}
        found["ready, MB"] = server.resident_megabytes()
        found |= _asked(server, blocks, count)
        found["after, MB"] = server.resident_megabytes()
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


def _cpu_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
