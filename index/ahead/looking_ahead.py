"""Prepares the next batches elsewhere while one is being written.

The outcome of a batch depends on earlier ones: which documents are already stored, and what is
known to be boilerplate. Batches are therefore prepared with what is known now, and the result is
used only if that still holds when they are written. So the result is the same as with one process.
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
    """Documents to prepare, with everything else that determines the result."""

    documents: list[Document]
    edges: list[frozenset[str]]
    """Digests of the blocks at the edges of each."""
    learned: list[frozenset[str]]
    """Those known to be boilerplate."""
    embedder: str
    """The fingerprint of the embedder."""


class Pending(Protocol):
    """Work that is being done elsewhere."""

    def result(self) -> list[Prepared] | None:
        """Wait for the result; None if it cannot be computed there."""
        ...

    def cancel(self) -> object:
        """It is not wanted any more."""
        ...


class Elsewhere(Protocol):
    """A place where work can be done."""

    @property
    def embedder(self) -> str:
        """The fingerprint of the embedder there."""
        ...

    def at_once(self) -> int:
        """How many batches are worth having under way."""
        ...

    def start(self, work: Work) -> Pending:
        """Start without waiting."""
        ...


def work_of(documents: list[Document], learned: Learned, embedder: str) -> Work:
    """The work for documents written together."""
    edges = [frozenset(block_digests(one.text) if one.outlet else ()) for one in documents]
    return Work(documents, edges, _relevant(documents, edges, learned), embedder)


def _relevant(
    documents: list[Document], edges: list[frozenset[str]], learned: Learned
) -> list[frozenset[str]]:
    return [learned(one) & own for one, own in zip(documents, edges, strict=True)]


class _Coming:
    """A batch waiting to be written."""

    def __init__(self, batch: Batch, work: Work | None) -> None:
        self.batch = batch
        self.work = work
        self.pending: Pending | None = None

    def begin(self, elsewhere: Elsewhere) -> None:
        """Start preparing a batch, discarding earlier work on it."""
        self.cancel()
        if self.work and self.work.documents and self.work.embedder == elsewhere.embedder:
            self.pending = elsewhere.start(self.work)

    def cancel(self) -> None:
        """It is not wanted any more."""
        if self.pending is not None:
            self.pending.cancel()
            self.pending = None


class LookAhead:
    """The batches being prepared elsewhere, in writing order."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._waiting: deque[_Coming] = deque()
        self._current: _Coming | None = None

    def over(
        self, batches: Iterable[Batch], work_of_batch: Callable[[Batch], Work]
    ) -> Iterator[Batch]:
        """Yield the batches while later ones are prepared.

        If the source fails, the batches before the failure are still yielded.
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
        """The prepared result for the current batch; None if it must be done here."""
        current = self._current
        if current is None or current.pending is None or current.work != work:
            return None
        return current.pending.result()

    def renew(self, learned: Learned) -> None:
        """Restart preparations that lack boilerplate known by now."""
        for one in self._waiting:
            if one.work is not None:
                relevant = _relevant(one.work.documents, one.work.edges, learned)
                if relevant != one.work.learned:
                    one.work = structs.replace(one.work, learned=relevant)
                    one.begin(self._elsewhere)

    def close(self) -> None:
        """Cancel everything in progress."""
        for one in (*self._waiting, *filter(None, [self._current])):
            one.cancel()

    def _begun(self, batch: Batch, work_of_batch: Callable[[Batch], Work]) -> _Coming:
        try:
            coming = _Coming(batch, work_of_batch(batch))
        except Exception as exc:  # noqa: BLE001
            # When it is written, errors are reported for the documents that caused them.
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
