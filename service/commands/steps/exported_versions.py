"""`dateline export` and `import`: a collection as JSON lines, there and back without a change.

One line is one version of one article, the older versions first; the last one of an id is its
current version. Marks, sentences and vectors are not exported: they follow from the text.
"""

import gzip
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from index.errors import StoreError, UnreadableFileError
from index.ingest import Status
from index.records import Document, Metadata, reshape
from index.store.library import Library
from index.text.own_fields import keep
from service.engine import Engine

_AT_ONCE = 32


class Line(Metadata, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version in the file."""

    id: str
    version: str
    text: str
    format: str
    origin: str
    assumed: tuple[str, ...] = ()
    current: bool = True


def export_collection(library: Library, name: str, file: Path) -> int:
    """Write every version of a collection; return how many.

    Raises:
        NotFoundError: the collection does not exist.
        StoreError: the file cannot be written.
    """
    collection = library.collection(name)
    count = 0
    with _written(file) as stream:
        # Current versions last, whatever the order they came in: importing ends with them.
        for current in (False, True):
            for article in library.every_version(collection):
                if article.superseded is not current:
                    line = reshape(article, Line, current=current)
                    stream.write(msgspec.json.encode(line) + b"\n")
                    count += 1
    return count


def import_collection(engine: Engine, name: str, file: Path) -> int:
    """Read versions into a collection, creating it if needed; return how many.

    Raises:
        UnreadableFileError: a line that is not a version; what came before it is stored.
    """
    collection = engine.library.create_collection(name)
    count = 0
    for batch in _batches(_lines(file)):
        for outcome in engine.ingester.add_batch(collection, [_document(line) for line in batch]):
            if outcome.status is Status.REJECTED:
                raise UnreadableFileError(f"{file}: {outcome.origin}: {outcome.reason}")
        count += len(batch)
    engine.ingester.settle(collection)
    return count


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """A few lines at a time, never two versions of one article together."""
    batch: dict[str, Line] = {}
    for line in lines:
        if line.id in batch or len(batch) == _AT_ONCE:
            yield list(batch.values())
            batch = {}
        batch[line.id] = line
    if batch:
        yield list(batch.values())


def _lines(file: Path) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(Line)
    with _read(file) as stream:
        for number, data in enumerate(stream, start=1):
            if not data.strip():
                continue
            try:
                yield decoder.decode(data)
            except (msgspec.DecodeError, UnicodeDecodeError) as exc:
                raise UnreadableFileError(f"{file}, line {number}: {exc}") from exc


def _document(line: Line) -> Document:
    meta, dropped = keep(line.meta)
    return reshape(line, Document, meta=meta, assumed=line.assumed + dropped)


class _Printed:
    """Bytes written to standard output as everything else is: through its guard."""

    def write(self, data: bytes) -> int:
        """Write whole lines of JSON."""
        return sys.stdout.write(data.decode())


@contextmanager
def _written(file: Path) -> Generator[BinaryIO]:
    if str(file) == "-":
        yield cast("BinaryIO", _Printed())
        # What cannot be written is no version exported.
        sys.stdout.flush()
        return
    try:
        with gzip.open(file, "wb") if file.suffix == ".gz" else file.open("wb") as stream:
            yield stream  # type: ignore[misc]  # gzip's file is a binary stream in all but name
    except OSError as exc:
        raise StoreError(f"{file}: {exc.strerror or exc}") from exc


@contextmanager
def _read(file: Path) -> Generator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as stream:
            yield stream  # type: ignore[misc]  # gzip's file is a binary stream in all but name
    except OSError as exc:
        raise UnreadableFileError(f"{file}: {exc.strerror or exc}") from exc
