"""Compares articles added by one process and by a Ray cluster: the results must be identical.

`python -m eval.benches.scale.cluster --corpus FILE --articles 2000`; needs `dateline[ray]`. Three
single-core nodes run on this machine. After a third of the articles is stored, one is killed with
`kill -9`; after two thirds, the command is interrupted and run again.

Ray listens on all addresses of a machine, so everything runs in a separate network namespace
(`unshare`, as root) with only a loopback address; leftover processes end with it.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from index.files.bounded import Bounds
from index.formats import read_paths
from index.records import Document
from index.store.database import Database
from index.store.library import Library
from index.store.schema import metadata

_ADDRESS = "127.0.0.1:6379"
_NODES = 3
_STORE_BYTES = 100 << 20
# What says when something was stored, or in which database.
_OWN_COLUMNS = {"added", "created", "at"}
_OWN_TABLES = {"facts", "counters", "job_files"}
_UP = ("ip", "link", "set", "lo", "up")
_ALONE = ("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")

Step = Callable[[subprocess.Popen[str]], object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print; the exit status is 1 if the libraries differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="a file or folder of articles")
    parser.add_argument("--articles", type=int, default=2000, help="only the first N")
    parser.add_argument("--embedder", default="letters", help="of both libraries")
    parser.add_argument("--attribution", default="rules", help="how quotations are found")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not options.inside:
        again = (sys.executable, "-m", "eval.benches.scale.cluster", *(arguments or sys.argv[1:]))
        sys.exit(subprocess.run([*_ALONE, *again, "--inside"], check=False).returncode)
    subprocess.run(_UP, check=True)
    # A shell lets what runs in the background ignore it, and so would its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="ray-") as folder:
        sys.exit(_compare(Path(folder), options))


def table_digests(database: Database) -> dict[str, tuple[int, str]]:
    """Row counts and content digests of each table, ignoring times."""
    found = {}
    with database.reading() as connection:
        for table in metadata.sorted_tables:
            if table.name in _OWN_TABLES:
                continue
            columns = [column for column in table.columns if column.name not in _OWN_COLUMNS]
            rows = connection.execute(select(*columns).order_by(*table.primary_key.columns)).all()
            total = hashlib.sha256(b"".join(repr(tuple(row)).encode() for row in rows))
            found[table.name] = (len(rows), total.hexdigest()[:16])
    return found


def _compare(folder: Path, options: argparse.Namespace) -> int:
    os.environ |= {
        "DATELINE_EMBEDDER": options.embedder,
        "DATELINE_ATTRIBUTION": options.attribution,
        "HOME": str(folder),
        "RAY_USAGE_STATS_ENABLED": "0",
        "PYTHONPATH": str(Path.cwd()),
    }
    corpus = folder / "articles.jsonl"
    count = _cut(options.corpus, options.articles, corpus)
    start = _Clock()
    _add(folder / "alone", corpus, {})
    alone = str(start)
    nodes = [_node(folder, number) for number in range(_NODES)]
    cluster = ("--ray", _ADDRESS)
    kill: dict[int, Step] = {count // 3: lambda _: _kill(nodes[-1]), 2 * count // 3: _interrupt}
    start = _Clock()
    first = _add(folder / "cluster", corpus, kill, *cluster)
    second = _add(folder / "cluster", corpus, {}, *cluster)
    lost = nodes[-1].wait()
    timing = f"alone: {alone}; with the cluster: {start}"
    told = f"a node ended with {lost}; told: {dict(Counter(first))}, then {dict(Counter(second))}"
    return _report(folder, f"{timing}\n{told}")


class _Clock:
    """Seconds from now on, and CPU seconds of the processes that add, without the nodes."""

    def __init__(self) -> None:
        self._start = self._now()

    def __str__(self) -> str:
        seconds, used = (now - then for now, then in zip(self._now(), self._start, strict=True))
        return f"{seconds:.0f} s, {used:.0f} s CPU of the process that adds"

    def _now(self) -> tuple[float, float]:
        times = os.times()
        return times.elapsed, times.children_user + times.children_system


def _cut(corpus: Path, articles: int, into: Path) -> int:
    """Write the first articles to a file of JSON lines; how many there are."""
    found = read_paths([corpus], Bounds(total_bytes=1 << 40))
    documents = [one for one in islice(found, articles) if isinstance(one, Document)]
    names = ("id", "title", "text", "published", "url", "authors")
    with into.open("wb") as file:
        for one in documents:
            fields = {name: getattr(one, name) for name in names} | {"source": one.outlet}
            file.write(msgspec.json.encode(fields) + b"\n")
    return len(documents)


def _add(data: Path, corpus: Path, steps: Mapping[int, Step], *options: str) -> list[str]:
    """Run `dateline add`; do each step once so many articles are stored. What became of them."""
    command = (sys.executable, "-m", "service", "--data", str(data), "add", str(corpus), "--json")
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    told = []
    for line in process.stdout or ():
        told.append(str(msgspec.json.decode(line)["status"]))
        if step := steps.get(len(told)):
            step(process)
    process.wait()
    return told


def _node(folder: Path, number: int) -> subprocess.Popen[bytes]:
    """A node with one core; the first one is the head."""
    ray = str(Path(sys.executable).with_name("ray"))
    role = [f"--address={_ADDRESS}"]
    if number == 0:
        port = _ADDRESS.rpartition(":")[2]
        role = ["--head", f"--port={port}", "--include-dashboard=false", f"--temp-dir={folder}/r"]
    command = [ray, "start", *role, "--node-ip-address=127.0.0.1", "--num-cpus=1", "--block"]
    with (folder / f"node-{number}.log").open("wb") as log:
        node = subprocess.Popen(
            [*command, f"--object-store-memory={_STORE_BYTES}", "--disable-usage-stats"],
            stdout=log, stderr=log,
        )  # fmt: skip
    while "Ray runtime started" not in (folder / f"node-{number}.log").read_text():
        if node.poll() is not None:
            raise RuntimeError((folder / f"node-{number}.log").read_text())
        time.sleep(0.1)
    return node


def _kill(node: subprocess.Popen[bytes]) -> None:
    """End every process of a node at once, as when its machine loses power."""
    for pid in [node.pid, *_descendants(node.pid)]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        own = [int(one) for task in threads for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return own + [each for one in own for each in _descendants(one)]


def _interrupt(adding: subprocess.Popen[str]) -> None:
    adding.send_signal(signal.SIGINT)


def _report(folder: Path, remarks: str) -> int:
    """Print what both hold; 0 if it is the same."""
    libraries = [Library(folder / name / "library.db") for name in ("alone", "cluster")]
    alone, cluster = (table_digests(library.database) for library in libraries)
    table = Table("table", "rows", "one process", "cluster")
    for name, (rows, digest) in alone.items():
        if rows or cluster[name][0]:
            table.add_row(name, f"{rows:,}", digest, cluster[name][1])
    console = Console()
    console.print(table)
    console.print(remarks)
    console.print("the same" if alone == cluster else "[red]not the same[/]")
    return int(alone != cluster)


if __name__ == "__main__":
    main()
