"""Cost by collection size: `python -m eval.benches.scale.growth --like FOLDER --data FOLDER`.

Fills a data folder for each size of `--passages` with articles from `synthetic.py`, each starting
as a copy of the previous one, and measures adding, indexes, memory, startup and every kind of
request. `--like` is a data folder of real articles with the default embedder. Existing folders are
reused, so an interrupted run continues. Each size is a line of `--results`; the table shows how
each figure grows. The server's CPU time is given next to wall-clock time: on a shared machine, only
CPU times are comparable.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from eval.benches.scale.growth_serving import served
from eval.benches.scale.growth_table import growth_plot, growth_table
from eval.benches.scale.synthetic import ARTICLES_AT_ONCE, Block, articles, blocks_of
from eval.reports.plots.canvas import LIGHT, render
from eval.support.machine import peak_megabytes, timed
from service.engine import Engine
from service.settings import load

_SIZES = (100_000, 500_000, 1_000_000)
_FILLED = "filled.json"


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
            row = filled | _indexed(data) | served(data, blocks, options.questions)
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
        engine.settle(engine.collection(None))
        engine.close()
    print(json.dumps({"index, CPU s": timing.cpu_seconds, "index, peak MB": peak_megabytes()}))


def _megabytes(folder: Path, pattern: str) -> float:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
