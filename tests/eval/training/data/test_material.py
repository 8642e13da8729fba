"""Questions to train on, from question sets, and how they are packed."""

import gzip
import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

from eval.training.data.held_back import is_held_back_text
from eval.training.data.material import read_material, read_pairs
from eval.training.data.pack import pack, tokenizer_of_the_base
from eval.training.recipe import read_recipe
from eval.training.shared.score import SETS

pytestmark = pytest.mark.model

FILLER = "The weather was fine that day. Nobody saw anything unusual at the harbour. "


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """Thirty articles of one passage; every fifth question has no answer."""
    articles = []
    for number in range(30):
        answer = f"{number} million euros"
        context = FILLER * 4 + f"The bridge cost {answer}. " + FILLER * 4
        answers = [{"text": answer, "answer_start": context.index(answer)}] if number % 5 else []
        asked = {
            "id": str(number),
            "question": f"What did the bridge cost in year {number}?",
            "answers": answers,
            "is_impossible": not answers,
        }
        paragraphs = [{"context": context, "qas": [asked]}]
        articles.append({"title": f"t{number}", "paragraphs": paragraphs})
    path = tmp_path / "squad" / "set.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"version": "v2.0", "data": articles}))
    return path


def test_a_question_is_either_trained_on_or_held_back(squad: Path) -> None:
    kept, held = read_material(squad), read_material(squad, held_back=True)

    assert {int(a.id) for a in kept.asked} | {int(a.id) for a in held.asked} == {*range(30)}
    assert all(not is_held_back_text(f"t{asked.id}") for asked in kept.asked)
    assert all(is_held_back_text(f"t{asked.id}") for asked in held.asked)


def test_spans_are_where_the_answers_stand(squad: Path) -> None:
    material = read_material(squad)

    for asked in material.asked:
        text = material.passages[asked.passage]
        answers = [text[span.start : span.end] for span in asked.spans]
        assert answers == ([f"{asked.id} million euros"] if int(asked.id) % 5 else [])
        assert asked.relevant is bool(answers)


def test_sentences_with_labels_are_pairs_without_spans(tmp_path: Path) -> None:
    rows = [{"question": f"q{n}?", "sentence": f"s{n}.", "label": n % 2} for n in range(40)]
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(msgspec.json.encode(row) for row in rows)))

    material = read_pairs(path)

    assert all(not asked.spans for asked in material.asked)
    assert {a.question: a.relevant for a in material.asked} == {
        row["question"]: bool(row["label"])
        for row in rows
        if not is_held_back_text(str(row["question"]))
    }


def test_the_recipe_trains_on_nothing_that_is_measured() -> None:
    recipe = read_recipe()

    paths = [use.path for use in recipe.sets]
    measured = [path for path, is_whole in SETS.items() if is_whole]
    assert measured == ["squadshifts/new_wiki.json.gz"]
    for part in (*measured, "realtimeqa", "bipar", "trecqa/dev", "polnear/dev"):
        assert not any(part in path for path in paths), part


def test_a_set_is_packed_as_the_recipe_says(squad: Path, tmp_path: Path) -> None:
    text = """
    seed = 1
    warmup = 0.1
    weight_decay = 0.0
    averaged = 0.9
    rooms = [32]
    batch_tokens = 100
    steps = 1
    checkpoint_steps = 1
    rate = 0.1
    labels = 0.5
    made = 0.2
    unanswered = 0.3
    hardest = 2
    sets = [
        { path = "squad/set.json", times = 1, licence = "ours" },
        { path = "squad/set.json", times = 1, unanswerable = true, licence = "ours" },
    ]
    """
    (tmp_path / "recipe.toml").write_text(text)

    packed = pack(read_recipe(tmp_path / "recipe.toml"), squad.parents[1])

    held = sum(is_held_back_text(f"t{number}") for number in range(30))
    unanswerable = [n for n in range(0, 30, 5) if not is_held_back_text(f"t{n}")]
    assert np.bincount(packed.of).tolist() == [30 - held, len(unanswerable)]
    assert not packed.relevant[packed.of == 1].any()
    tokenizer = tokenizer_of_the_base()
    for row in np.flatnonzero(packed.relevant):
        at = packed.text_at[packed.passage[row]]
        first, last = packed.spans[row, 0]
        answer = tokenizer.decode(packed.tokens[at + first : at + last + 1].tolist())
        asked = packed.tokens[slice(*packed.text_at[packed.question[row] :][:2])]
        number = tokenizer.decode(asked.tolist()).split("year ")[1].split("?")[0].strip()
        assert answer == f"{number} million euros"


def test_a_tenth_of_the_articles_is_held_back() -> None:
    held = sum(is_held_back_text(f"t{number}") for number in range(5000))

    assert 0.08 < held / 5000 < 0.12
