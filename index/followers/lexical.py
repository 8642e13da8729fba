"""The lexical follower: tantivy (BM25, English stemming) over the passages of one collection.

    truth (passages, change log) --follow--> tantivy files, shared by all processes

Whichever process finds the files behind the log brings them up to date, one at a time under a
file lock; the others reload. `lexical.json` says up to which entry the files are; it is written
after the commit, so it can only lag, and applying an entry twice changes nothing.
"""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import tantivy
from msgspec import Struct
from numpy.typing import NDArray

from index.errors import DamagedIndexError, StoreError
from index.files.durable import write_durably
from index.followers.lexical_conditions import FIELD as OWN
from index.followers.lexical_conditions import condition_query, own_terms
from index.records import Filters
from index.store.change_log import LogEntry
from index.store.changes import Change
from index.store.library import Library, Located
from index.store.locks import file_lock
from index.store.values import Collection
from index.text.dates import first_instant, last_instant
from index.text.sentence_positions import touching_quotes

_log = logging.getLogger(__name__)

_FORMAT = 3
_WRITER_BYTES = 64_000_000
_PASSAGES_AT_ONCE = 2_000
# Measured: 0, 0.5, 1, 1.5 and 2.5 gave .841 .848 .837 .818 .775 of the RealTimeQA answers in ten.
TITLE_BOOST = 0.5
_ANALYZER = "news_en"
_LONGEST_WORD = 60
_MOST_TERMS = 64

Ids = NDArray[np.int64]


class _State(Struct, frozen=True):
    """How far the files have followed the log."""

    format: int
    seq: int


