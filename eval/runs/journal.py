"""The records of a run so far, written after every question, so that it can be resumed."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from eval.records import Record
from index.errors import StoreError, UnreadableFileError
from index.files.durable import write_durably

FILE = "records.jsonl"


class Journal:
    """Records appended to a file whose first line says what is being measured.

    A journal of something else is never mixed in: it is renamed out of the way.
    """

    def __init__(self, folder: Path, subject: dict[str, str]) -> None:
        """Open the journal of a folder, and read its records if it is about this subject.

        Raises:
            UnreadableFileError: the folder cannot be written.
            StoreError: the disk is full.
        """
        self._path = folder / FILE
        self.records: dict[str, Record] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not self._resumes(subject):
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
        # Records lost to a full disk are measured again next time.
        with suppress(OSError):
            self._file.close()

    def add(self, record: Record) -> None:
        """Append one record.

        Raises:
            StoreError: the disk is full; earlier records are kept.
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

    def _resumes(self, subject: dict[str, str]) -> bool:
        if not self._path.exists():
            return False
        lines = self._path.read_bytes().split(b"\n")
        try:
            if msgspec.json.decode(lines[0], type=dict[str, str]) != subject:
                return False
        except msgspec.DecodeError:
            return False
        whole = self._read(lines[1:])
        # A line that a crash cut off would run into the next one.
        kept = b"\n".join([lines[0], *whole]) + b"\n"
        if kept != b"\n".join(lines):
            write_durably(self._path, kept)
        return True

    def _read(self, lines: Iterable[bytes]) -> list[bytes]:
        whole: list[bytes] = []
        for line in lines:
            try:
                record = msgspec.json.decode(line, type=Record)
            except msgspec.DecodeError:
                continue
            # Failed questions are asked again.
            if record.error is None:
                self.records[record.id] = record
                whole.append(line)
        return whole

    def _start(self, subject: dict[str, str]) -> None:
        if self._path.exists():
            self._path.replace(self._path.with_name(f"{FILE}.{os.getpid()}.before"))
        write_durably(self._path, msgspec.json.encode(subject) + b"\n")
