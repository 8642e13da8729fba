"""Kills a server repeatedly while articles are added and questions are asked.

`python -m eval.benches.crash --kills 100`: after each kill, everything that was acknowledged must
still be there, the law must hold for every version, and the indexes must agree with the database.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from eval.support.machine import timed
from eval.support.servers import Server, free_port
from index.store.library import Library
from index.text.hashes import sha256
from service.commands.steps.examining import examine
from service.settings import load

_WORDS = """harbor council bridge storm mayor budget ferry school vote court river tunnel crew
festival museum drought orchard railway clinic engineer harvest strike reservoir teacher""".split()


class Crash:
    """One data folder whose server is killed again and again."""

    def __init__(self, folder: Path, seed: int, embedder: str) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311
        self.embedder = embedder
        self.acknowledged: dict[str, str | None] = {}
        self.uncertain: set[str] = set()
        self.statuses: Counter[str] = Counter()
        self._number = 0

    def round(self) -> list[str]:
        """Start, work, kill, examine; return what is wrong afterwards."""
        server = Server(
            self.folder, free_port(), self.folder.with_suffix(".log"), embedder=self.embedder
        )
        server.wait_until_ready()
        stop = threading.Event()
        threads = [
            threading.Thread(target=self._write, args=(server, stop)),
            threading.Thread(target=self._ask, args=(server, stop)),
            threading.Thread(target=self._ask, args=(server, stop)),
        ]
        for thread in threads:
            thread.start()
        self._let_work(server)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        return self._examine()

    def _let_work(self, server: Server) -> None:
        """Wait for the first acknowledged write, however slow the machine, and then a little."""
        before = len(self.acknowledged)
        while len(self.acknowledged) == before and server.process.poll() is None:
            time.sleep(0.01)
        time.sleep(self.random.uniform(0.0, 1.5))

    def _write(self, server: Server, stop: threading.Event) -> None:
        """Add, change and delete articles one after another, and send batches."""
        while not stop.is_set():
            choice = self.random.random()
            if choice < 0.1 and self.acknowledged:
                self._delete(server, self.random.choice(sorted(self.acknowledged)))
            elif choice < 0.2:
                many = [self._story(f"job-{self.random.randrange(500)}") for _ in range(20)]
                self.uncertain |= {str(story["id"]) for story in many}
                self._send(server, "POST", "/v1/articles", many)
            else:
                self._add(server)

    def _add(self, server: Server) -> None:
        self._number += 1
        again = self.random.random() < 0.3
        id = f"a{self.random.randrange(self._number) if again else self._number}"
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

    def _ask(self, server: Server, stop: threading.Event) -> None:
        while not stop.is_set():
            question = " ".join(random.sample(_WORDS, 3))
            self._send(server, "POST", "/v1/ask", {"question": f"what about the {question}?"})

    def _send(self, server: Server, method: str, path: str, body: object) -> int:
        try:
            status, _ = server.request(method, path, body)
        except OSError:
            self.statuses["connection lost"] += 1
            return 0
        self.statuses[str(status)] += 1
        return status

    def _story(self, id: str) -> dict[str, object]:
        sentences = [
            " ".join(self.random.choices(_WORDS, k=9)).capitalize() + "." for _ in range(12)
        ]
        return {"id": id, "text": "\n\n".join(sentences), "source": "Crash Courier"}

    def _examine(self) -> list[str]:
        wrong = self._lost()
        wrong += [
            f"{finding.what}: {finding.detail}"
            for finding in examine(load({}, data=str(self.folder), embedder=self.embedder))
            if finding.problem
        ]
        return wrong + [f"status {s}" for s in self.statuses if s.startswith("5")]

    def _lost(self) -> list[str]:
        """Acknowledged writes that were lost; those in flight at a kill may have either outcome."""
        library = Library(self.folder / "library.db")
        stored = {
            article.id: article.version
            for article in library.every_version(library.collection("default"))
            if not article.superseded
        }
        library.close()
        wrong = []
        for id, text in self.acknowledged.items():
            expected = None if text is None else sha256(text)
            if id not in self.uncertain and stored.get(id) != expected:
                wrong.append(f"article {id} differs from what was acknowledged")
        return wrong


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill and examine; exit status 1 at the first problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often to kill the server")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--embedder", default="minilm")
    options = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        crash = Crash(Path(folder) / "data", options.seed, options.embedder)
        for number in range(1, options.kills + 1):
            wrong = crash.round()
            if wrong:
                console.print(f"kill {number}: " + "; ".join(wrong[:10]))
                sys.exit(1)
            if number % 10 == 0:
                console.print(f"{number} kills, {dict(crash.statuses)}")
    stored = sum(text is not None for text in crash.acknowledged.values())
    console.print(
        f"{options.kills} kills: all {stored} acknowledged articles are there, 0 law violations, "
        f"doctor found no problem, {dict(crash.statuses)}; {timing}"
    )


if __name__ == "__main__":
    main()
