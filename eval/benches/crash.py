"""Kills servers repeatedly while articles are added, replaced, deleted, read and backed up.

`python -m eval.benches.crash --kills 100`: two processes serve one data folder, and one or both are
killed during re-embedding and a backup; the backup is either killed too, or must contain everything
acknowledged before it. After each kill, everything acknowledged must still be there, nothing
deleted may be found, every version must satisfy the invariant, and indexes must agree with the
database.

With `--database`, both processes share a PostgreSQL database, each with its own data folder, as on
two machines; no backup is made.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console

import index.embedders
from eval.support.forking import Forking
from eval.support.machine import timed
from eval.support.servers import Server, free_port
from index.errors import DatelineError
from index.store.library import Library
from index.store.opening import Place
from index.text.hashes import sha256
from service.backups.manifest import verified
from service.commands.steps.examining import Finding, examine
from service.settings import load

_WORDS = """harbor council bridge storm mayor budget ferry school vote court river tunnel crew
festival museum drought orchard railway clinic engineer harvest strike reservoir teacher""".split()
# Concurrent writers, each with its own articles.
_WRITERS = "abc"
# The server command if one of its embedders is in another folder.
_WITH_PARTS = (
    "import sys, index.embedders; index.embedders.__path__.append(sys.argv.pop(1)); "
    "from service.commands.cli import main; main()"
)


class Crash:
    """A data folder whose servers are killed repeatedly."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        embedder: str,
        *,
        other: str | None = None,
        parts: Path | None = None,
        database: str = "",
        restart: Callable[[], object] | None = None,
        forking: Forking | None = None,
    ) -> None:
        """Start with an empty folder.

        The collection switches to the embedder `other` and back repeatedly; `parts` is a folder
        with extra embedders. If given, the servers share a `database`, which `restart` kills and
        restarts. With `forking`, servers start faster.
        """
        self.folder = folder
        self._database = database
        self._restart = restart
        self.random = random.Random(seed)  # noqa: S311
        self.embedders = [embedder, other or embedder]
        self.acknowledged: dict[str, str | None] = {}
        self.uncertain: set[str] = set()
        self.statuses: Counter[str] = Counter()
        self.rebuilt: Counter[str] = Counter()
        self.undead: set[str] = set()
        self.misread: set[str] = set()
        self.backups: Counter[str] = Counter()
        self._program: tuple[str, ...] = ("-m", "service")
        if parts is not None:
            self._program = ("-c", _WITH_PARTS, str(parts))
        self._parts = [str(parts)] if parts else []
        self._forking = forking
        self._number = 0

    def round(self) -> list[str]:
        """Start, work, kill, examine; return the problems found."""
        servers = [self._server(number) for number in range(2)]
        for server in servers:
            server.wait_until_ready()
        stop = threading.Event()
        threads = [
            *(
                threading.Thread(target=self._write, args=(servers, stop, name))
                for name in _WRITERS
            ),
            threading.Thread(target=self._ask, args=(servers, stop)),
        ]
        for thread in threads:
            thread.start()
        backs_up = not self._database and self.random.random() < 0.5
        backup = self._begin_backup() if backs_up else None
        try:
            self._let_work(servers)
            if self._restart is not None:
                self._restart()
                self._let_work(servers)
        finally:
            self._kill(servers)
            stop.set()
        for thread in threads:
            thread.join()
        wrong = self._end_backup(*backup) if backup else []
        return wrong + self._examine()

    def _server(self, number: int) -> Server:
        return Server(
            self._data(number),
            free_port(),
            self.folder.with_suffix(".log"),
            program=self._forking or self._program,
            embedder=self.embedders[0],
            reader="sentence",
            attribution="rules",
            database=self._database,
        )

    def _data(self, number: int) -> Path:
        """Where a server has its indexes, and without a database the library."""
        return self.folder / str(number) if self._database else self.folder

    def _let_work(self, servers: Sequence[Server]) -> None:
        """Wait for the first acknowledged write, however slow the machine, and then a little."""
        before = len(self.acknowledged)
        while len(self.acknowledged) == before and servers[0].process.poll() is None:
            time.sleep(0.01)
        if self.embedders[0] != self.embedders[1]:
            self._send(servers[0], "POST", "/v1/collections/default/reembed", None)
        time.sleep(self.random.uniform(0.0, 1.5))

    def _kill(self, servers: Sequence[Server]) -> None:
        """Kill one and stop the other a little later, or kill both."""
        first, second = self.random.sample(servers, 2)
        first.kill()
        if self.random.random() < 0.5:
            time.sleep(self.random.uniform(0.0, 0.5))
            second.stop()
        else:
            second.kill()

    def _write(self, servers: Sequence[Server], stop: threading.Event, name: str) -> None:
        """Add, change and delete articles one after another, and send batches."""
        while not stop.is_set():
            server = self.random.choice(servers)
            choice = self.random.random()
            own = sorted(id for id in list(self.acknowledged) if id.startswith(name))
            if choice < 0.2 and own:
                self._delete(server, self.random.choice(own))
            elif choice < 0.3:
                many = [self._story(f"job-{self.random.randrange(500)}") for _ in range(20)]
                self.uncertain |= {str(story["id"]) for story in many}
                self._send(server, "POST", "/v1/articles", many)
            elif choice < 0.6 and own:
                self._add(server, self.random.choice(own))
            else:
                self._number += 1
                self._add(server, f"{name}{self._number}")

    def _add(self, server: Server, id: str) -> None:
        story = self._story(id)
        self.uncertain.add(id)
        status = self._send(server, "POST", "/v1/articles", story)
        if status in (200, 201):
            self.acknowledged[id] = str(story["text"])
            self.uncertain.discard(id)

    def _delete(self, server: Server, id: str) -> None:
        self.uncertain.add(id)
        if self._send(server, "DELETE", f"/v1/articles/{id}", None) == 204:
            self.acknowledged[id] = None
            self.uncertain.discard(id)

    def _ask(self, servers: Sequence[Server], stop: threading.Event) -> None:
        while not stop.is_set():
            server = random.choice(servers)  # noqa: S311
            question = " ".join(random.sample(_WORDS, 3))
            self._send(server, "POST", "/v1/ask", {"question": f"what about the {question}?"})
            self._search(server, question)
            self._read(server)

    def _search(self, server: Server, question: str) -> None:
        """Note what is found although it was deleted before, and not added again since."""
        gone = self._deleted()
        found = self._found(server, question)
        self.undead |= found & gone & self._deleted()

    def _read(self, server: Server) -> None:
        """Note what reads otherwise than was acknowledged before and after."""
        known = [id for id in list(self.acknowledged) if id not in self.uncertain]
        if not known:
            return
        id = random.choice(known)  # noqa: S311
        before = self.acknowledged[id]
        try:
            status, reply = server.request("GET", f"/v1/articles/{id}")
        except OSError:
            return
        self.statuses[f"read {status}"] += 1
        seen = {200: reply["text"] if status == 200 else None, 404: None}.get(status, before)
        is_settled = id not in self.uncertain and self.acknowledged[id] == before
        if is_settled and seen != before:
            self.misread.add(id)

    def _begin_backup(self) -> "tuple[subprocess.Popen[bytes], dict[str, str | None]]":
        """Make a backup beside the servers; return the process and what it has to hold."""
        sure = {id: text for id, text in self.acknowledged.items() if id not in self.uncertain}
        target = self.folder.with_suffix(".backup")
        shutil.rmtree(target, ignore_errors=True)
        command = ["--data", str(self.folder), "backup", "create", str(target)]
        with self.folder.with_suffix(".log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *self._program, *command], stdout=log, stderr=log
            )
        return process, sure

    def _end_backup(
        self, process: "subprocess.Popen[bytes]", sure: Mapping[str, str | None]
    ) -> list[str]:
        """Kill it or let it end; it is whole or not there, and holds what was sure before."""
        target = self.folder.with_suffix(".backup")
        is_killed = self.random.random() < 0.5
        if is_killed:
            process.kill()
        done = process.wait() == 0
        self.backups["made" if done else "killed" if is_killed else "failed"] += 1
        if not target.exists():
            return [] if is_killed and not done else ["there is no backup"]
        try:
            verified(target)
        except DatelineError as exc:
            return [f"backup: {exc}"]
        held = _versions(target / "library.db")
        return [
            f"article {id} is not in the backup as it was acknowledged"
            for id, text in sure.items()
            if text == self.acknowledged.get(id)
            and id not in self.uncertain
            and held.get(id) != _version(text)
        ]

    def _deleted(self) -> set[str]:
        known = list(self.acknowledged.items())
        return {id for id, text in known if text is None and id not in self.uncertain}

    def _found(self, server: Server, question: str) -> set[str]:
        try:
            status, reply = server.request("POST", "/v1/search", {"question": question})
        except OSError:
            return set()
        self.statuses[f"search {status}"] += 1
        return {p["article_id"] for p in reply["passages"]} if status == 200 else set()

    def _send(self, server: Server, method: str, path: str, body: object) -> int:
        try:
            status, _ = server.request(method, path, body)
        except OSError:
            self.statuses["connection lost"] += 1
            # The other server shall not starve while this one is dead.
            time.sleep(0.05)
            return 0
        self.statuses[str(status)] += 1
        return status

    def _story(self, id: str) -> dict[str, object]:
        sentences = [
            " ".join(self.random.choices(_WORDS, k=9)).capitalize() + "." for _ in range(12)
        ]
        return {"id": id, "text": "\n\n".join(sentences), "source": "Crash Courier"}

    def _examine(self) -> list[str]:
        wrong = self._lost() + [f"article {id} was found after its deletion" for id in self.undead]
        wrong += [f"article {id} did not read as it was acknowledged" for id in self.misread]
        # The next servers change the collection to the other embedder.
        self.embedders.reverse()
        findings: list[Finding] = []
        with self._with_parts():
            for data in sorted({self._data(number) for number in range(2)}):
                given = {"data": str(data), "database": self._database}
                findings += examine(load({}, embedder=self.embedders[0], **given))
        self.rebuilt.update(finding.what for finding in findings if finding.repaired)
        wrong += [f"{f.what}: {f.detail}" for f in findings if f.problem and not self._is_meant(f)]
        # 503 is no error: a server that ends, or has too much to do, says so.
        codes = {status.split()[-1] for status in self.statuses} - {"503"}
        return wrong + [f"status {code}" for code in codes if code.startswith("5")]

    @contextmanager
    def _with_parts(self) -> Generator[None]:
        """Load embedders that are not shipped, as the servers do."""
        places = index.embedders.__path__
        places[len(places) :] = self._parts
        yield
        del places[len(places) - len(self._parts) :]

    def _is_meant(self, finding: Finding) -> bool:
        """Whether it only says that the collection is on its way to another embedder."""
        return self.embedders[0] != self.embedders[1] and finding.what == "default: embedder"

    def _lost(self) -> list[str]:
        """Acknowledged writes that were lost; those in flight at a kill may have either outcome."""
        stored = _versions(self._database or self.folder / "library.db")
        return [
            f"article {id} differs from what was acknowledged"
            for id, text in self.acknowledged.items()
            if id not in self.uncertain and stored.get(id) != _version(text)
        ]


