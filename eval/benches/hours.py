"""Hours of mixed traffic: `python -m eval.benches.hours --minutes 60`.

Sends questions, searches, writes and reads to one server with the demo articles and default
settings, at a limited rate. No request may fail on the server's side, and from the tenth minute on
neither memory nor open files may grow.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct
from rich.console import Console

from eval.sets import load as load_questions
from eval.support.machine import timed
from eval.support.servers import Server, running_server
from service.demo import questions_file

_WORDS = """harbor council bridge storm mayor budget ferry school vote court river tunnel crew
festival museum drought orchard railway clinic engineer harvest strike reservoir teacher""".split()
# Number of our articles at any time, so that the library does not grow.
_MOST_ARTICLES = 20
_MOST_GROWTH = 0.03


class Sample(Struct, frozen=True):
    """The server's resource usage at one moment."""

    minute: float
    megabytes: float
    descriptors: int


class Traffic:
    """One server and its traffic."""

    def __init__(self, server: Server, seed: int) -> None:
        self.server = server
        self.statuses: Counter[str] = Counter()
        self.samples: list[Sample] = []
        self._random = random.Random(seed)  # noqa: S311
        self._questions = [case.question for case in load_questions(questions_file()).cases]
        self._number = 0
        self._stored: deque[str] = deque()
        self._kinds = {
            self._ask: 8,
            self._search: 3,
            self._complete: 3,
            self._converse: 1,
            self._add: 2,
            self._delete: 2,
            self._look: 2,
        }

    def run(self, minutes: float, per_second: float) -> None:
        """Send this many requests a second, or fewer if responses are slower."""
        begun = time.monotonic()
        kinds, weights = list(self._kinds), list(self._kinds.values())
        while (elapsed := time.monotonic() - begun) < minutes * 60:
            if elapsed >= len(self.samples) * 60:
                self.samples.append(self._sample(elapsed))
            self._random.choices(kinds, weights)[0]()
            time.sleep(max(0.0, 1 / per_second - (time.monotonic() - begun - elapsed)))
        self.samples.append(self._sample(time.monotonic() - begun))

    def failures(self) -> dict[str, int]:
        """Unacceptable responses: server errors and broken connections."""
        return {k: n for k, n in self.statuses.items() if k.split()[-1][0] in "05"}

    def _sample(self, elapsed: float) -> Sample:
        files = Path(f"/proc/{self.server.process.pid}/fd")
        count = sum(1 for _ in files.iterdir()) if files.exists() else 0
        return Sample(elapsed / 60, self.server.resident_megabytes(), count)

    def _send(self, what: str, method: str, path: str, body: object = None) -> None:
        try:
            status, _ = self.server.request(method, path, body)
        except OSError:
            status = 0
        self.statuses[f"{what} {status}"] += 1

    def _ask(self) -> None:
        self._send("ask", "POST", "/v1/ask", {"question": self._random.choice(self._questions)})

    def _search(self) -> None:
        words = " ".join(self._random.sample(_WORDS, 3))
        self._send("search", "POST", "/v1/search", {"question": f"what about the {words}?"})

    def _complete(self) -> None:
        beginning = quote(self._random.choice(self._questions)[:12])
        self._send("complete", "GET", f"/v1/suggest?q={beginning}")

    def _converse(self) -> None:
        self._send("converse", "POST", "/v1/conversations", {})

    def _add(self) -> None:
        self._number += 1
        sentences = [" ".join(self._random.choices(_WORDS, k=9)).capitalize() for _ in range(20)]
        self._stored.append(f"hour-{self._number}")
        story = {"id": self._stored[-1], "text": ".\n\n".join(sentences) + "."}
        self._send("add", "POST", "/v1/articles", story)

    def _delete(self) -> None:
        while len(self._stored) > _MOST_ARTICLES:
            self._send("delete", "DELETE", f"/v1/articles/{self._stored.popleft()}")

    def _look(self) -> None:
        path = self._random.choice(["/", "/v1/articles", "/v1/people", "/metrics", "/ready"])
        self._send("look", "GET", path)


def growth(samples: Sequence[Sample]) -> float:
    """How much more memory is used at the end than after ten minutes, as a share."""
    settled = next((one for one in samples if one.minute >= 10), samples[0])
    return samples[-1].megabytes / settled.megabytes - 1 if settled.megabytes else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Send traffic; exit status 1 if anything failed or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--per-second", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        log = Path(folder) / "server.log"
        data = Path(folder) / "data"
        with running_server(data, log, demo="true", log_level="warning") as server:
            traffic = Traffic(server, options.seed)
            traffic.run(options.minutes, options.per_second)
        warnings = log.read_text(encoding="utf-8").count("error")
    for sample in traffic.samples[:: max(1, len(traffic.samples) // 12)]:
        console.print(
            f"{sample.minute:6.1f} min {sample.megabytes:8.1f} MB {sample.descriptors:4} files"
        )
    grown = growth(traffic.samples)
    console.print(
        f"{sum(traffic.statuses.values())} requests, failed {traffic.failures()}, memory "
        f"{grown:+.1%} since minute 10, {traffic.samples[-1].descriptors} files open, "
        f"{warnings} errors in the log; {dict(sorted(traffic.statuses.items()))}; {timing}"
    )
    sys.exit(1 if traffic.failures() or grown > _MOST_GROWTH else 0)


if __name__ == "__main__":
    main()