class LexicalIndex:
    """Passages of one collection by their words. Safe to use from several threads."""

    def __init__(self, library: Library, collection: Collection, folder: Path) -> None:
        self.seq = 0
        self._library = library
        self._collection = collection
        self._folder = folder
        self._files = folder / "lexical"
        self._lock = Lock()
        self._analyzer = _analyzer()
        self._schema = _schema()
        self._index: Any = None

    @property
    def count(self) -> int:
        """Number of passages held."""
        return int(self._index.searcher().num_docs)

    def open(self) -> None:
        """Open the files and follow the log to its end; start anew where they are bad."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open_files()
        except DamagedIndexError as exc:
            _log.warning("%s; rebuilding it from the articles", exc)
            self._start_anew()
        self.follow()

    def follow(self) -> int:
        """Bring the files up to date with the log; return the position reached."""
        with self._lock:
            if self.seq < self._library.log.position(self._collection):
                with file_lock(self._folder / "lexical.lock"):
                    self._catch_up()
                self._index.reload()
            return self.seq

    def search(
        self, question: str, k: int, filters: Filters | None = None, as_of: str | None = None
    ) -> tuple[NDArray[np.float32], Ids]:
        """The `k` best passages for the question's words: BM25 scores, best first, and ids."""
        query = self._query(question, filters or Filters(), as_of)
        if query is None:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        searcher = self._index.searcher()
        found = searcher.search(query, limit=k, count=False).hits
        ids = searcher.fast_field_values("passage", [address for _, address in found])
        scores = np.fromiter((score for score, _ in found), np.float32, len(found))
        return scores, np.asarray(ids, np.int64)

    def terms(self, text: str) -> list[str]:
        """The text's words as the index knows them: lower case, stemmed, without stop words."""
        return [str(term) for term in self._analyzer.analyze(text)]

    def document_frequency(self, term: str) -> int:
        """Number of passages whose body holds this term (as `terms` gives it)."""
        return int(self._index.searcher().doc_freq("body", term))

    def rebuild(self) -> None:
        """Build the files anew from the truth."""
        with self._lock:
            self._start_anew()
        self.follow()

    def verify(self) -> list[str]:
        """Problems found by comparing the index with the truth; empty if there are none."""
        self.follow()
        count, _ = self._library.log.count_and_position(self._collection)
        if self.count != count:
            return [f"it holds {self.count} passages, the database {count}"]
        return []

    def save(self) -> None:
        """Nothing to do: what was followed is in the files already."""

    def wait(self) -> None:
        """Nothing runs in the background."""

    # Files

    def _open_files(self) -> None:
        state = self._state()
        if state is None and not self._files.exists():
            self._start_anew()
            return
        if state is None or state.format != _FORMAT:
            raise DamagedIndexError(f"{self._files}: not a lexical index of this version")
        if state.seq > self._library.log.position(self._collection):
            raise DamagedIndexError(f"{self._files}: the lexical index is ahead of the truth")
        try:
            self._index = tantivy.Index(self._schema, path=str(self._files), reuse=True)
            self._index.register_tokenizer(_ANALYZER, self._analyzer)
            self._index.reload()
            self._index.searcher()
        except (ValueError, OSError) as exc:
            raise DamagedIndexError(f"{self._files}: unreadable ({exc})") from exc
        self.seq = state.seq

    def _start_anew(self) -> None:
        with file_lock(self._folder / "lexical.lock"):
            (self._folder / "lexical.json").unlink(missing_ok=True)
            shutil.rmtree(self._files, ignore_errors=True)
            self._files.mkdir(parents=True)
            self._index = tantivy.Index(self._schema, path=str(self._files))
            self._index.register_tokenizer(_ANALYZER, self._analyzer)
            self.seq = 0
            self._write_state()

    def _state(self) -> _State | None:
        try:
            data = (self._folder / "lexical.json").read_bytes()
            return msgspec.json.decode(data, type=_State)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as exc:
            raise DamagedIndexError(f"{self._folder}: lexical.json unreadable ({exc})") from exc

    def _write_state(self) -> None:
        state = msgspec.json.encode(_State(_FORMAT, self.seq))
        write_durably(self._folder / "lexical.json", state)

    # Following

    def _catch_up(self) -> None:
        """Apply the log's new entries; the caller holds the file lock."""
        state = self._state()
        self.seq = state.seq if state else 0
        entries = self._library.log.entries(self._collection, after=self.seq)
        if not entries:
            return
        try:
            self._write(entries)
        except (ValueError, OSError) as exc:
            # tantivy reports a full disk as a ValueError.
            raise StoreError(
                f"{self._files}: {exc}; free some disk space; what was acknowledged is safe"
            ) from exc

    def _write(self, entries: Sequence[LogEntry]) -> None:
        writer = self._index.writer(_WRITER_BYTES, num_threads=1)
        try:
            while entries:
                self._apply(writer, entries)
                writer.commit()
                self.seq = entries[-1].seq
                self._write_state()
                entries = self._library.log.entries(self._collection, after=self.seq)
        finally:
            writer.wait_merging_threads()

    def _apply(self, writer: Any, entries: Sequence[LogEntry]) -> None:
        for entry in entries:
            # Before an ADD too: it may have been applied already, before a crash.
            writer.delete_documents_by_term("version", entry.version_pk)
        added = [e for e in entries if e.kind is Change.ADD]
        ids = [i for e in added for i in range(e.first_passage, e.last_passage + 1)]
        for start in range(0, len(ids), _PASSAGES_AT_ONCE):
            chunk = ids[start : start + _PASSAGES_AT_ONCE]
            for located in self._library.locate(self._collection, chunk).values():
                writer.add_document(_document(located))

    # Asking

    def _query(self, question: str, filters: Filters, as_of: str | None) -> Any:
        terms = list(dict.fromkeys(self.terms(question)))[:_MOST_TERMS]
        if not terms:
            return None
        words = [(tantivy.Occur.Should, self._word(term)) for term in terms]
        limits = [(tantivy.Occur.Must, limit) for limit in self._limits(filters, as_of)]
        wanted = tantivy.Query.boolean_query(words)
        if not limits:
            return wanted
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), *limits])

    def _word(self, term: str) -> Any:
        body = tantivy.Query.term_query(self._schema, "body", term)
        title = tantivy.Query.term_query(self._schema, "title", term)
        boosted = tantivy.Query.boost_query(title, TITLE_BOOST)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, body), (tantivy.Occur.Should, boosted)]
        )

    def _limits(self, filters: Filters, as_of: str | None) -> list[Any]:
        limits = [
            _any_of(self._schema, field, values)
            for field, values in (
                ("outlet", [value.casefold() for value in filters.outlet]),
                ("author", [value.casefold() for value in filters.author]),
                ("speaker", list(filters.speaker)),
                ("article", list(filters.article_ids)),
            )
            if values
        ]
        low = first_instant(filters.published_from) if filters.published_from else None
        highs = [last_instant(until) for until in (filters.published_to, as_of) if until]
        high = min(highs) if highs else None
        if low is not None or high is not None:
            limits.append(
                tantivy.Query.range_query(
                    self._schema, "published", tantivy.FieldType.Integer, low, high
                )
            )
        if filters.meta is not None:
            limits.append(condition_query(self._index, self._schema, filters.meta))
        return [_without_score(limit) for limit in limits]


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage", indexed=True, fast=True)
    builder.add_integer_field("version", indexed=True)
    builder.add_text_field("title", tokenizer_name=_ANALYZER)
    builder.add_text_field("body", tokenizer_name=_ANALYZER)
    for field in ("outlet", "author", "speaker", "article", OWN):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    return builder.build()


def _analyzer() -> Any:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _document(located: Located) -> Any:
    article, passage = located.article, located.passage
    document = tantivy.Document()
    document.add_integer("passage", passage.id)
    document.add_integer("version", located.version_pk)
    document.add_text("title", article.title or "")
    document.add_text("body", passage.text)
    document.add_text("article", article.id)
    if article.outlet:
        document.add_text("outlet", article.outlet.casefold())
    for author in article.authors:
        document.add_text("author", author.casefold())
    for speaker in _speakers(located):
        document.add_text("speaker", speaker)
    for name, value in article.meta.items():
        for term in own_terms(name, value):
            document.add_text(OWN, term)
    if article.published:
        document.add_integer("published", first_instant(article.published))
    return document


def _speakers(located: Located) -> set[str]:
    """Whose quotations the passage touches."""
    touching = touching_quotes(located.article, located.first_sentence, located.last_sentence)
    return {quote.speaker for _, quote in touching if quote.speaker}


def _any_of(schema: Any, field: str, values: list[str]) -> Any:
    return tantivy.Query.term_set_query(schema, field, values)


def _without_score(query: Any) -> Any:
    return tantivy.Query.const_score_query(query, 0.0)
