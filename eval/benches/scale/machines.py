"""Time until each of several servers on one PostgreSQL database sees another's write.

`python -m eval.benches.scale.machines --database ADDRESS --trials 500`: three processes, each with
its own data folder, as on three machines. In turn, each adds an article, which all must find, and
another one deletes it, after which nobody may find it.
"""

import argparse
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console

from eval.support.machine import timed
from eval.support.servers import MODULE, Program, Server, free_port

MACHINES = 3
_PATIENCE_SECONDS = 60


@contextmanager
def running_machines(
    folder: Path, database: str, *, program: Program = MODULE, **settings: str
) -> Generator[list[Server]]:
    """Servers that share a database, ready."""
    servers = [
        Server(
            folder / str(number),
            free_port(),
            folder / f"{number}.log",
            program=program,
            database=database,
            **settings,
        )
        for number in range(MACHINES)
    ]
    try:
        for server in servers:
            server.wait_until_ready()
        yield servers
    finally:
        for server in servers:
            if server.process.poll() is None:
                server.stop()


def trials(servers: Sequence[Server], count: int) -> Mapping[str, list[float]]:
    """Seconds from the reply to a write until the last server sees it.

    Raises:
        RuntimeError: one never does.
    """
    taken: dict[str, list[float]] = {"written": [], "deleted": []}
    with ThreadPoolExecutor(len(servers)) as pool:
        for number in range(count):
            writer, eraser = (servers[(number + n) % len(servers)] for n in range(2))
            id = f"story-{number}"
            _done(writer, "POST", "/v1/articles", {"id": id, "text": f"The bridge opened {id}."})
            taken["written"].append(_seen(pool, servers, id, is_there=True))
            _done(eraser, "DELETE", f"/v1/articles/{id}", None)
            taken["deleted"].append(_seen(pool, servers, id, is_there=False))
    return taken


def _done(server: Server, method: str, path: str, body: object) -> None:
    status, reply = server.request(method, path, body)
    if status not in (201, 204):
        raise RuntimeError(f"{method} {path}: status {status}: {reply}")


def _seen(pool: ThreadPoolExecutor, servers: Sequence[Server], id: str, *, is_there: bool) -> float:
    start = time.perf_counter()

    def seconds(server: Server) -> float:
        while _finds(server, id) is not is_there:
            if time.perf_counter() - start > _PATIENCE_SECONDS:
                raise RuntimeError(f"{server.address}: does not see {id}")
        return time.perf_counter() - start

    return max(pool.map(seconds, servers))


def _finds(server: Server, id: str) -> bool:
    _, found = server.request("POST", "/v1/search", {"question": "the bridge opened"})
    return id in {passage["article_id"] for passage in found["passages"]}


def shown(taken: Sequence[float]) -> str:
    """The distribution in a line."""
    most_of_all = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return f"p50 {median(taken):.3f} s, p95 {most_of_all:.3f} s, most {max(taken):.3f} s"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="the address of an empty database")
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--embedder", default="letters")
    options = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        given = {"embedder": options.embedder, "reader": "sentence"}
        with running_machines(Path(folder), options.database, **given) as servers:
            taken = trials(servers, options.trials)
    for what, seconds in taken.items():
        console.print(f"{what}, seen by all {MACHINES} servers: {shown(seconds)}")
    console.print(f"{options.trials} trials; {timing}")


if __name__ == "__main__":
    main()
