"""Incremental backups: the database pages that differ from an earlier backup.

    monday    library.db           every page
    tuesday   library.db.changes   since monday: the number of each page that differs, and the page
    friday    library.db.changes   since tuesday

SQLite copies a database page by page, so adding few articles changes few pages.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from index.files.durable import write_durably
from service.backups.manifest import CHANGES, DATABASE, earlier_folder, read_manifest

_PAGE = 4096
_NUMBER = 8
_OWNER_ONLY = 0o600


def write_changes(database: Path, since: Path, target: Path) -> None:
    """Write the pages of a database that are not in an earlier backup.

    Raises:
        StoreError: a file cannot be read or written.
    """
    with database.open("rb") as file:
        pairs = enumerate(zip_longest(_pages(file), pages_of(since)))
        changes = (
            number.to_bytes(_NUMBER, "little") + page
            for number, (page, before) in pairs
            if page is not None and page != before
        )
        write_durably(target, changes, _OWNER_ONLY)


def write_database(backup: Path, target: Path) -> None:
    """Assemble a backup's database from its base backups.

    Raises:
        NotFoundError: an earlier backup is missing.
        StoreError: a file cannot be read or written.
    """
    write_durably(target, pages_of(backup), _OWNER_ONLY)


def pages_of(backup: Path) -> Iterator[bytes]:
    """The database of a backup, page by page."""
    manifest = read_manifest(backup)
    if manifest.database is None:
        with (backup / DATABASE).open("rb") as file:
            yield from _pages(file)
        return
    before = pages_of(earlier_folder(backup, manifest))
    with (backup / CHANGES).open("rb") as file:
        changes = _numbered(file)
        number, page = next(changes, (-1, b""))
        for place in range(-(-manifest.database.size // _PAGE)):
            kept = next(before, b"")
            if place != number:
                yield kept
                continue
            yield page
            number, page = next(changes, (-1, b""))


def _pages(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(_PAGE), b"")


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while number := file.read(_NUMBER):
        yield int.from_bytes(number, "little"), file.read(_PAGE)
