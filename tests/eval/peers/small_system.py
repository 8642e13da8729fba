"""A small real system for the tests: it answers with the article that shares most words.

Run as `python -m tests.eval.peers.small_system`; a question that begins with "crash", "hang" or
"fail" makes it do so.
"""

import os
import sys
import time
from pathlib import Path

from eval.peers.protocol import Article, Reply
from eval.peers.texts import read_articles
from eval.peers.worker import serve


class WordCounter:
    """Articles in memory."""

    def __init__(self) -> None:
        self._articles: list[Article] = []

    def pick(self, articles: Path) -> str:  # noqa: ARG002
        """Nothing to choose_sample."""
        return ""

    def prepare(self) -> None:
        """Print as libraries do."""
        print("loading, 100 %")  # noqa: T201
        os.write(1, b"written past Python\n")

    def ingest(self, articles: Path) -> int:
        """Read them."""
        self._articles = read_articles(articles)
        return len(self._articles)

    def ask(self, question: str, day: str | None = None) -> list[Article]:  # noqa: ARG002
        """Articles by the number of words they share with the question."""
        words = set(question.casefold().split())
        if "crash" in words:
            sys.stderr.write("out of luck\n")
            sys.stderr.flush()
            os._exit(3)
        if "hang" in words:
            time.sleep(600)
        if "fail" in words:
            raise LookupError("nothing here")
        return sorted(self._articles, key=lambda a: -len(words & set(a["text"].casefold().split())))

    def to_reply(self, question: str, raw: list[Article]) -> Reply:  # noqa: ARG002
        """The whole text as the answer, its first word as the shortest."""
        return {
            "answers": [
                {
                    "text": article["text"].split()[0],
                    "quote": article["text"],
                    "article": article["id"],
                    "score": 1.0,
                }
                for article in raw
            ],
            "passages": [{"article": a["id"], "text": a["text"]} for a in raw],
        }

    def facts(self) -> dict[str, str]:
        """Itself."""
        return {"answer": "the whole article"}


if __name__ == "__main__":
    serve(WordCounter())
