"""Haystack's extractive reader alone: every article is one passage, and all are read.

Run as `python -m eval.peers.haystack3_reader --reader FOLDER` in the peers' environment.
"""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from eval.peers.haystack3 import load_reader, span_answer
from eval.peers.protocol import Reply
from eval.peers.texts import read_articles
from eval.peers.worker import serve

_DTYPE = "float32"


class Reader:
    """The component by itself, with the pipeline's settings."""

    def __init__(self, folder: str) -> None:
        self._reader: Any = load_reader(folder, _DTYPE)
        self._passages: list[Any] = []

    def pick(self, articles: Path) -> str:  # noqa: ARG002
        """There is no choice."""
        return ""

    def prepare(self) -> None:
        """Load the model."""
        self._reader.warm_up()

    def ingest(self, articles: Path) -> int:
        """Keep the full texts of the articles."""
        document = import_module("haystack").Document
        self._passages = [
            document(content=article["text"], meta={"article": article["id"]})
            for article in read_articles(articles)
        ]
        return len(self._passages)

    def ask(self, question: str, day: str | None = None) -> dict[str, Any]:  # noqa: ARG002
        """Read all passages."""
        found: dict[str, Any] = self._reader.run(query=question, documents=self._passages)
        return found

    def to_reply(self, question: str, raw: dict[str, Any]) -> Reply:  # noqa: ARG002
        """The spans with their passages."""
        return {
            "answers": [span_answer(answer) for answer in raw["answers"] if answer.data],
            "passages": [],
        }

    def facts(self) -> dict[str, str]:
        """How it is set up."""
        return {"answer": f"TransformersExtractiveReader, {_DTYPE}, no_answer off"}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", required=True, help="folder of a question answering model")
    serve(Reader(parser.parse_args().reader))
