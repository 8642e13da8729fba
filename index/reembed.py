"""The re-embedding pipeline: switches a collection's embedder while it is being searched.

    passages without a vector --embed--> vectors beside the old ones --> index --> switch

It can be interrupted anywhere: stored vectors are kept, and the next run continues. Articles added
in the meantime are embedded with the old embedder first, and here before the switch, which happens
in one transaction once no passage lacks a vector.
"""

import shutil
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from index.embedders.contract import Embedder
from index.errors import StoreError
from index.followers.contract import CreateVectorStore, VectorOptions
from index.followers.old_vectors import reembedding
from index.followers.open_collection import vector_folder
from index.followers.vector_source import VectorSource
from index.prepare import Embeddable, context, embed_vectors, passage_room
from index.records import Article, Span, Vectors
from index.store.library import Library
from index.store.values import Collection
from index.store.vectors.embedder_records import EmbedderRef
from index.store.vectors.vector_table import Embedded, Unembedded
from index.text.segmentation.passages import split_passages


class Progress(Struct, frozen=True):
    """How many of a collection's passages have a vector by the new embedder."""

    done: int
    total: int


class Target(NamedTuple):
    """The embedder to change to, and the kind of index to build."""

    ref: EmbedderRef
    embedder: Embedder
    create_store: CreateVectorStore
    options: VectorOptions


def reembed(
    library: Library, collection: Collection, folder: Path, target: Target
) -> Iterator[Progress]:
    """Switch a collection to another embedder, yielding after each stored batch.

    Args:
        library: the truth.
        collection: what to re-embed; it must have a record.
        folder: where its indexes are kept.
        target: the new embedder.

    Raises:
        StoreError: another process is re-embedding it; or the data folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with reembedding(library, collection) as alone:
        if not alone:
            raise StoreError(
                f"collection {collection.name!r}: another process is re-embedding it; "
                "wait until it has finished"
            )
        yield from _Change(library, collection, folder, target).run()


class _Change:
    """Re-embeds one collection, with exclusive access."""

    def __init__(
        self, library: Library, collection: Collection, folder: Path, target: Target
    ) -> None:
        self._library = library
        self._collection = collection
        self._folder = folder
        self._target = target
        self._fingerprint = target.ref.fingerprint
        # All passages up to this id have a vector by the new embedder.
        self._until = 0
        self._embedded = False

    def run(self) -> Iterator[Progress]:
        """Embed, build the index, switch."""
        embedders, collection, ref = self._library.embedders, self._collection, self._target.ref
        record = embedders.begin(collection, ref)
        yield from self._embed_missing()
        same = record.serving.fingerprint == ref.fingerprint and not record.missing
        if same and not self._embedded:
            embedders.finish(collection, ref)
            return
        self._build_index(vector_folder(self._folder, record.generation + 1))
        while not embedders.switch(collection, ref, after=self._until):
            yield from self._embed_missing()

    def _embed_missing(self) -> Iterator[Progress]:
        vectors = self._library.vectors
        total = self._library.log.count_passages(self._collection)
        done = total - vectors.count_missing(self._collection, self._fingerprint)
        yield Progress(done, total)
        while True:
            highest = vectors.last_passage(self._collection)
            found = vectors.unembedded(self._collection, self._fingerprint, self._until)
            if not found:
                self._until = max(self._until, highest)
                return
            done += vectors.write(self._fingerprint, _embed(found, self._target.embedder))
            self._until, self._embedded = found[-1].ids[-1], True
            yield Progress(done, max(done, total))

    def _build_index(self, folder: Path) -> None:
        """Write the snapshot that servers load at the switch."""
        target = self._target
        source = VectorSource(
            self._library,
            self._collection,
            fingerprint=self._fingerprint,
            dim=target.embedder.dim,
            until=self._until,
        )
        shutil.rmtree(folder, ignore_errors=True)
        store = target.create_store(source, folder, target.options)
        store.rebuild()
        store.save()


def _embed(found: Sequence[Unembedded], embedder: Embedder) -> list[Embedded]:
    pieces = [_pieces(version, embedder) for version in found]
    stories = [
        Embeddable(
            text=version.article.text,
            title=version.article.title,
            published=version.article.published,
            sentences=version.article.sentences,
            passages=list(chain.from_iterable(of_version)),
        )
        for version, of_version in zip(found, pieces, strict=True)
    ]
    return [
        Embedded(version=version, vectors=_means(rows, of_version), sentence_vectors=sentences)
        for version, of_version, (rows, sentences) in zip(
            found, pieces, embed_vectors(stories, embedder), strict=True
        )
    ]


def _pieces(version: Unembedded, embedder: Embedder) -> list[list[Span]]:
    """Each passage, in pieces where it is longer than this embedder reads.

    Passages were measured for the embedder that served when their article came. They keep their
    borders: the word index and citations know them.
    """
    article = version.article
    texts = [article.text[s.start : s.end] for s in article.sentences]
    first, *tokens = embedder.count([context(article.title, article.published), *texts])
    room = passage_room(embedder, first)
    return [_fitting(article, passage, tokens, room) for passage in version.passages]


def _fitting(article: Article, passage: Span, tokens: list[int], room: int) -> list[Span]:
    inside = slice(passage.start, passage.end + 1)
    if sum(tokens[inside]) <= room:
        return [passage]
    parts = split_passages(article.text, article.sentences[inside], tokens[inside], room, overlap=0)
    return [part.moved(passage.start) for part in parts]


def _means(rows: Vectors, pieces: Sequence[Sequence[Span]]) -> Vectors:
    """One unit vector for each passage: the mean of its pieces'."""
    means = np.empty((len(pieces), rows.shape[1]), np.float32)
    start = 0
    for number, own in enumerate(pieces):
        total = rows[start : start + len(own)].sum(axis=0)
        means[number] = total if len(own) == 1 else total / max(np.linalg.norm(total), 1e-12)
        start += len(own)
    return means
