"""Dateline itself as a worker, in process, with a fresh library in a temporary folder.

Run as `python -m eval.peers.ours`. It uses the default settings.
"""

import argparse
import tempfile
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from eval.peers.protocol import TOP_K, PeerAnswer, PeerPassage, Reply
from eval.peers.worker import serve
from index.formats import read_paths
from service.engine import Engine
from service.lookups.passages import find_passages
from service.settings import load
from service.wire.answer import Answer, AnswerItem
from service.wire.asking import AskRequest
from service.wire.passages import SearchRequest

DatedAnswer: TypeAlias = tuple[Answer, str | None]


class Dateline:
    """An engine with its own library."""

    def __init__(self, folder: str, min_confidence: float | None) -> None:
        self._settings = load({}, data=folder)
        if min_confidence is not None:
            self._settings = structs.replace(self._settings, min_confidence=min_confidence)
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The open engine.

        Raises:
            RuntimeError: it is not open yet.
        """
        if self._engine is None:
            raise RuntimeError("ingest before asking")
        return self._engine

    def pick(self, articles: Path) -> str:  # noqa: ARG002
        """There is no choice: the runtime picks the number type."""
        return ""

    def prepare(self) -> None:
        """Open the engine and compile its models."""
        self._engine = Engine(self._settings)
        self._engine.open()
        self._engine.embedder.embed_questions(["warm"])

    def ingest(self, articles: Path) -> int:
        """Add the articles; all are searchable afterwards.

        Raises:
            RuntimeError: an article was rejected, so that the systems would have different ones.
        """
        collection = self.engine.collection(None)
        for outcome in self.engine.ingester.add(collection, read_paths([articles])):
            if outcome.status.value not in ("added", "updated", "unchanged"):
                raise RuntimeError(f"an article was {outcome.status.value}: {outcome}")
        self.engine.catalogue.get(self._settings.collection)
        return self.engine.library.log.count_passages(collection)

    def ask(self, question: str, day: str | None = None) -> DatedAnswer:
        """Dateline's answer, and the day on which it was asked."""
        request = AskRequest(
            question=question, max_answers=TOP_K, asked_at=day, maybe_confidence=1.0
        )
        return self.engine.answerer.answer(request), day

    def to_reply(self, question: str, raw: DatedAnswer) -> Reply:
        """The answers, and the passages that a search for the same question finds."""
        answer, day = raw
        found = find_passages(self.engine, SearchRequest(question=question, asked_at=day), TOP_K)
        passages: list[PeerPassage] = [
            {"article": item.located.article.id, "text": item.hit.passage.text} for item in found
        ]
        return {"answers": [_answer(item, answer) for item in answer.answers], "passages": passages}

    def facts(self) -> dict[str, str]:
        """How it is set up."""
        settings = self._settings
        return {
            "embedder": f"Dateline's own runtime, {self.engine.embedder.fingerprint}",
            "search": "dense and lexical, fused",
            "answer": f"reader {settings.reader!r}; none below {settings.min_confidence}",
        }


def _answer(item: AnswerItem, answer: Answer) -> PeerAnswer:
    cited = answer.citations[item.citations[0] - 1]
    return {
        "text": item.highlight.text if item.highlight else item.quote,
        "quote": item.quote,
        "article": cited.article_id,
        "score": item.confidence,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--min-confidence", type=float, help="in place of the default setting")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        serve(Dateline(folder, options.min_confidence))
