"""txtai 9 set up as in its documentation: an embeddings database with the extractor.

Run as `python -m eval.peers.txtai9 [--reader FOLDER] [--each]` in the peers' environment. The
extractor joins the passages found into one context and gives one answer, from as much of it as fits
the model. With --each the same pipeline (`Questions`) reads every passage by itself; since it
returns no score, the answers keep the order of the passages. Without a reader the passages are the
answers.
"""

import argparse
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from eval.peers.protocol import DTYPES, SAMPLE, TOP_K, PeerAnswer, Reply
from eval.peers.texts import chunks, fastest, minilm_folder, read_articles, whole_text
from eval.peers.worker import serve

Hit = dict[str, Any]
"""A search result: "id", "text", "score"."""
Found = tuple[list[Hit], list[str | None]]
"""Passages, and answers: one per passage, or one for all, or none."""


class Txtai:
    """An in-memory embeddings database that also stores the texts."""

    def __init__(self, reader: str | None, reader_dtype: str, dtype: str, *, each: bool) -> None:
        self._reader = reader
        self._reader_dtype = reader_dtype
        self._dtype = dtype
        self._each = each
        self._embeddings: Any = None
        self._questions: Any = None
        self._readings = 0
        self._crashes = 0
        self._lock = threading.Lock()

    def pick(self, articles: Path) -> str:
        """The number type in which its embedder is faster."""
        sample = [text for _, text in _rows(articles)[:SAMPLE]]
        databases = {name: _database(name) for name in DTYPES}
        return fastest(
            {name: partial(found.batchtransform, sample) for name, found in databases.items()}
        )

    def prepare(self) -> None:
        """Load the models."""
        self._embeddings = _database(self._dtype)
        if self._reader:
            self._questions = _questions(self._reader, self._reader_dtype)

    def ingest(self, articles: Path) -> int:
        """Index the chunks of all articles."""
        self._embeddings.index(_rows(articles))
        return int(self._embeddings.count())

    def ask(self, question: str, day: str | None = None) -> Found:  # noqa: ARG002
        """Search and read."""
        if not self._reader:
            return self._search(question), []
        return self._ask_each(question) if self._each else self._extract(question)

    def to_reply(self, question: str, raw: Found) -> Reply:  # noqa: ARG002
        """Answers with the passages they were read in, as far as the pipeline says which."""
        hits, spans = raw
        answers = [_answer(hit, hit["text"]) for hit in hits]
        if self._reader and self._each:
            pairs = zip(hits, spans, strict=True)
            answers = [_answer(hit, span) for hit, span in pairs if span]
        elif self._reader:
            answers = [_answer(_origin(hits, span), span) for span in spans if span]
        return {
            "answers": answers,
            "passages": [{"article": _article(hit), "text": hit["text"]} for hit in hits],
        }

    def facts(self) -> dict[str, str]:
        """How it is set up, and how often its reader crashed."""
        how = "Questions, passage by passage" if self._each else "RAG (the extractor), one context"
        return {
            "embedder": f"Embeddings, {self._dtype}",
            "search": "exact, Embeddings with FAISS; searches take turns",
            "answer": f"{how}, {self._reader_dtype}" if self._reader else "no reader: the passages",
            "reader crashed": f"in {self._crashes:,} of {self._readings:,} readings",
        }

    def _search(self, question: str) -> list[Hit]:
        return self._batchsearch([question], TOP_K)[0]

    def _batchsearch(self, questions: list[str], limit: int) -> list[list[Hit]]:
        """Search under a lock: the database fails if several threads use it at once.

        (sqlite3.ProgrammingError, "Recursive use of cursors not allowed": one shared connection.)
        """
        with self._lock:
            hits: list[list[Hit]] = self._embeddings.batchsearch(questions, limit)
        return hits

    def _ask_each(self, question: str) -> Found:
        hits = self._search(question)
        spans = [self._guarded(partial(self._read, question, hit["text"])) for hit in hits]
        return hits, spans

    def _read(self, question: str, text: str) -> str | None:
        spans: list[str | None] = self._questions([question], [text])
        return spans[0]

    def _extract(self, question: str) -> Found:
        pipelines = import_module("txtai.pipeline")
        seen: list[Hit] = []

        def search(queries: list[str], limit: int) -> list[list[Hit]]:
            """The extractor's search; it also records what was found."""
            found = self._batchsearch(queries, limit)
            seen.extend(found[0])
            return found

        extractor = pipelines.Extractor(search, self._questions, context=TOP_K, output="flatten")
        span = self._guarded(partial(extractor, question))
        return seen, [span]

    def _guarded(self, call: Callable[[], str | None]) -> str | None:
        """The answer, or None if the pipeline crashes.

        `Questions` raises TypeError if the best start or end is outside the passage, which is how
        models trained on SQuAD 2 predict "no answer".
        """
        with self._lock:
            self._readings += 1
        try:
            return call()
        except TypeError:
            with self._lock:
                self._crashes += 1
            return None


def _database(dtype: str) -> Any:
    return import_module("txtai").Embeddings(
        path=minilm_folder(),
        content=True,
        gpu=False,
        backend="faiss",
        # By default it clusters from 5,000 rows on; this keeps its search exact, like the others.
        faiss={"components": "IDMap,Flat"},
        vectors={"dtype": getattr(import_module("torch"), dtype)},
    )


def _questions(folder: str, dtype: str) -> Any:
    pipelines = import_module("txtai.pipeline")
    return pipelines.Questions(folder, gpu=False, dtype=getattr(import_module("torch"), dtype))


def _rows(articles: Path) -> list[tuple[str, str]]:
    """Chunks with ids made of a number and the article's id."""
    pieces = [
        (article["id"], piece)
        for article in read_articles(articles)
        for piece in chunks(whole_text(article))
    ]
    return [(f"{number} {article}", piece) for number, (article, piece) in enumerate(pieces)]


def _article(hit: Hit) -> str:
    return str(hit["id"]).partition(" ")[2]


def _origin(hits: list[Hit], span: str) -> Hit:
    """The first passage that contains the words; the extractor does not say which it was."""
    return next((hit for hit in hits if span in hit["text"]), hits[0])


def _answer(hit: Hit, words: str) -> PeerAnswer:
    return {
        "text": words,
        "quote": words,
        "article": _article(hit),
        "score": float(hit["score"]),
        "context": hit["text"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", help="folder of a question answering model")
    parser.add_argument("--reader-dtype", default="float32")
    parser.add_argument("--dtype", default="float32", help="of the embedder")
    parser.add_argument("--each", action="store_true", help="read each passage by itself")
    options = parser.parse_args()
    serve(Txtai(options.reader, options.reader_dtype, options.dtype, each=options.each))
