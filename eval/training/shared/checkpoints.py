"""Training checkpoints: written atomically, and read with helpful errors."""

import zipfile
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from index.errors import UnreadableFileError

_DAMAGED = (OSError, RuntimeError, EOFError, UnpicklingError, zipfile.BadZipFile)


def write(path: Path, state: dict[str, Any]) -> None:
    """Write a state, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.part")
    torch.save(state, unfinished)
    unfinished.replace(path)


def read(path: Path) -> dict[str, Any] | None:
    """Read a state; None if there is none.

    Raises:
        UnreadableFileError: the file is damaged.
    """
    if not path.exists():
        return None
    try:
        return dict(torch.load(path, weights_only=True))
    except _DAMAGED as exc:
        raise UnreadableFileError(f"{path}: {exc}; delete it to train this part again") from exc
