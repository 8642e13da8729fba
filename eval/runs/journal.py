"""What a run has measured so far, written down after every question, so that it can be resumed."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from eval.records import Record
from index.errors import StoreError, UnreadableFileError

FILE = "records.jsonl"


class Journal:
    """Records appended to a file whose first line says what is being measured.

    A journal of something else is not mixed with: it is put aside under another name.
    """

    def __init__(self, folder: Path, subject: dict[str, str]) -> None:
        """Open the journal of a folder, and read what stands in it for this subject.

        Raises:
            UnreadableFileError: the folder cannot be written.
        """
        self._path = folder / FILE
        self.records: dict[str, Record] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not self._goes_on(subject):
                self._start(subject)
            self._file = self._path.open("ab")
        except OSError as exc:
            raise UnreadableFileError(
                f"{self._path}: {exc.strerror}; choose another folder"
            ) from exc

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        # What a full disk has not taken is asked again next time.
        with suppress(OSError):
            self._file.close()

    def add(self, record: Record) -> None:
        """Write one record down.

        Raises:
            StoreError: the disk is full; what was written before is kept.
        """
        self.records[record.id] = record
        try:
            self._file.write(msgspec.json.encode(record) + b"\n")
            self._file.flush()
        except OSError as exc:
            message = f"{self._path}: {exc.strerror}; free some disk space and run it again"
            raise StoreError(message) from exc

    def in_order(self, ids: Iterable[str]) -> list[Record]:
        """The records of these questions."""
        return [self.records[id] for id in ids]

    def _goes_on(self, subject: dict[str, str]) -> bool:
        if not self._path.exists():
            return False
        lines = self._path.read_bytes().split(b"\n")
        try:
            if msgspec.json.decode(lines[0], type=dict[str, str]) != subject:
                return False
        except msgspec.DecodeError:
            return False
        whole = self._read(lines[1:])
        # A line that a crash cut off would glue itself to the next one.
        kept = b"\n".join([lines[0], *whole]) + b"\n"
        if kept != b"\n".join(lines):
            self._path.write_bytes(kept)
        return True

    def _read(self, lines: Iterable[bytes]) -> list[bytes]:
        whole: list[bytes] = []
        for line in lines:
            try:
                record = msgspec.json.decode(line, type=Record)
            except msgspec.DecodeError:
                continue
            # What failed is asked again.
            if record.error is None:
                self.records[record.id] = record
                whole.append(line)
        return whole

    def _start(self, subject: dict[str, str]) -> None:
        if self._path.exists():
            self._path.replace(self._path.with_name(f"{FILE}.{os.getpid()}.before"))
        self._path.write_bytes(msgspec.json.encode(subject) + b"\n")
