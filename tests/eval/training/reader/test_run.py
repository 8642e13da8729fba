"""Runs of the training on four questions: finished parts, interruptions, the reader in the end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch

from eval.training.data import base_weights
from eval.training.data.packed import BASE, TEXTS, Packed, write
from eval.training.reader.batches import Asking
from eval.training.reader.train import main
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Part
from eval.training.shared import export
from index.errors import UnreadableFileError
from service.readers.span import load_reader
from tests.eval.training.reader.conftest import RECIPE

pytestmark = pytest.mark.model

_PART = Part(steps=2, rate=1e-3)


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
    recipe.write_text(RECIPE.replace("seed = 7", "seed = 8"))
    with pytest.raises(UnreadableFileError, match="another recipe"):
        _two_parts(folder, recipe, out)


def _arguments(packed: Path, recipe: Path, out: Path) -> list[str]:
    return ["--packed", str(packed), "--out", str(out), "--recipe", str(recipe),
            "--profile", "small", "--device", "cpu"]  # fmt: skip


def _rows(run: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in (run / "log.jsonl").read_bytes().splitlines()]


@pytest.mark.gate
def test_a_run_killed_and_started_again_gives_the_same_weights(
    folder: Path, recipe: Path, tmp_path: Path
) -> None:
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "eval.training.reader.train"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    killed = subprocess.Popen([*command, *_arguments(folder, recipe, out)], env=environment)
    while killed.poll() is None and not list(out.glob("parts/*-reader.checkpoint")):
        time.sleep(0.01)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    main(_arguments(folder, recipe, out))
    main(_arguments(folder, recipe, tmp_path / "whole"))

    (resumed,) = [row for row in _rows(out) if "resumed_at" in row]
    assert resumed["part"] == "reader"
    assert [row["part"] for row in _rows(out) if row.get("finished") == "before"] == ["mined"]
    one, other = (export.read_weights(run / "weights.pt") for run in (out, tmp_path / "whole"))
    assert all(torch.equal(tensor, other[name]) for name, tensor in one.items())


@pytest.mark.slow
def test_a_run_ends_in_weights_that_are_a_reader(
    packed: Packed, recipe: Path, tmp_path: Path
) -> None:
    write(packed, tmp_path / TEXTS)
    base_weights.write(base_weights.installed(), tmp_path / BASE)
    main(_arguments(tmp_path, recipe, tmp_path / "run"))

    weights, reader = tmp_path / "run" / "weights.pt", tmp_path / "reader"
    export.main(["--weights", str(weights), "--out", str(reader), "--recipe", str(recipe)])

    (spans,) = load_reader(reader).spans("Who blamed fog?", ["Captain Ines Duarte blamed fog."])
    assert spans
