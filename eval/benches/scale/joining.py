"""Time until a new server on PostgreSQL is ready, with and without published indexes.

`python -m eval.benches.scale.joining --database ADDRESS`: a first server builds the indexes from
the database's articles and publishes them; a second one, with an empty data folder, starts from
those.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from eval.support.machine import timed
from eval.support.servers import Server, free_port
from index.store.library import Library
from index.store.snapshot_table import SnapshotTable

_LONGEST_SECONDS = 3_600


def joined(folder: Path, database: str, embedder: str) -> tuple[Server, float, float]:
    """A server in an empty folder, once it is ready; how long that took, and its CPU seconds."""
    given = {"database": database, "embedder": embedder, "reader": "sentence"}
    server = Server(folder, free_port(), folder.with_suffix(".log"), **given)
    start = time.perf_counter()
    while True:
        try:
            server.wait_until_ready()
        except RuntimeError:
            if server.process.poll() is not None:
                raise
        else:
            return server, time.perf_counter() - start, _cpu_seconds(server.process.pid)


def wait_until_published(database: str) -> float:
    """Wait for the snapshot of the collection `default`; return its size in megabytes.

    Raises:
        RuntimeError: there is none after an hour.
    """
    library = Library(database)
    table, collection = SnapshotTable(library.database), library.collection("default")
    start = time.perf_counter()
    while table.newest(collection) is None:
        if time.perf_counter() - start > _LONGEST_SECONDS:
            raise RuntimeError("nothing is published")
        time.sleep(0.5)
    with library.database.reading() as connection:
        size = connection.exec_driver_sql("SELECT pg_total_relation_size('index_snapshots')")
        megabytes = float(size.scalar_one()) / 1e6
    library.close()
    return megabytes


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="the address of a library")
    parser.add_argument("--embedder", default="minilm")
    options = parser.parse_args(arguments)
    console = Console()
    servers: list[Server] = []
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        try:
            for number, how in enumerate(("from the articles", "from what is published")):
                place = Path(folder) / str(number)
                server, seconds, cpu = joined(place, options.database, options.embedder)
                servers.append(server)
                console.print(f"ready {how}: {seconds:.1f} s, {cpu:.1f} s of CPU")
                if not number:
                    console.print(f"published: {wait_until_published(options.database):.0f} MB")
        finally:
            for server in servers:
                server.stop()
    console.print(f"{timing}")


if __name__ == "__main__":
    main()
