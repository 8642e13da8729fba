"""Questions to train on, windows cut from them, and the loss they give."""

import gzip
import json
import math
import random
from pathlib import Path

import msgspec
import pytest

from eval.training.data.examples import is_held_back_text
from eval.training.data.material import read_material, read_pairs
from eval.training.data.windows import Cutter, Window
from eval.training.recipe import FURTHER, RECIPE, TITLED, Recipe, batches, read_recipe
from index.embedders.minilm import model_folder

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


def _recipe(folder: Path, stages: str) -> Recipe:
    """The recipe that comes with Dateline, with other stages."""
    text = RECIPE.read_text("utf-8")
    path = folder / "recipe.toml"
    path.write_text(text[: text.index("[[stages]]")] + stages)
    return read_recipe(path)


def _text(ids: list[int]) -> str:
    from tokenizers import Tokenizer

    return str(Tokenizer.from_file(str(model_folder() / "tokenizer.json")).decode(ids))


def _decoded(window: Window) -> list[str]:
    pairs = zip(window.starts, window.ends, strict=True)
    return [_text(window.ids[start : end + 1]) for start, end in pairs]


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


@pytest.mark.parametrize("seed", range(20))
def test_a_window_holds_its_answer_whole_wherever_it_is_cut(squad: Path, seed: int) -> None:
    material = read_material(squad)
    cutter = Cutter(material)
    number = next(n for n, asked in enumerate(material.asked) if asked.spans)

    window = cutter.positive(number, 32, random.Random(seed))

    assert _decoded(window) == [f"{material.asked[number].id} million euros"]
    assert window.relevant
    assert len(window.ids) - window.context - 1 <= 32


def test_a_negative_window_of_the_same_passage_holds_no_answer(squad: Path) -> None:
    material = read_material(squad)
    cutter = Cutter(material)
    number = next(n for n, asked in enumerate(material.asked) if asked.spans)
    own = material.asked[number].passage

    windows = [cutter.negative(number, own, 32, random.Random(seed)) for seed in range(20)]

    # Where chance finds only places that touch the answer, there is none.
    found = [window for window in windows if window is not None]
    assert len(found) > 10
    for window in found:
        assert not window.starts
        assert not window.relevant
        assert "million euros" not in _text(window.ids[window.context :])


def test_the_recipe_trains_on_nothing_that_is_measured() -> None:
    recipes = [read_recipe(path) for path in (RECIPE, FURTHER, TITLED)]
    paths = {use.path for recipe in recipes for stage in recipe.stages for use in stage.sets}

    assert paths
    assert not any(
        part in path
        for path in paths
        for part in ("new_wiki", "realtimeqa", "bipar", "trecqa/dev", "polnear/dev")
    )


def test_the_same_seed_gives_the_same_batches(squad: Path, tmp_path: Path) -> None:
    recipe = _recipe(
        tmp_path,
        '[[stages]]\nname = "one"\nroom = [24, 48]\n'
        'sets = [{ path = "set.json", times = 1.5, negatives = 0.5, licence = "ours" }]\n',
    )

    one, other = (batches(recipe, squad.parent) for _ in range(2))

    assert one == other
    assert any(not w.relevant for batch in one for w in batch)
    assert any(w.starts for batch in one for w in batch)


