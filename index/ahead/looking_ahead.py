"""Prepares the next batches elsewhere while one is being written.

What becomes of a batch depends on those before it: which documents are stored already, and what is
known to be boilerplate. So it is prepared with what is known now, and what comes back is used only
if all that is still so when it is the batch's turn. Thus the same is stored as by one process.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from msgspec import Struct, structs

from index.boilerplate.marking import block_digests
from index.prepare import Learned
from index.records import Document, Rejected
from index.store.writing import Prepared

_log = logging.getLogger(__name__)

Batch: TypeAlias = Sequence[Document | Rejected]


class Work(Struct, frozen=True):
    """Documents to prepare, with everything else that decides what they become."""

    documents: list[Document]
    edges: list[frozenset[str]]
    """Digests of the blocks at the edges of each."""
    learned: list[frozenset[str]]
    """Those among them that are known to be boilerplate."""
    embedder: str
    """The fingerprint of the embedder."""


class Pending(Protocol):
    """Work that is being done elsewhere."""

    def result(self) -> list[Prepared] | None:
        """Wait for it; None if it cannot be done there."""
        ...

    def cancel(self) -> object:
        """It is not wanted any more."""
        ...


class Elsewhere(Protocol):
    """Where work can be done."""

    @property
    def embedder(self) -> str:
        """The fingerprint of the embedder there."""
        ...

    def at_once(self) -> int:
        """How many batches are worth having under way."""
        ...

    def start(self, work: Work) -> Pending:
        """Begin, and do not wait."""
        ...


def work_of(documents: list[Document], learned: Learned, embedder: str) -> Work:
    """What there is to do for documents that are to be written together."""
    edges = [frozenset(block_digests(one.text) if one.outlet else ()) for one in documents]
    return Work(documents, edges, _relevant(documents, edges, learned), embedder)


def _relevant(
    documents: list[Document], edges: list[frozenset[str]], learned: Learned
) -> list[frozenset[str]]:
    return [learned(one) & own for one, own in zip(documents, edges, strict=True)]


class _Coming:
    """A batch whose turn is yet to come, or has just come."""

    def __init__(self, batch: Batch, work: Work | None) -> None:
        self.batch = batch
        self.work = work
        self.pending: Pending | None = None

    def begin(self, elsewhere: Elsewhere) -> None:
        """Have it prepared, and not what was begun before."""
        self.cancel()
        if self.work and self.work.documents and self.work.embedder == elsewhere.embedder:
            self.pending = elsewhere.start(self.work)

    def cancel(self) -> None:
        """It is not wanted any more."""
        if self.pending is not None:
            self.pending.cancel()
            self.pending = None


class LookAhead:
    """The batches that are being prepared elsewhere, in the order in which they are written."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._waiting: deque[_Coming] = deque()
        self._current: _Coming | None = None

    def over(
        self, batches: Iterable[Batch], work_of_batch: Callable[[Batch], Work]
    ) -> Iterator[Batch]:
        """The batches one by one, while those after it are prepared.

        A source that breaks hides none of the batches that came before.
        """
        broken: list[Exception] = []
        for batch in _until_broken(batches, broken):
            self._waiting.append(self._begun(batch, work_of_batch))
            while len(self._waiting) > self._elsewhere.at_once():
                yield self._next()
        while self._waiting:
            yield self._next()
        if broken:
            raise broken[0]

    def take(self, work: Work) -> list[Prepared] | None:
        """What was prepared for the batch whose turn it is; None if it must be done here."""
        current = self._current
        if current is None or current.pending is None or current.work != work:
            return None
        return current.pending.result()

    def renew(self, learned: Learned) -> None:
        """Begin anew what is being prepared without boilerplate that is known by now."""
        for one in self._waiting:
            if one.work is not None:
                relevant = _relevant(one.work.documents, one.work.edges, learned)
                if relevant != one.work.learned:
                    one.work = structs.replace(one.work, learned=relevant)
                    one.begin(self._elsewhere)

    def close(self) -> None:
        """Nothing more is wanted of what has been begun."""
        for one in (*self._waiting, *filter(None, [self._current])):
            one.cancel()

    def _begun(self, batch: Batch, work_of_batch: Callable[[Batch], Work]) -> _Coming:
        try:
            coming = _Coming(batch, work_of_batch(batch))
        except Exception as exc:  # noqa: BLE001
            # When its turn comes, what is wrong is said of the document that it is wrong with.
            _log.info("%s: not prepared ahead", batch[0].origin, exc_info=exc)
            return _Coming(batch, None)
        coming.begin(self._elsewhere)
        return coming

    def _next(self) -> Batch:
        if self._current is not None:
            self._current.cancel()
        self._current = self._waiting.popleft()
        return self._current.batch


def _until_broken(batches: Iterable[Batch], broken: list[Exception]) -> Iterator[Batch]:
    """The batches as far as they can be read, and what then went wrong."""
    try:
        yield from batches
    except Exception as exc:  # noqa: BLE001
        broken.append(exc)
