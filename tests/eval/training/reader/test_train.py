"""A reader trained further: it begins with given weights, and learns from hard windows."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from eval.training.data.pack import Packer
from eval.training.data.packed import TEXTS, write
from eval.training.data.twins import CHANGES
from eval.training.reader.network import Reader, probabilities
from eval.training.reader.texts import Texts
from eval.training.reader.train import Training, hardest, main
from eval.training.recipe import Recipe
from eval.training.shared import export
from service.readers.span import load_reader
from tests.eval.training.reader.conftest import material

pytestmark = [pytest.mark.model, pytest.mark.gate]

RECIPE = """
seed = 7
warmup = 0.1
weight_decay = 0.0
averaged = 0.9
rooms = [40]
sets = [
    { path = "own", times = 1, licence = "none" },
    { path = "own", change = "misspelt", times = 1, licence = "none" },
    { path = "own", change = "cut", times = 1, licence = "none" },
]
batch_tokens = 150
checkpoint_steps = 50
steps = 120
rate = 3e-3
labels = 0.5
made = 0.3
unanswered = 0.4
hardest = 2
"""


@pytest.fixture
def shipped(base: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights of an untrained reader."""
    torch.manual_seed(3)
    words = {name: tensor for name, tensor in base.items() if "word_embeddings" in name}
    state = {name: tensor.float() for name, tensor in Reader(base).shipped().items()}
    return words | state


@pytest.fixture
def every() -> Texts:
    """Questions as asked, misspelt, and of what is left without their answers."""
    return Texts(_packer().packed(), torch.device("cpu"))


def _packer() -> Packer:
    packer = Packer()
    for number, change in enumerate((None, "misspelt", "cut")):
        packer.add(CHANGES[change](material()) if change else material(), number)
    return packer


def _recipe(*changes: tuple[str, str]) -> Recipe:
    text = RECIPE
    for before, after in changes:
        text = text.replace(before, after)
    return msgspec.toml.decode(text, type=Recipe)


def test_a_training_begins_with_the_weights_that_are_shipped(
    every: Texts, shipped: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    still = _recipe(("steps = 120", "steps = 2"), ("rate = 3e-3", "rate = 0.0"))

    after = Training(every, still, shipped).run(tmp_path).shipped()

    assert all(torch.equal(tensor.float(), shipped[name]) for name, tensor in after.items())


@pytest.mark.gate
def test_it_learns_to_see_no_answer_where_there_is_none(
    every: Texts, shipped: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    before = Reader(shipped).eval()

    after = Training(every, _recipe(), shipped).run(tmp_path)

    cut = np.flatnonzero(every.of == 2)
    asked = np.flatnonzero((every.of == 0) & (every.spans[:, 0, 0] >= 0).numpy())
    assert _none(after, every, cut) > 0.5 > _none(before, every, cut)
    assert _none(after, every, asked) < 0.5


def _none(reader: Reader, texts: Texts, asked: np.ndarray) -> float:
    """How likely the reader sees no answer to these questions, on average."""
    begin = torch.zeros(len(asked), dtype=torch.long)
    rows = texts.rows(asked, texts.passage[asked], begin, 60)
    spans, _ = probabilities(reader, rows)
    return float(spans[:, 0].prod(dim=1).mean())


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(
    every: Texts, shipped: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    recipe = _recipe(
        ("steps = 120", "steps = 6"), ("checkpoint_steps = 50", "checkpoint_steps = 4")
    )
    whole, half = tmp_path / "whole", tmp_path / "half"
    for out in (whole, half):
        out.mkdir()
    at_once = Training(every, recipe, shipped).run(whole).shipped()

    # The checkpoint of the fourth step is all that an interrupted run leaves.
    (half / "checkpoint.pt").write_bytes((whole / "checkpoint.pt").read_bytes())
    resumed = Training(every, recipe, shipped).run(half).shipped()

    assert '"resumed_at":4' in (half / "log.jsonl").read_text()
    assert all(torch.equal(tensor, at_once[name]) for name, tensor in resumed.items())


def test_of_windows_without_an_answer_those_count_that_seem_to_have_one(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    reader = Reader(base, frozen=1).eval()
    asked = np.arange(4)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(4, dtype=torch.long), 40)
    spans, _ = probabilities(reader, rows)

    kept, below = hardest(reader, rows, 2)

    order = spans[:, 0].prod(dim=1).argsort()[:2]
    assert torch.equal(kept.ids, rows.ids[order])
    whole = reader.below(rows)
    assert below is not None
    assert whole is not None
    assert torch.equal(below, whole[order])


def test_frozen_layers_stay_and_the_others_learn(
    every: Texts, shipped: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    recipe = _recipe(("steps = 120", "steps = 4\nfrozen = 1"))

    after = Training(every, recipe, shipped).run(tmp_path).shipped()

    stay = ("bert.embeddings.", "bert.encoder.layer.0.")
    changed = {n for n, tensor in after.items() if not torch.equal(tensor.float(), shipped[n])}
    assert changed
    assert not [name for name in changed if name.startswith(stay)]
    assert any(name.startswith("bert.encoder.layer.1.") for name in changed)


@pytest.mark.slow
def test_a_run_ends_in_weights_that_are_a_reader(tmp_path: Path) -> None:
    write(_packer().packed(), tmp_path / TEXTS)
    (tmp_path / "recipe.toml").write_text(RECIPE.replace("steps = 120", "steps = 2"))
    recipe = ["--recipe", str(tmp_path / "recipe.toml")]
    run, reader = tmp_path / "run", tmp_path / "reader"

    main(["--packed", str(tmp_path), "--out", str(run), "--device", "cpu", *recipe])
    export.main(["--weights", str(run / "weights.pt"), "--out", str(reader), *recipe])

    (spans,) = load_reader(reader).spans("Who blamed fog?", ["Captain Ines Duarte blamed fog."])
    assert spans
