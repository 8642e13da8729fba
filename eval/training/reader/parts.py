"""The parts of a run that are finished: kept as they end, and not trained again."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import nn

from eval.hashing import hash_files
from eval.training.shared import checkpoints
from index.errors import UnreadableFileError

FOLDER = "parts"
_MADE_FROM = "made_from"
_DAMAGED = (OSError, RuntimeError, KeyError, EOFError, UnpicklingError, zipfile.BadZipFile)


class Finished:
    """Networks by their place in the run, each with the seconds that it took."""

    def __init__(self, out: Path, inputs: Sequence[Path]) -> None:
        """Take up what a run has left in its folder.

        Args:
            out: the folder of the run.
            inputs: files that decide what it makes.

        Raises:
            UnreadableFileError: the folder holds parts of a run with other inputs.
        """
        self._folder = out / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        made_from = self._folder / _MADE_FROM
        given = hash_files(inputs)
        if made_from.exists() and made_from.read_text(encoding="ascii") != given:
            raise UnreadableFileError(
                f"{self._folder}: holds parts that were trained on something else; name another"
                " folder, or delete this one to begin anew"
            )
        made_from.write_text(given, encoding="ascii")
        self._begun = 0
        self._path = made_from

    def begin(self, name: str) -> int:
        """Come to the next part; how many were before it."""
        self._path = self._folder / f"{self._begun:02}-{name.replace(' ', '-')}.pt"
        self._begun += 1
        return self._begun - 1

    def take(self, network: nn.Module) -> float | None:
        """Give the network the weights of this part, and say how long they took to train.

        None where it is not finished.

        Raises:
            UnreadableFileError: the file is damaged, or of another network.
        """
        if not self._path.exists():
            return None
        try:
            kept = torch.load(self._path, weights_only=True)
            network.load_state_dict(kept["network"])
            seconds = float(kept["seconds"])
        except _DAMAGED as exc:
            raise UnreadableFileError(
                f"{self._path}: {exc}; delete it to train this part again"
            ) from exc
        network.eval()
        return seconds

    def keep(self, network: nn.Module, seconds: float) -> None:
        """Write the network of this part, whole or not at all."""
        checkpoints.write(self._path, {"network": network.state_dict(), "seconds": seconds})
