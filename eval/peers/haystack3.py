"""Haystack 3 set up as in its documentation: FAISS document store, retriever, extractive reader.

Run as `python -m eval.peers.haystack3 [--reader FOLDER]` in the peers' environment. Without a
reader the passages are the answers.
"""

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from eval.peers.protocol import CHUNK_WORDS, DTYPES, SAMPLE, TOP_K, PeerAnswer, Reply
from eval.peers.texts import fastest, minilm_folder, read_articles, whole_text
from eval.peers.worker import serve

_DIM = 384
_PARTS = "haystack_integrations.components"


class Haystack:
    """An indexing pipeline and an answering pipeline over one store."""

    def __init__(self, reader: str | None, reader_dtype: str, dtype: str) -> None:
        stores = import_module("haystack_integrations.document_stores.faiss")
        self._reader = reader
        self._reader_dtype = reader_dtype
        self._dtype = dtype
        self._store: Any = stores.FAISSDocumentStore(embedding_dim=_DIM, index_string="Flat")
        self._indexing: Any = None
        self._answering: Any = None

    def pick(self, articles: Path) -> str:
        """The number type in which its embedder is faster."""
        pieces = _splitter().run(documents=_documents(articles))["documents"][:SAMPLE]
        return fastest({name: partial(_embedder(name).run, documents=pieces) for name in DTYPES})

    def prepare(self) -> None:
        """Build the pipelines and load the models."""
        self._indexing = self._indexing_pipeline()
        self._indexing.warm_up()
        self._answering = self._answering_pipeline()
        self._answering.warm_up()

    def ingest(self, articles: Path) -> int:
        """Run the indexing pipeline over all articles at once."""
        self._indexing.run({"splitter": {"documents": _documents(articles)}})
        return int(self._store.count_documents())

    def ask(self, question: str, day: str | None = None) -> dict[str, Any]:  # noqa: ARG002
        """Run the answering pipeline."""
        data = {"embedder": {"text": question}}
        if self._reader:
            data["reader"] = {"query": question}
        found: dict[str, Any] = self._answering.run(data, include_outputs_from={"retriever"})
        return found

    def to_reply(self, question: str, raw: dict[str, Any]) -> Reply:  # noqa: ARG002
        """Spans with their passages, or the passages themselves without a reader."""
        passages = raw["retriever"]["documents"]
        if self._reader:
            answers = [span_answer(answer) for answer in raw["reader"]["answers"] if answer.data]
        else:
            answers = [_answer(piece.content, piece, piece.score) for piece in passages]
        return {
            "answers": answers,
            "passages": [{"article": p.meta["article"], "text": p.content} for p in passages],
        }

    def facts(self) -> dict[str, str]:
        """How it is set up."""
        reader = f"TransformersExtractiveReader, {self._reader_dtype}, no_answer off"
        return {
            "embedder": f"SentenceTransformersDocumentEmbedder, {self._dtype}",
            "search": "exact, FAISSDocumentStore",
            "answer": reader if self._reader else "no reader: the passages",
        }

    def _indexing_pipeline(self) -> Any:
        writers = import_module("haystack.components.writers")
        pipeline = import_module("haystack").Pipeline()
        pipeline.add_component("splitter", _splitter())
        pipeline.add_component("embedder", _embedder(self._dtype))
        pipeline.add_component("writer", writers.DocumentWriter(document_store=self._store))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        return pipeline

    def _answering_pipeline(self) -> Any:
        embedders = import_module(f"{_PARTS}.embedders.sentence_transformers")
        retrievers = import_module(f"{_PARTS}.retrievers.faiss")
        embedder = embedders.SentenceTransformersTextEmbedder(**_model(self._dtype))
        retriever = retrievers.FAISSEmbeddingRetriever(document_store=self._store, top_k=TOP_K)
        pipeline = import_module("haystack").Pipeline()
        pipeline.add_component("embedder", embedder)
        pipeline.add_component("retriever", retriever)
        pipeline.connect("embedder.embedding", "retriever.query_embedding")
        if self._reader:
            pipeline.add_component("reader", load_reader(self._reader, self._reader_dtype))
            pipeline.connect("retriever.documents", "reader.documents")
        return pipeline


def _documents(articles: Path) -> list[Any]:
    document = import_module("haystack").Document
    return [
        document(content=whole_text(article), meta={"article": article["id"]})
        for article in read_articles(articles)
    ]


def _splitter() -> Any:
    splitters = import_module("haystack.components.preprocessors")
    return splitters.DocumentSplitter(split_by="word", split_length=CHUNK_WORDS, split_overlap=0)


def _embedder(dtype: str) -> Any:
    embedders = import_module(f"{_PARTS}.embedders.sentence_transformers")
    return embedders.SentenceTransformersDocumentEmbedder(**_model(dtype))


def _model(dtype: str) -> dict[str, Any]:
    """The arguments of both embedders."""
    return {
        "model": minilm_folder(),
        "device": _cpu(),
        "local_files_only": True,
        "normalize_embeddings": True,
        "progress_bar": False,
        "model_kwargs": {"dtype": dtype},
    }


def load_reader(folder: str, dtype: str) -> Any:
    """The extractive reader with the model in that folder."""
    readers = import_module(f"{_PARTS}.readers.transformers")
    # All questions asked have an answer, so "no answer" could only lower its figures.
    return readers.TransformersExtractiveReader(
        model=folder, device=_cpu(), top_k=TOP_K, no_answer=False, model_kwargs={"dtype": dtype}
    )


def _cpu() -> Any:
    return import_module("haystack.utils").ComponentDevice.from_str("cpu")


def span_answer(answer: Any) -> PeerAnswer:
    """A span from the reader, as an answer of the protocol."""
    return _answer(answer.data, answer.document, answer.score)


def _answer(words: str, document: Any, score: float) -> PeerAnswer:
    return {
        "text": words,
        "quote": words,
        "article": document.meta["article"],
        "score": float(score),
        "context": document.content,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", help="folder of a question answering model")
    parser.add_argument("--reader-dtype", default="float32")
    parser.add_argument("--dtype", default="float32", help="of the embedder")
    options = parser.parse_args()
    serve(Haystack(options.reader, options.reader_dtype, options.dtype))