def _versions(database: Place) -> dict[str, str]:
    """The current version of each article."""
    library = Library(database)
    stored = {
        article.id: article.version
        for article in library.every_version(library.collection("default"))
        if not article.superseded
    }
    library.close()
    return stored


def _version(text: str | None) -> str | None:
    return None if text is None else sha256(text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill and examine; exit status 1 at the first problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often to kill the servers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("--other", help="an embedder to change to and back")
    parser.add_argument("--database", default="", help="the address of an empty database")
    parser.add_argument("--parts", type=Path, help="a folder with further embedders")
    options = parser.parse_args(arguments)
    console = Console()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Forking(options.parts)) as forking,
        timed() as timing,
    ):
        crash = Crash(
            Path(folder) / "data",
            options.seed,
            options.embedder,
            other=options.other,
            parts=options.parts,
            database=options.database,
            forking=forking,
        )
        for number in range(1, options.kills + 1):
            wrong = crash.round()
            if wrong:
                console.print(f"kill {number}: " + "; ".join(wrong[:10]))
                sys.exit(1)
            if number % 10 == 0:
                console.print(f"{number} kills, {dict(crash.statuses)}, {dict(crash.rebuilt)}")
    stored = sum(text is not None for text in crash.acknowledged.values())
    console.print(
        f"{options.kills} kills: all {stored} acknowledged articles are there, 0 law violations, "
        f"0 found after deletion, 0 misread, doctor found no problem, rebuilt "
        f"{dict(crash.rebuilt)}, backups {dict(crash.backups)}, "
        f"{dict(crash.statuses)}; {timing}"
    )


if __name__ == "__main__":
    main()
