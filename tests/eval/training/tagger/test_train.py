"""The training of the tagger on a few sentences, and what is exported of it."""

import gzip
import json
from pathlib import Path

import msgspec
import pytest
import torch

from eval.components.polnear import is_held_out
from eval.training.tagger import export, train
from index.networks.shipped import read_model
from index.quotations.tagger.shipped import TaggerModel

pytestmark = [pytest.mark.model, pytest.mark.gate]

_TEXT = "Lee said the bridge was safe. Cho fears that it will fall. Nobody came."


def _spans(*words: str) -> list[dict[str, int]]:
    return [{"start": (at := _TEXT.index(w)), "end": at + len(w)} for w in words]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Articles of two attributions each."""
    golds = [
        {"source": _spans("Lee"), "cue": _spans("said"), "content": _spans("the bridge was safe")},
        {"source": _spans("Cho"), "cue": _spans("fears"), "content": _spans("it will fall")},
    ]
    names = [name for name in map(str, range(20)) if not is_held_out(name)]
    rows = [{"id": name, "text": _TEXT, "attributions": golds} for name in names]
    (tmp_path / "polnear").mkdir()
    with gzip.open(tmp_path / "polnear" / "train.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def _train(data: Path, out: Path) -> dict[str, torch.Tensor]:
    train.main(["--data", str(data), "--out", str(out), "--layers", "1",
                "--batch-tokens", "60", "--most-steps", "3"])  # fmt: skip
    return dict(torch.load(out / "weights.pt", weights_only=True))


@pytest.mark.gate
def test_a_training_gives_the_same_tagger_for_the_same_seed(data: Path, tmp_path: Path) -> None:
    one, other = (_train(data, tmp_path / name) for name in ("one", "other"))
    export.main(["--run", str(tmp_path / "one"), "--out", str(tmp_path / "tagger")])

    assert all(torch.equal(tensor, other[name]) for name, tensor in one.items())
    model = read_model(tmp_path / "tagger" / "tagger.json", TaggerModel)
    assert model.layers == 1
    assert model.words == ("fears", "said")
    rows = (tmp_path / "one" / "log.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(row)["step"] for row in rows] == [3]
