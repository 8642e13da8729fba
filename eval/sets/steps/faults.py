"""Faults in a question set: where, in which field, and what was expected."""

from pathlib import Path

from msgspec import Struct

from index.errors import UnreadableFileError


class Fault(Struct, frozen=True):
    """One thing wrong with a file."""

    path: Path
    line: int | None
    """Counted from 1; None if the fault is not in a particular line."""
    field: str
    """As written in the file ("evidence[0].quote"); empty if no field is at fault."""
    message: str

    def __str__(self) -> str:
        """The fault as one line of text."""
        line = "" if self.line is None else f", line {self.line}"
        field = f"{self.field}: " if self.field else ""
        return f"{self.path}{line}: {field}{self.message}"


class FaultError(UnreadableFileError):
    """A fault after which reading cannot continue."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def fatal(path: Path, message: str, line: int | None = None) -> FaultError:
    """The error to raise if reading cannot continue."""
    return FaultError(Fault(path, line, "", message))


class Faults:
    """Collects faults, or raises the first."""

    def __init__(self, *, stop: bool) -> None:
        self.found: list[Fault] = []
        self.places: dict[str, Place] = {}
        """The place of each case, by its id."""
        self._stop = stop

    def report(self, fault: Fault) -> None:
        """Record a fault after which reading can continue.

        Raises:
            FaultError: reading stops at the first fault.
        """
        if self._stop:
            raise FaultError(fault)
        self.found.append(fault)


class Place:
    """A row of a file, for reporting faults in it."""

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
        """Report a fault here."""
        self._faults.report(Fault(self._path, self._line, self._prefix + field, message))

    def below(self, field: str) -> "Place":
        """The same row, one field deeper."""
        return Place(self._faults, self._path, self._line, self._prefix + field)
