"""The training log and its curve."""

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec

LOG = "log.jsonl"


class Log:
    """Writes rows to the terminal and to a file."""

    def __init__(self, out: Path) -> None:
        """Append to the log in a folder."""
        self._path, self._started = out / LOG, time.perf_counter()

    def __call__(self, **row: Any) -> None:
        """Write one row."""
        row = {"at": round(time.perf_counter() - self._started, 1), **row}
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(row) + b"\n")
        print(" ".join(f"{name}={value}" for name, value in row.items()), flush=True)


def draw(out: Path) -> None:
    """Draw the loss of each part by step."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    losses: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for line in (out / LOG).read_bytes().splitlines():
        row = msgspec.json.decode(line)
        if "loss" in row:
            losses[row["part"]].append((row["step"], row["loss"]))
    figure, axes = plt.subplots(figsize=(8, 4))
    for part, points in losses.items():
        axes.plot(*zip(*sorted(points), strict=True), linewidth=1, label=part)
    axes.set(xlabel="step", ylabel="loss")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(out / "curve.png", dpi=120)
    plt.close(figure)
