"""The parts of a run: what each makes is kept when it is finished, and not made again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eval.support.hashing import hash_files
from eval.training.shared import checkpoints
from index.errors import UnreadableFileError

FOLDER = "parts"
_MADE_FROM = "made_from"


class Part(NamedTuple):
    """One part: its place in the run, and its files."""

    number: int
    path: Path

    @property
    def checkpoint(self) -> Path:
        """The file of a state within the part."""
        return self.path.with_suffix(".checkpoint")

    def take(self) -> dict[str, Any] | None:
        """What the part made; None if it is not finished.

        Raises:
            UnreadableFileError: the file is damaged.
        """
        return checkpoints.read(self.path)

    def keep(self, state: dict[str, Any]) -> None:
        """Write what the part made; its checkpoint is no longer needed."""
        checkpoints.write(self.path, state)
        self.checkpoint.unlink(missing_ok=True)


class Parts:
    """The parts of a run in the order in which they begin."""

    def __init__(self, out: Path, inputs: Sequence[Path], profile: str) -> None:
        """Open the folder of a run; the inputs are files that decide what it makes.

        Raises:
            UnreadableFileError: the folder holds parts of a run with other inputs.
        """
        self._folder = out / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        made_from = self._folder / _MADE_FROM
        given = f"{profile} {hash_files(inputs)}"
        if made_from.exists() and made_from.read_text(encoding="utf-8") != given:
            raise UnreadableFileError(
                f"{self._folder}: holds parts of a run with other data, another recipe or profile;"
                " name another folder, or delete this one to start again"
            )
        made_from.write_text(given, encoding="utf-8")
        self.begun = 0

    def begin(self, name: str) -> Part:
        """Begin the next part."""
        part = Part(self.begun, self._folder / f"{self.begun:02}-{name.replace(' ', '-')}.pt")
        self.begun += 1
        return part
