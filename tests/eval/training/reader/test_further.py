"""A reader trained further: it begins with exported weights, and learns from hard windows."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from eval.training.data.pack import Packer
from eval.training.data.packed import BASE, TEXTS, write
from eval.training.data.twins import CHANGES
from eval.training.reader.further import hardest, reader_of
from eval.training.reader.network import Reader, probabilities
from eval.training.reader.texts import Texts
from eval.training.reader.train import train
from eval.training.reader.trainer import Trainer
from eval.training.shared.export import shipped
from tests.eval.training.reader.conftest import material

pytestmark = pytest.mark.model

RECIPE = """
seed = 7
warmup = 0.1
weight_decay = 0.0
averaged = 0.9
rooms = [40]
together = [1]
measured = []
sets = [
    { path = "own", times = 1, further = 1, licence = "none" },
    { path = "own", change = "misspelt", times = 0, further = 1, licence = "none" },
    { path = "own", change = "cut", times = 0, further = 1, licence = "none" },
]

[profiles.small]
batch_tokens = 150
checkpoint_steps = 50
reader = { steps = 120, rate = 3e-3 }
further = { labels = 0.5, made = 0.3, unanswered = 0.4, hardest = 2 }
"""


@pytest.fixture
def begun(base: dict[str, torch.Tensor], tmp_path: Path) -> Path:
    """The exported weights of an untrained reader."""
    torch.manual_seed(3)
    path = tmp_path / "reader.safetensors"
    save_file(shipped(Reader(base).shipped()), path)
    return path


def _trainer(folder: Path, begun: Path, out: Path, recipe: str = RECIPE) -> Trainer:
    packed = out / "packed"
    packed.mkdir(parents=True)
    packer = Packer()
    for number, change in enumerate((None, "misspelt", "cut")):
        packer.add(CHANGES[change](material()) if change else material(), number)
    write(packer.packed(), packed / TEXTS)
    (packed / BASE).write_bytes((folder / BASE).read_bytes())
    (out / "recipe.toml").write_text(recipe)
    return Trainer(packed, out, out / "recipe.toml", "small", torch.device("cpu"), begun)


def test_a_further_training_begins_with_the_weights_that_are_shipped(
    folder: Path, begun: Path, tmp_path: Path
) -> None:
    still = RECIPE.replace("steps = 120, rate = 3e-3", "steps = 2, rate = 0.0")

    reader = train(_trainer(folder, begun, tmp_path / "run", still))

    save_file(shipped(reader.shipped()), tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == begun.read_bytes()


@pytest.mark.gate
def test_it_learns_to_see_no_answer_where_there_is_none(
    folder: Path, begun: Path, base: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    trainer = _trainer(folder, begun, tmp_path / "run")
    before = reader_of(begun, base).eval()

    after = train(trainer)

    cut = np.flatnonzero(trainer.texts.of == 2)
    asked = np.flatnonzero((trainer.texts.of == 0) & (trainer.texts.spans[:, 0, 0] >= 0).numpy())
    assert _none(after, trainer.texts, cut) > 0.5 > _none(before, trainer.texts, cut)
    assert _none(after, trainer.texts, asked) < 0.5


def _none(reader: Reader, texts: Texts, asked: np.ndarray) -> float:
    """How likely the reader sees no answer to these questions, on average."""
    begin = torch.zeros(len(asked), dtype=torch.long)
    rows = texts.rows(asked, texts.passage[asked], begin, 60)
    spans, _ = probabilities([reader], rows)
    return float(spans[:, 0].prod(dim=1).mean())


def test_of_windows_without_an_answer_those_count_that_seem_to_have_one(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    reader = Reader(base).eval()
    asked = np.arange(4)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(4, dtype=torch.long), 40)
    spans, _ = probabilities([reader], rows)

    kept = hardest([reader], rows, 2)

    none = spans[:, 0].prod(dim=1)
    expected = rows.ids[none.argsort()[:2]]
    assert torch.equal(kept.ids, expected)
