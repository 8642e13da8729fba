"""Reads and splits articles for the workers, with the standard library only."""

import json
import re
from collections.abc import Iterator
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
