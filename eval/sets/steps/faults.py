"""What is wrong with a question set: where, in which field, and what was expected."""

from pathlib import Path

from msgspec import Struct

from index.errors import UnreadableFileError


class Fault(Struct, frozen=True):
    """One thing wrong with a file."""

    path: Path
    line: int | None
    """Counted from 1; None where a file has no line that is to blame."""
    field: str
    """As it is written in the file ("evidence[0].quote"); empty where none is to blame."""
    message: str

    def __str__(self) -> str:
        """The fault as one line of text."""
        line = "" if self.line is None else f", line {self.line}"
        field = f"{self.field}: " if self.field else ""
        return f"{self.path}{line}: {field}{self.message}"


class FaultError(UnreadableFileError):
    """A fault that ends the reading."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def fatal(path: Path, message: str, line: int | None = None) -> FaultError:
    """The error to raise where nothing more can be said about a file."""
    return FaultError(Fault(path, line, "", message))


class Faults:
    """Collects faults, or raises the first."""

    def __init__(self, *, stop: bool) -> None:
        self.found: list[Fault] = []
        self.places: dict[str, Place] = {}
        """Where each case stands, by its id."""
        self._stop = stop

    def report(self, fault: Fault) -> None:
        """Note a fault that reading can go on after.

        Raises:
            FaultError: where the first fault ends the reading.
        """
        if self._stop:
            raise FaultError(fault)
        self.found.append(fault)


class Place:
    """A row of a file, for the faults that are found in it."""

    def __init__(self, faults: Faults, path: Path, line: int | None, prefix: str = "") -> None:
        self._faults = faults
        self._path = path
        self._line = line
        self._prefix = prefix

    @property
    def row(self) -> int:
        """The number of lines before it."""
        return (self._line or 1) - 1

    def report(self, field: str, message: str) -> None:
        """Note a fault here."""
        self._faults.report(Fault(self._path, self._line, self._prefix + field, message))

    def below(self, field: str) -> "Place":
        """The same row, one field deeper."""
        return Place(self._faults, self._path, self._line, self._prefix + field)
