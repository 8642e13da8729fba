"""Checkpoints: what a run of training needs to go on where it was interrupted."""

from pathlib import Path
from typing import Any

FILE = "checkpoint.pt"


def save(folder: Path, step: int, model: Any, optimizer: Any, schedule: Any) -> None:
    """Write the state after so many steps, whole or not at all."""
    state = {
        "step": step,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    write(folder / FILE, state)


def write(path: Path, state: dict[str, Any]) -> None:
    """Write a state, whole or not at all."""
    import torch

    unfinished = path.with_name(f"{path.name}.part")
    torch.save(state, unfinished)
    unfinished.replace(path)


def resume(folder: Path, model: Any, optimizer: Any, schedule: Any) -> int:
    """Take up the state of a folder's checkpoint; the steps that were done, 0 without one."""
    import torch

    path = folder / FILE
    if not path.exists():
        return 0
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    schedule.load_state_dict(saved["schedule"])
    return int(saved["step"])
