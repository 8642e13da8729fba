"""The building line: documents in, one outcome for each, in batches that are durable one by one.

    read --> skip what is known --> mark, split --> embed --> write --> followers

It may be interrupted anywhere: what was reported is stored, and the next run skips it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from index.embedders.contract import Embedder
from index.errors import EmbedderChangedError, InputError, StoreError
from index.interruption import go_on
from index.prepare import MAX_CHARACTERS, Learned, article_id, check, drafts, embed, marks_of
from index.quotations.contract import Tagging
from index.records import Article, Document, Rejected, reshape
from index.store.changes import Written
from index.store.library import Library
from index.store.values import Collection
from index.store.writing import Prepared
from index.text.hashes import digest, sha256

_log = logging.getLogger(__name__)

# Enough passages to fill the embedder's batches, few enough to report and store often.
_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000
# A block at the edge of this many articles of one outlet with different openings is boilerplate.
LEARN_FROM = 5
_SETTLE_AT_ONCE = 16


class Status(StrEnum):
    """The outcome for one document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class Outcome(Struct, frozen=True, kw_only=True):
    """The outcome for one document, and where the document came from."""

    origin: str
    status: Status
    article_id: str | None = None
    reason: str | None = None
    characters: int = 0


Item = TypeVar("Item", bound=Document | Rejected)

Follow = Callable[[Collection], object]
"""Brings the search indexes up to date after a batch."""

EmbedderOf = Callable[[Collection], Embedder]
"""The embedder that a collection is searched with at this moment."""


class Ingester:
    """Adds documents to the library."""

    def __init__(
        self,
        library: Library,
        embedder_of: EmbedderOf,
        follow: Follow,
        tagging: Callable[[], Tagging | None] = lambda: None,
        most_characters: int = MAX_CHARACTERS,
    ) -> None:
        """Build one.

        Args:
            library: where the articles are stored.
            embedder_of: says which embedder computes the vectors of a collection.
            follow: called after every batch; it must not raise, since the batch is stored.
            tagging: loads what finds quotations beside the rules; called at the first article.
            most_characters: longer documents are rejected.
        """
        self._library = library
        self._embedder_of = embedder_of
        self._follow = follow
        self._tagging = tagging
        self._most_characters = most_characters

    def add(
        self, collection: Collection, documents: Iterable[Document | Rejected]
    ) -> Iterator[Outcome]:
        """Add documents; yield an outcome for each, as soon as it is durable.

        Raises:
            StoreError: the data folder cannot be written to; what was yielded is stored.
        """
        for batch in batches(documents):
            yield from self.add_batch(collection, batch)
        self.settle(collection)

    def add_batch(
        self, collection: Collection, batch: Sequence[Document | Rejected]
    ) -> list[Outcome]:
        """Add a few documents in one transaction; one outcome for each, in order."""
        outcomes: dict[int, Outcome] = {}
        fresh: dict[int, Document] = {}
        for number, item in enumerate(batch):
            refused = _refusal(item, self._most_characters)
            if refused is not None:
                outcomes[number] = refused
            elif isinstance(item, Document):
                fresh[number] = item
        for number in self._known(collection, fresh):
            outcomes[number] = _outcome(fresh.pop(number), Status.UNCHANGED)
        for number, written in self._write(collection, fresh).items():
            outcomes[number] = _outcome(fresh[number], Status(written.value))
        return [outcomes[number] for number in range(len(batch))]

    def settle(self, collection: Collection) -> int:
        """Mark newly learned boilerplate in older articles; return how many changed."""
        self._library.outlets.learn(collection, LEARN_FROM)
        settled = 0
        while stale := self._library.outlets.unsettled(collection, _SETTLE_AT_ONCE):
            learned = _Remembered(self._library, collection)
            changed = [a for a in stale if marks_of(document_of(a), learned(a.outlet)) != a.marks]
            for batch in batches(map(document_of, changed)):
                self._write(collection, dict(enumerate(batch)))
            self._library.outlets.mark_applied(collection, [article.id for article in stale])
            settled += len(changed)
        return settled

    def _known(self, collection: Collection, fresh: dict[int, Document]) -> list[int]:
        """Numbers of the documents that are already stored, unchanged."""
        ids = {number: article_id(document) for number, document in fresh.items()}
        stored = self._library.known_digests(collection, list(ids.values()))
        anonymous = {
            number: sha256(document.text)
            for number, document in fresh.items()
            if ids[number] not in stored and document.id is None and document.url is None
        }
        texts = self._library.ids_of_texts(collection, list(anonymous.values()))
        return [
            number
            for number, document in fresh.items()
            if stored.get(ids[number]) == digest(document) or anonymous.get(number) in texts
        ]

    def _write(self, collection: Collection, documents: dict[int, Document]) -> dict[int, Written]:
        if not documents:
            return {}
        learned = _Remembered(self._library, collection)
        prepared, written = self._prepare_and_write(collection, list(documents.values()), learned)
        # At once, so that only the first few articles of an outlet have to be settled later.
        edges = sorted({edge for item in prepared for edge in set(item.edges) - item.learned})
        try:
            self._library.outlets.learn(collection, LEARN_FROM, edges)
        except StoreError as exc:
            # The articles are stored, and what comes next learns it.
            _log.warning("boilerplate is learned later: %s", exc)
        self._follow(collection)
        return dict(zip(documents, written, strict=True))

    def _prepare_and_write(
        self, collection: Collection, documents: list[Document], learned: Learned
    ) -> tuple[list[Prepared], list[Written]]:
        while True:
            embedder = self._embedder_of(collection)
            prepared = embed(drafts(documents, embedder, learned, self._tagging()), embedder)
            try:
                return prepared, self._library.write(collection, prepared, embedder.fingerprint)
            except EmbedderChangedError as exc:
                _log.info("%s: %s", collection.name, exc)


class _Remembered:
    """What was learned about each outlet, looked up once per batch."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._known: dict[str | None, frozenset[str]] = {}

    def __call__(self, outlet: str | None) -> frozenset[str]:
        if outlet not in self._known:
            self._known[outlet] = self._library.outlets.learned(self._collection, outlet)
        return self._known[outlet]


def batches(documents: Iterable[Item]) -> Iterator[list[Item]]:
    """Group documents: enough of them to work on together, and few characters."""
    batch: list[Item] = []
    characters = 0
    for item in documents:
        go_on()
        batch.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _refusal(item: Document | Rejected, most_characters: int) -> Outcome | None:
    if isinstance(item, Rejected):
        return Outcome(origin=item.origin, status=Status.REJECTED, reason=item.reason)
    try:
        check(item, most_characters)
    except InputError as exc:
        return Outcome(origin=item.origin, status=Status.REJECTED, reason=str(exc))
    return None


def _outcome(document: Document, status: Status) -> Outcome:
    return Outcome(
        origin=document.origin,
        status=status,
        article_id=article_id(document),
        characters=len(document.text),
    )


def document_of(article: Article) -> Document:
    """The document an article came from, so that it can be prepared again."""
    return reshape(article, Document)