def test_a_grouped_stage_keeps_the_windows_of_a_question_in_one_batch(
    squad: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.toml"
    text = RECIPE.read_text("utf-8")
    recipe.write_text(
        text[: text.index("[[stages]]")].replace("batch_tokens = 2560", "batch_tokens = 400")
        + '[[stages]]\nname = "one"\nroom = [32]\ngrouped = true\n'
        + 'sets = [{ path = "set.json", times = 1.0, negatives = 2, licence = "ours" }]\n'
    )

    planned = batches(read_recipe(recipe), squad.parent)

    places: dict[int, set[int]] = {}
    for number, batch in enumerate(planned):
        for window in batch:
            places.setdefault(window.group, set()).add(number)
    assert len(planned) > 1
    assert all(len(found) == 1 for found in places.values())
    groups = [[w for b in planned for w in b if w.group == group] for group in places]
    assert all(sum(bool(window.starts) for window in group) == 1 for group in groups)
    assert any(len(group) == 3 for group in groups)


def test_the_loss_is_that_of_the_summed_probability_of_all_answers() -> None:
    import torch

    from eval.training.network import loss

    windows = [
        Window([1, 2, 3, 4], 1, (1, 2), (2, 3), relevant=True),
        Window([1, 2, 3, 4], 1, (), (), relevant=False),
        # Relevant, but nobody marked where: no loss of spans.
        Window([1, 2, 3, 4], 1, (), (), relevant=True),
    ]
    logits = torch.zeros(3, 4, 2)

    value = float(loss(logits, torch.zeros(3), windows, 0.5))

    spans = (-math.log(2 / 4) - math.log(1 / 4)) / 2
    assert value == pytest.approx(spans + 0.5 * math.log(2), rel=1e-5)


def test_windows_of_one_question_share_their_normalisation() -> None:
    import torch

    from eval.training.network import loss

    alone = [
        Window([1, 2, 3, 4], 1, (1,), (2,), relevant=True),
        Window([1, 2, 3, 4], 1, (), (), relevant=False),
    ]
    together = [window._replace(group=7) for window in alone]
    logits, relevance = torch.zeros(2, 4, 2), torch.zeros(2)

    difference = float(loss(logits, relevance, together, 0.5) - loss(logits, relevance, alone, 0.5))

    # One token of the six of both passages, start and end alike; one window of two.
    assert difference == pytest.approx(math.log(6) + 0.5 * math.log(2), rel=1e-5)


def test_a_high_score_in_another_window_costs_more_than_one_in_none() -> None:
    import torch

    from eval.training.network import loss

    windows = [
        Window([1, 2, 3, 4], 1, (1,), (2,), relevant=True, group=3),
        Window([1, 2, 3, 4], 1, (), (), relevant=False, group=3),
    ]
    calm = torch.zeros(2, 4, 2)
    null, other = calm.clone(), calm.clone()
    null[1, 0] = 4.0
    other[1, 2] = 4.0

    values = [float(loss(logits, torch.zeros(2), windows, 0.0)) for logits in (null, calm, other)]

    assert values == sorted(values)
    assert values[0] < values[1] < values[2]


def test_padding_and_the_question_hold_no_answer() -> None:
    from eval.training.network import collate

    batch = collate(
        [
            Window([5, 6, 7, 8, 9], 2, (2,), (3,), relevant=True),
            Window([5, 6, 7], 1, (), (), relevant=False),
        ]
    )

    assert batch.allowed.tolist() == [
        [True, False, True, True, False],
        [True, True, False, False, False],
    ]
    assert batch.mask.tolist() == [[1] * 5, [1, 1, 1, 0, 0]]
    assert batch.segments.tolist() == [[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]]


def test_an_exported_reader_can_be_trained_on(tmp_path: Path) -> None:
    import torch

    from eval.training.network import Network
    from eval.training.shared.export import read_reader, write_reader

    torch.manual_seed(3)
    network = Network()
    write_reader(network.state_dict(), tmp_path, [RECIPE], heads=False)
    other = Network()

    other.load_state_dict(read_reader(tmp_path))

    for name, tensor in network.state_dict().items():
        torch.testing.assert_close(other.state_dict()[name], tensor, atol=2e-3, rtol=2e-3)


def test_a_window_stands_under_its_passages_head(squad: Path) -> None:
    material = read_material(squad)
    number = next(n for n, asked in enumerate(material.asked) if asked.spans)
    own = material.asked[number].passage

    plain, headed = (
        Cutter(material, heads).positive(number, 32, random.Random(1)) for heads in (0.0, 1.0)
    )

    assert material.heads[own] == f"t{material.asked[number].id}"
    assert _text(headed.ids[: headed.context]).endswith(material.heads[own])
    assert headed.context > plain.context
    assert _decoded(headed) == _decoded(plain) == [f"{material.asked[number].id} million euros"]


def test_lookalikes_come_from_articles_that_nothing_is_asked_about_too(
    squad: Path, tmp_path: Path
) -> None:
    other = "The bridge of another town: what did the bridge cost in year 7? Nobody knew."
    articles = squad.parent / "articles.jsonl"
    articles.write_text(
        "".join(
            json.dumps({"id": f"a{n}", "title": f"Town {n}", "text": f"{other} {n}."}) + "\n"
            for n in range(6)
        )
    )
    recipe = _recipe(
        tmp_path,
        'heads = 1.0\n[[stages]]\nname = "one"\nroom = [48]\n'
        'sets = [{ path = "set.json", times = 1.0, negatives = 1.0, licence = "ours", '
        'beside = "articles.jsonl" }]\n',
    )

    planned = batches(recipe, squad.parent)

    texts = [_text(window.ids) for batch in planned for window in batch if not window.relevant]
    assert any("another town" in found and "town 3" in found.casefold() for found in texts)
    assert all(
        "another town" not in _text(window.ids)
        for batch in planned
        for window in batch
        if window.starts
    )
