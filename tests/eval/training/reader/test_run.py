"""Runs of the training on four questions: finished parts, interruptions, the reader it ends with."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
import torch

from eval.training.reader.batches import Asking
from eval.training.reader.train import main
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Part
from eval.training.shared import export
from index.errors import UnreadableFileError
from service.readers.span import load_reader

pytestmark = pytest.mark.model

_RECIPE = """
seed = 7
warmup = 0.1
weight_decay = 0.01
averaged = 0.9
rooms = [40]
together = [1, 2]
measured = []
unasked = []
sets = [{ path = "own", times = 1, licence = "none", negatives = true, asks = 1, plain = true }]

[profiles.small]
batch_tokens = 150
checkpoint_steps = 2
readers = 2
plain = { steps = 2, rate = 1e-3, relevance = 0.0 }
reader = { steps = 6, rate = 1e-3, dropout = 0.1 }

[profiles.small.student]
steps = 3
rate = 1e-3
labels = 0.4
made_at_first = 0.9
made_at_last = 0.3
proposer = { steps = 2, rate = 1e-3 }
asker = { steps = 2, rate = 1e-3 }
making = { windows = 4 }
"""
_PART = Part(steps=2, rate=1e-3)


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(_RECIPE)
    return path


def _two_parts(folder: Path, recipe: Path, out: Path) -> tuple[list[torch.Tensor], str]:
    """The span heads of two readers, and what the log says of this call."""
    out.mkdir(exist_ok=True)
    log = out / "log.jsonl"
    before = log.read_text() if log.exists() else ""
    trainer = Trainer(folder, out, recipe, "small", torch.device("cpu"))
    heads = [
        trainer.read(name, _PART, Asking(trainer.order(lambda _: True))).spans.weight.detach()
        for name in ("one", "other")
    ]
    return heads, log.read_text().removeprefix(before)


def test_finished_parts_are_not_trained_again_and_the_others_as_if_at_once(
    folder: Path, recipe: Path, tmp_path: Path
) -> None:
    whole, log_of_whole = _two_parts(folder, recipe, tmp_path / "run")
    again, log_of_again = _two_parts(folder, recipe, tmp_path / "run")
    (tmp_path / "run" / "parts" / "01-other.pt").unlink()
    half, log_of_half = _two_parts(folder, recipe, tmp_path / "run")

    trained = [log.count('"step":2') for log in (log_of_whole, log_of_again, log_of_half)]
    assert trained == [2, 0, 1]
    assert all(map(torch.equal, whole, again))
    assert all(map(torch.equal, whole, half))
    assert not torch.equal(*whole)


def test_parts_of_another_run_or_damaged_ones_are_refused(
    folder: Path, recipe: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    _two_parts(folder, recipe, out)
    first = out / "parts" / "00-one.pt"
    first.write_bytes(first.read_bytes()[:1000])

    with pytest.raises(UnreadableFileError, match=r"00-one\.pt: .*delete it"):
        _two_parts(folder, recipe, out)
    recipe.write_text(_RECIPE.replace("seed = 7", "seed = 8"))
    with pytest.raises(UnreadableFileError, match="another recipe"):
        _two_parts(folder, recipe, out)


@pytest.mark.slow
def test_a_run_killed_and_started_again_gives_the_same_reader(
    folder: Path, recipe: Path, tmp_path: Path
) -> None:
    def arguments(out: str) -> list[str]:
        return ["--packed", str(folder), "--out", str(tmp_path / out), "--recipe", str(recipe),
                "--profile", "small", "--device", "cpu"]  # fmt: skip

    command = [sys.executable, "-m", "eval.training.reader.train", *arguments("killed")]
    killed = subprocess.Popen(command)
    parts = tmp_path / "killed" / "parts"
    while killed.poll() is None and not list(parts.glob("*-reader-0.checkpoint")):
        time.sleep(0.01)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    main(arguments("killed"))
    main(arguments("whole"))

    rows = [
        msgspec.json.decode(line)
        for line in (tmp_path / "killed" / "log.jsonl").read_bytes().splitlines()
    ]
    assert any("resumed_at" in row for row in rows)
    assert any(row.get("finished") == "before" for row in rows)
    one, other = (export.read_weights(tmp_path / out / "weights.pt") for out in ("killed", "whole"))
    assert all(torch.equal(tensor, other[name]) for name, tensor in one.items())
    weights = tmp_path / "killed" / "weights.pt"
    reader = tmp_path / "reader"
    export.main(["--weights", str(weights), "--out", str(reader), "--recipe", str(recipe)])
    (spans,) = load_reader(reader).spans("Who blamed fog?", ["Captain Ines Duarte blamed fog."])
    assert spans
