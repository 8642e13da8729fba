"""Writing the changes of the log into a lexical index."""

from collections.abc import Callable, Sequence
from typing import Any

from index.followers.lexical_schema import document
from index.interruption import go_on
from index.store.change_log import LogEntry
from index.store.changes import Change
from index.store.library import Library
from index.store.values import Collection

_WRITER_BYTES = 64_000_000
_PASSAGES_AT_ONCE = 2_000


def write_changes(
    index: Any,
    library: Library,
    collection: Collection,
    after: int,
    note: Callable[[int], object] = lambda _: None,
) -> int:
    """Apply the changes with a sequence number over `after`; return the position reached.

    `note` is told each position whose changes are on the disk. Applying a change twice changes
    nothing. Whatever tantivy raises is left as it is.
    """
    writer = index.writer(_WRITER_BYTES, num_threads=1)
    try:
        # A killed process may have left files that the next commit would want to create.
        writer.garbage_collect_files()
        while entries := library.log.entries(collection, after=after):
            _apply(writer, library, collection, entries)
            writer.commit()
            after = entries[-1].seq
            note(after)
    finally:
        writer.wait_merging_threads()
    return after


def _apply(
    writer: Any, library: Library, collection: Collection, entries: Sequence[LogEntry]
) -> None:
    for entry in entries:
        # Before an ADD too: it may have been applied already, before a crash.
        writer.delete_documents_by_term("version", entry.version_pk)
    added = [e for e in entries if e.kind is Change.ADD]
    firsts = {e.first_passage for e in added}
    ids = [i for e in added for i in range(e.first_passage, e.last_passage + 1)]
    for start in range(0, len(ids), _PASSAGES_AT_ONCE):
        go_on()
        chunk = ids[start : start + _PASSAGES_AT_ONCE]
        for located in library.locate(collection, chunk).values():
            is_first = located.passage.id in firsts
            writer.add_document(document(located, is_first=is_first))
