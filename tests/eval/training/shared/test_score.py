"""The reader that comes with Dateline, scored on a small set and exported again."""

import gzip
import json
from pathlib import Path

import msgspec
import pytest
import torch

from eval.peers.hugging_face import read_reader
from eval.training.data.held_back import is_held_back_text
from eval.training.recipe import RECIPE
from eval.training.shared.export import mean, write_reader
from eval.training.shared.score import Twins, score, twins
from service.readers.span import FOLDER, MODEL, WEIGHTS, Model, load_reader

pytestmark = [pytest.mark.model, pytest.mark.gate]

_FILLER = "Nobody came to the harbour, where a band played until the evening of that long day."
_NAME = "squad/squad20_dev.json.gz"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sixty articles of one passage with a question that it answers and one that it does not."""
    articles = []
    for number in range(60):
        answer = f"{number} million euros"
        context = f"The ferry left at noon. The bridge cost {answer}. {_FILLER}"
        asked = [
            {"id": f"a{number}", "question": "What did the bridge cost?", "is_impossible": False,
             "answers": [{"text": answer, "answer_start": context.index(answer)}]},
            {"id": f"b{number}", "question": "Who painted the tower of the castle?",
             "is_impossible": True, "answers": []},
        ]  # fmt: skip
        articles.append({"title": f"t{number}", "paragraphs": [{"context": context, "qas": asked}]})
    path = tmp_path / _NAME
    path.parent.mkdir()
    path.write_bytes(gzip.compress(json.dumps({"version": "v2.0", "data": articles}).encode()))
    return tmp_path


def test_a_reader_is_scored_on_the_articles_held_back(data: Path) -> None:
    held_back = sum(is_held_back_text(f"t{number}") for number in range(60))

    figures = score(load_reader(FOLDER), data, _NAME, None)

    assert figures["questions"] == 2 * held_back > 0
    assert figures["em"] == figures["f1"] == figures["auroc"] == 1.0
    assert figures["no_answer"] == 1.0


def test_exporting_the_shipped_weights_gives_the_same_files(tmp_path: Path) -> None:
    write_reader(read_reader(FOLDER), tmp_path, RECIPE)

    shipped = msgspec.json.decode((FOLDER / MODEL).read_bytes(), type=Model)
    exported = msgspec.json.decode((tmp_path / MODEL).read_bytes(), type=Model)
    assert exported.sha256 == shipped.sha256
    assert exported.base_sha256 == shipped.base_sha256
    assert (tmp_path / WEIGHTS).read_bytes() == (FOLDER / WEIGHTS).read_bytes()


def test_twins_without_an_answer_are_told_apart_by_their_margin(data: Path) -> None:
    (cut, *_) = [
        found for found in twins(load_reader(FOLDER), data, _NAME, None) if "cut" in found.name
    ]

    assert cut.auroc == 1.0
    assert cut.wrongly_answered(0.9) == 0.0


def test_a_share_of_the_unanswered_is_above_the_margin_of_a_share_of_the_others() -> None:
    found = Twins("own", [5.0, 4.0, 3.0, 0.0], [4.5, 3.5, -1.0, 1.0])

    assert found.wrongly_answered(0.75) == 0.5
    assert found.wrongly_answered(1.0) == 0.75
    assert found.auroc == 10 / 16


def test_a_mean_of_states_counts_each_by_its_share() -> None:
    states = [{"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([5.0, 3.0]), "b": torch.ones(1)}]

    assert mean(states, [0.25, 0.75])["a"].tolist() == [4.0, 3.0]
    assert list(mean(states)) == ["a"]
