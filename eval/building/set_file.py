"""The file of a growing question set: complete and valid after every case, even after a crash."""

import re
from pathlib import Path

from msgspec import structs

from eval.questions import Case
from eval.sets.layouts import own
from eval.sets.steps.faults import Faults
from eval.sets.writing import case_line
from index.errors import StoreError, UnreadableFileError
from index.files.durable import write_durably

_NUMBER = re.compile(r"q(\d+)")


class SetFile:
    """A set's file and its cases. It is read again before each write.

    Each write replaces the whole file, so that nobody ever sees half a line; lines that are not
    being changed stay as they are, byte for byte.
    """

    def __init__(self, path: Path) -> None:
        """Read the file, if it exists.

        Raises:
            UnreadableFileError: the file exists and is not a set in our layout.
        """
        # A link stays a link: the file that it points to is replaced.
        self._path = path.resolve()
        self._lines: list[bytes] = []
        self._positions: dict[str, int] = {}
        self.cases: list[Case] = []
        self._read()

    def next_id(self) -> str:
        """The next free numbered id; the first is "q1"."""
        numbers = [int(m[1]) for case in self.cases if (m := _NUMBER.fullmatch(case.id))]
        return f"q{max(numbers, default=0) + 1}"

    def append(self, *cases: Case) -> list[Case]:
        """Append cases; an id that is taken is replaced by the next free one.

        Raises:
            StoreError: the file cannot be written; the old one is unchanged.
        """
        self._read()
        added = []
        for case in cases:
            taken = case.id in self._positions
            new = structs.replace(case, id=self.next_id()) if taken else case
            self._positions[new.id] = len(self._lines)
            self._lines.append(case_line(new))
            self.cases.append(new)
            added.append(new)
        self._write()
        return added

    def replace(self, case: Case) -> None:
        """Replace the case with the same id.

        Raises:
            StoreError: the file cannot be written, or no longer has such a case.
        """
        self._read()
        if case.id not in self._positions:
            raise StoreError(f"{self._path}: {case.id!r} was removed in the meantime; start again")
        self._lines[self._positions[case.id]] = case_line(case)
        self.cases = [case if known.id == case.id else known for known in self.cases]
        self._write()

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as exc:
            raise UnreadableFileError(f"{self._path}: cannot be read: {exc.strerror}") from exc
        if data.startswith(b"\x1f\x8b"):
            raise UnreadableFileError(f"{self._path}: is gzipped; unpack it to add questions")
        faults = Faults(stop=True)
        self.cases = list(own.read_cases(self._path, faults).values())
        self._positions = {case.id: faults.places[case.id].row for case in self.cases}
        self._lines = data.removesuffix(b"\n").split(b"\n") if data else []

    def _write(self) -> None:
        write_durably(self._path, b"".join(each + b"\n" for each in self._lines))
