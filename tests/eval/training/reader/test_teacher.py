"""The larger teacher: its numbers of word pieces, its weights in few bits, and what it teaches."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from eval.training.data.teacher_weights import distance, encoder, read, write
from eval.training.reader.teacher import Teacher, translated
from eval.training.reader.texts import Texts
from eval.training.reader.train import main
from eval.training.shared import export

pytestmark = pytest.mark.model

RECIPE = """
seed = 7
warmup = 0.1
weight_decay = 0.01
averaged = 0.9
rooms = [40]
together = [1, 2]
measured = []
unasked = []
sets = [{ path = "own", times = 1, licence = "none", negatives = true, asks = 1 }]

[profiles.small]
batch_tokens = 150
checkpoint_steps = 2
readers = 0
reader = { steps = 0, rate = 0.0 }
teacher = { steps = 3, rate = 1e-3 }

[profiles.small.student]
steps = 3
rate = 1e-3
labels = 0.4
made_at_first = 0.9
made_at_last = 0.3
proposer = { steps = 2, rate = 1e-3 }
asker = { steps = 2, rate = 1e-3 }
making = { windows = 4, judges = 1 }
"""
CONFIG = (
    b'{"vocab_size": 30527, "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,'
    b' "intermediate_size": 128, "max_position_embeddings": 514}'
)


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    """A network of the teacher's kind, small and untrained."""
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(5)
    config = MPNetConfig(hidden_size=64, num_hidden_layers=2, num_attention_heads=2,
                         intermediate_size=128, max_position_embeddings=514)  # fmt: skip
    model: Any = MPNetModel(config, add_pooling_layer=False)
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


def test_word_pieces_get_the_teachers_numbers() -> None:
    ids = torch.tensor([[101, 2040, 102, 30521, 102, 0, 0]])
    mask = torch.tensor([[True, True, True, True, True, False, False]])

    assert translated(ids, mask).tolist() == [[0, 2044, 2, 30525, 2, 1, 1]]


@pytest.mark.parametrize(("bits", "most"), [(8, 0.02), (4, 0.3)])
def test_weights_travel_in_few_bits_and_lose_little(
    state: dict[str, Any], tmp_path: Path, bits: int, most: float
) -> None:
    write(state, CONFIG, tmp_path, bits)

    again = read(tmp_path)

    size = sum(piece.stat().st_size for piece in tmp_path.glob("teacher-*.bin"))
    count = sum(array.size for array in state.values())

    assert 0 < distance(encoder(msgspec.json.decode(CONFIG), state), again) < most
    assert size == pytest.approx(count * (bits + 0.5) / 8, rel=0.02)


def test_it_scores_the_tokens_of_our_rows(texts: Texts, state: dict[str, Any]) -> None:

    teacher = Teacher(encoder(msgspec.json.decode(CONFIG), state)).eval()
    asked = np.arange(4)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(4, dtype=torch.long), 40,
                      question_blind=False)  # fmt: skip

    with torch.no_grad():
        logits, relevance = teacher(rows)

    assert logits.shape == (*rows.ids.shape, 2)
    assert relevance.shape == (4,)
    assert (logits[~rows.allowed] < -9000).all()
    assert (logits[rows.allowed] > -100).all()


def test_a_run_with_a_teacher_ends_in_a_small_reader(
    folder: Path, state: dict[str, Any], tmp_path: Path
) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    for file in folder.iterdir():
        (packed / file.name).write_bytes(file.read_bytes())
    write(state, CONFIG, packed, 4)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)

    main(["--packed", str(packed), "--out", str(tmp_path / "run"), "--recipe", str(recipe),
          "--profile", "small", "--device", "cpu"])  # fmt: skip

    found = export.read_weights(tmp_path / "run" / "weights.pt")
    assert found["spans.weight"].shape == (2, 64)
    log = (tmp_path / "run" / "log.jsonl").read_text()
    assert [f'"part":"{name}"' in log for name in ("teacher", "student")] == [True, True]
