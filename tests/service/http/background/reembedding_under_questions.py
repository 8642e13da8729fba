"""Changes a library's embedder under questions, with kill -9 in the middle.

A server answers throughout. Each answer must name one embedder, obey the law, and be the same as
every other answer to that question by that embedder; no answer may come from the old one after the
new one answered.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.support.servers import Server, free_port
from index.records import Document, Rejected
from index.store.library import Library
from service.commands.steps.examining import examine
from service.engine import Engine
from service.settings import load

_PATIENCE_SECONDS = 3 * 3600
_ASKERS = 2


class Answered(Struct, frozen=True):
    """One answer, as far as it is compared."""

    question: str
    embedder: str
    content: str
    asked: float
    received: float


class Asking:
    """Threads that ask the same questions again and again."""

    def __init__(self, server: Server, questions: Sequence[str]) -> None:
        self.answers: list[Answered] = []
        self.quotes: list[tuple[str, str, int, int, str]] = []
        self.lost = 0
        self.server = server
        self._questions = questions
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(_ASKERS)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def embedders(self) -> set[str]:
        """Who has answered so far."""
        return {answer.embedder for answer in self.answers}

    def _run(self, first: int) -> None:
        for question in itertools.islice(itertools.cycle(self._questions), first, None):
            if self._stop.is_set():
                return
            asked = time.perf_counter()
            try:
                status, answer = self.server.request("POST", "/v1/ask", {"question": question})
            except OSError:
                self.lost += 1
                time.sleep(0.1)
                continue
            if status == 503:
                time.sleep(0.1)
                continue
            assert status == 200, answer
            self._note(question, answer, asked)

    def _note(self, question: str, answer: dict[str, Any], asked: float) -> None:
        content = [answer["reason"], answer["text"]]
        content += [[item["quote"], item["confidence"]] for item in answer["answers"]]
        embedder = answer["models"]["embedder"]
        received = time.perf_counter()
        self.answers.append(Answered(question, embedder, json.dumps(content), asked, received))
        self.quotes += [
            (c["article_id"], c["version"], c["start"], c["end"], c["quote"])
            for c in answer["citations"]
        ]


class Bench:
    """One data folder, changed from one embedder to another."""

    def __init__(self, folder: Path, old: str, new: str, reader: str) -> None:
        self.data = folder / "data"
        self.log = folder / "server.log"
        # Who said what does not depend on the embedder: the rules alone are the fastest.
        self.old = {"embedder": old, "reader": reader, "attribution": "rules"}
        self.new = self.old | {"embedder": new}
        self.wrong: list[str] = []
        self.embedders: set[str] = set()
        self.citations = 0

    def fill(self, documents: Iterator[Document | Rejected]) -> list[str]:
        """Add articles with the old embedder; return questions about them."""
        engine = Engine(load({}, data=str(self.data), **self.old))
        list(engine.ingester.add(engine.collection(None), documents))
        summaries = list(engine.library.all_articles(engine.collection(None)))
        engine.close()
        step = max(1, len(summaries) // 20)
        titled = [s.title for s in summaries[::step] if s.title]
        return [f"What is known about {title}?" for title in titled]

    def run(self, questions: Sequence[str], kills: Sequence[float]) -> None:
        """Ask, re-embed, kill, resume, look."""
        library = Library(self.data / "library.db")
        collection = library.collection("default")
        total = library.log.count_passages(collection)
        server = self._server()
        asking = Asking(server, questions)
        asking.start()
        for share in kills:
            self._kill_at(share, library, total)
        server.kill()
        asking.server = self._server()
        process = self._reembed()
        if process.wait(_PATIENCE_SECONDS):
            self.wrong.append("reembed failed")
        self._wait(lambda: len(asking.embedders()) > 1)
        time.sleep(5)
        asking.stop()
        self._wait(lambda: not self._record(library).old)
        self._judge(asking, library)
        asking.server.stop()
        library.close()
        self.wrong += [
            f"{finding.what}: {finding.detail}"
            for finding in examine(load({}, data=str(self.data), **self.new))
            if finding.problem
        ]

    def _kill_at(self, share: float, library: Library, total: int) -> None:
        process = self._reembed()
        self._wait(lambda: self._done(library) >= share * total, process)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _judge(self, asking: Asking, library: Library) -> None:
        contents: dict[tuple[str, str], set[str]] = defaultdict(set)
        for answer in asking.answers:
            contents[answer.question, answer.embedder].add(answer.content)
        differing = [key for key, found in contents.items() if len(found) > 1]
        self.wrong += [f"{question}: several answers by {by}" for question, by in differing]
        new = self._record(library).serving.fingerprint
        first = min(a.received for a in asking.answers if a.embedder == new)
        late = [a for a in asking.answers if a.embedder != new and a.asked > first]
        self.wrong += [f"{a.question}: answered by the old index after the new one" for a in late]
        broken = [quote for quote in set(asking.quotes) if not self._holds(library, quote)]
        self.wrong += [f"{quote}: breaks the law" for quote in broken]
        self.embedders, self.citations = asking.embedders(), len(asking.quotes)

    def _holds(self, library: Library, quote: tuple[str, str, int, int, str]) -> bool:
        id, version, start, end, words = quote
        return library.article(library.collection("default"), id, version).text[start:end] == words

    def _done(self, library: Library) -> int:
        collection = library.collection("default")
        counts = library.vectors.embedders(collection)
        return counts.get(self._next(library), 0)

    def _next(self, library: Library) -> str:
        record = self._record(library)
        return record.next.fingerprint if record.next else ""

    def _record(self, library: Library) -> Any:
        return library.embedders.get(library.collection("default"))

    def _server(self) -> Server:
        server = Server(self.data, free_port(), self.log, **self.new)
        server.wait_until_ready()
        return server

    def _reembed(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "service", "--data", str(self.data), "reembed"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
        environment["DATELINE_EMBEDDER"] = self.new["embedder"]
        with self.log.open("ab") as output:
            return subprocess.Popen(command, stdout=output, stderr=output, env=environment)

    def _wait(self, check: Any, process: subprocess.Popen[bytes] | None = None) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not check():
            if process is not None and process.poll() is not None:
                raise RuntimeError(f"reembed ended before it could be killed; see {self.log}")
            if time.monotonic() > end:
                raise RuntimeError("it takes too long")
            time.sleep(0.1)
