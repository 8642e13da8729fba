"""A few steps of training on a set made here: the windows, the folder, going on."""

import json
from pathlib import Path

import pytest

from eval.training.data.examples import is_held_back, read_examples
from eval.training.plain import main
from index.embedders.minilm import model_folder
from index.records import Document

pytestmark = pytest.mark.model

FILLER = "The weather was fine that day and nobody saw anything unusual at the harbour. "


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """Twelve passages with a question each; every third has no answer."""
    articles = []
    for number in range(12):
        context = FILLER * (number % 3) * 10 + f"The bridge cost {number} million euros. " + FILLER
        answer = f"{number} million euros"
        answers = [{"text": answer, "answer_start": context.index(answer)}] if number % 3 else []
        asked: dict[str, object] = {
            "id": str(number),
            "question": "What did it cost?",
            "answers": answers,
        }
        asked["is_impossible"] = not answers
        articles.append(
            {"title": f"t{number}", "paragraphs": [{"context": context, "qas": [asked]}]}
        )
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"version": "v2.0", "data": articles}))
    return path


def test_windows_hold_the_answer_where_it_stands(squad: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))

    examples = read_examples([squad], seed=0)

    answered = [example for example in examples if example.start]
    shown = {tokenizer.decode(e.ids[e.start : e.end + 1]) for e in answered}
    kept = [n for n in range(12) if n % 3 and not is_held_back(_document(n))]
    assert shown == {f"{n} million euros" for n in kept}
    assert all(len(example.ids) <= 256 for example in examples)


def _document(number: int) -> Document:
    return Document(id="", title=f"t{number}", text="", format="squad", origin="")


def test_a_tenth_of_the_articles_is_held_back() -> None:
    held = sum(is_held_back(_document(number)) for number in range(5000))

    assert 0.08 < held / 5000 < 0.12


@pytest.mark.slow
def test_training_leaves_a_folder_that_reads_and_is_the_same_for_the_same_seed(
    squad: Path, tmp_path: Path
) -> None:
    from safetensors.numpy import load_file

    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        main(["--sets", str(squad), "--out", str(folder), "--batch", "4", "--most", "8"])

    one, other = (load_file(folder / "model.safetensors") for folder in folders)
    assert {path.name for path in folders[0].iterdir()} >= {"config.json", "tokenizer.json"}
    assert one["qa_outputs.weight"].shape == (2, 384)
    assert all((one[name] == other[name]).all() for name in one)
