"""`dateline export` and `import`: a collection as JSON lines, without loss.

Each line is one version of one article, oldest first; the last line with an id is its current
version. Marks, sentences and vectors are not exported, as they are derived from the text. Articles
under embargo are exported only on request, and stay under embargo when imported.
"""

import gzip
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from msgspec import Struct, structs

from index.errors import StoreError, UnreadableFileError
from index.files.streams import lines
from index.identity import Rule, ids_beside
from index.outcomes import Outcome, Status
from index.records import Document, Layout, Metadata, reshape
from index.store.identities.identifying import superseded
from index.store.library import Library
from index.store.values import Collection
from index.text.hashes import sha256
from index.text.ids import possible_id
from index.text.own_fields import keep
from service.engine import Engine

_AT_ONCE = 32
# The longest article that the settings allow, in UTF-8, fits.
_LONGEST_LINE = 264 << 20


class Line(Metadata, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version in the file."""

    id: str
    version: str
    text: str
    format: str
    origin: str
    assumed: tuple[str, ...] = ()
    layout: Layout = Layout()
    current: bool = True


def export_collection(library: Library, name: str, file: Path, *, embargoed: bool) -> int:
    """Write all versions in a collection, on request with those under embargo; return the count.

    Raises:
        NotFoundError: the collection does not exist.
        StoreError: the file cannot be written.
    """
    collection = library.collection(name)
    count = 0
    with _written(file) as stream:
        for line in chain(_readable(library, collection), _held(library, collection, embargoed)):
            stream.write(msgspec.json.encode(line) + b"\n")
            count += 1
    return count


def _readable(library: Library, collection: Collection) -> Iterator[Line]:
    # Current versions last, whatever the order they came in: importing ends with them.
    for current in (False, True):
        for article in library.every_version(collection):
            if article.superseded is not current:
                yield reshape(article, Line, current=current)


def _held(library: Library, collection: Collection, wanted: bool) -> Iterator[Line]:  # noqa: FBT001
    """What is under embargo, after what everybody could read of it before."""
    for one in library.held.each(collection) if wanted else ():
        # Another article may have got that id in the meantime.
        is_taken = bool(library.known_digests(collection, [one.id]))
        id = ids_beside(one.id, sha256(one.document.text))[1] if is_taken else one.id
        for state in (*one.earlier, one.document):
            is_last = state is one.document
            yield reshape(state, Line, id=id, version=sha256(state.text), current=is_last)


class Imported(Struct, frozen=True):
    """What became of the versions in a file."""

    stored: int
    known: int
    """How many the collection had already."""
    beside: tuple[Outcome, ...]
    """The articles stored under a new id because theirs was taken."""


def import_collection(engine: Engine, name: str, file: Path, rule: Rule = Rule.JUDGE) -> Imported:
    """Read versions into a collection, creating it if needed.

    Raises:
        UnreadableFileError: a line is not a version; earlier lines are stored.
    """
    importing = _Importing(engine, engine.library.create_collection(name), rule)
    count = stored = 0
    for batch in _batches(_lines(file)):
        for outcome in importing.add(batch):
            if outcome.status is Status.REJECTED:
                raise UnreadableFileError(f"{file}: {outcome.origin}: {outcome.reason}")
            stored += _is_news(outcome)
        count += len(batch)
    engine.ingester.settle(importing.collection)
    return Imported(stored, count - stored, tuple(importing.beside))


def _is_news(outcome: Outcome) -> bool:
    """Whether a version was stored, be it as a superseded one."""
    is_known = outcome.reason in (None, superseded(outcome.article_id or ""))
    return outcome.status is not Status.UNCHANGED or not is_known


class _Importing:
    """Imports the lines of one file into a collection.

    The first line with an id determines the article in the collection; later ones are further
    versions of it, whatever their text.
    """

    def __init__(self, engine: Engine, collection: Collection, rule: Rule) -> None:
        self.collection = collection
        self.beside: list[Outcome] = []
        self._library = engine.library
        self._ingester = engine.ingester
        self._rule = rule
        self._ids: dict[str, str] = {}

    def add(self, lines: Sequence[Line]) -> Iterator[Outcome]:
        """Add lines with different ids; yield the outcomes of new ones."""
        first = [line for line in lines if line.id not in self._ids]
        known = [line for line in first if self._is_known(line)]
        for rule, some in ((Rule.JUDGE, known), (self._rule, [x for x in first if x not in known])):
            documents = [self._claiming(line) for line in some]
            outcomes = self._ingester.add_batch(self.collection, documents, rule)
            for line, outcome in zip(some, outcomes, strict=True):
                self._ids[line.id] = outcome.article_id or line.id
                if outcome.status is Status.ADDED and outcome.reason:
                    self.beside.append(outcome)
                yield outcome
        later = [line for line in lines if line not in first and not self._is_history(line)]
        documents = [structs.replace(_document(x), id=self._ids[x.id]) for x in later]
        yield from self._ingester.add_batch(self.collection, documents)

    def _claiming(self, line: Line) -> Document:
        """The document; its id is but a claim where the collection has an article of that id."""
        document = _document(line)
        return structs.replace(document, is_claimed=bool(self._versions(document.id or "")))

    def _is_known(self, line: Line) -> bool:
        """Whether this very file may have been imported before, which `--keep` must not repeat."""
        ids = (line.id, f"{line.id}-{line.version[:8]}")
        return self._rule is Rule.KEEP and any(line.version in self._versions(id) for id in ids)

    def _is_history(self, line: Line) -> bool:
        """Whether it is a version already that something newer replaced."""
        is_superseded = self._versions(self._ids[line.id]).get(line.version, False)
        return is_superseded and self._rule is not Rule.REPLACE

    def _versions(self, id: str) -> dict[str, bool]:
        """The versions of an article, and whether they are superseded."""
        found = self._library.article_versions(self.collection, id)
        return {one.version: one.superseded for one in found}


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
        for line in lines(stream, _LONGEST_LINE):
            if line.data is None:
                limit = f"it is longer than {_LONGEST_LINE >> 20} MiB"
                raise UnreadableFileError(f"{file}, line {line.number}: {limit}")
            if not line.data.strip():
                continue
            try:
                yield decoder.decode(line.data)
            except (msgspec.DecodeError, UnicodeDecodeError) as exc:
                raise UnreadableFileError(
                    f"{file}, line {line.number}: is not from `dateline export` ({exc}); "
                    "`dateline add` reads other files"
                ) from exc


def _document(line: Line) -> Document:
    meta, dropped = keep(line.meta)
    id = possible_id(line.id)
    notes = dropped if id == line.id else (*dropped, f"id: was {line.id!r}, which cannot be one")
    return reshape(line, Document, id=id, meta=meta, assumed=line.assumed + notes)


class _Printed:
    """Writes bytes to standard output through its guard."""

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
