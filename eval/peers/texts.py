"""Articles as workers read them, and plain pieces of them, with the standard library alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from eval.peers.protocol import CHUNK_WORDS, Article

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def read_articles(path: Path) -> list[Article]:
    """All articles of a file with a JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def whole_text(article: Article) -> str:
    """Title and text as one, for systems that know no titles."""
    title, text = article["title"], article["text"]
    return f"{title}\n\n{text}" if title and not text.startswith(title) else text


def chunks(text: str, words: int = CHUNK_WORDS) -> Iterator[str]:
    """Pieces of so many words, one after the other, without overlap."""
    spans = [match.span() for match in _WORD.finditer(text)]
    for first in range(0, len(spans), words):
        last = min(first + words, len(spans)) - 1
        yield text[spans[first][0] : spans[last][1]]


def sentences(text: str) -> list[str]:
    """Sentences as the plainest rule has them: a stop, a mark or the end of a line."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
