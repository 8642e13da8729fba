"""The recipe of a training run, and the windows that follow from it and its seed."""

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from eval.training.hard_negatives import lookalikes
from eval.training.material import Material, read_material, read_pairs
from eval.training.windows import Cutter, Window

RECIPE = Path(__file__).with_name("recipe.toml")


class SetUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one set is used in a stage."""

    path: str
    times: float
    negatives: float
    licence: str
    unanswerable: bool = False
    """Take only the questions that their passage does not answer."""


class Stage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sets that are seen together, in random order."""

    name: str
    room: list[int]
    sets: list[SetUse]


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training run."""

    seed: int
    batch_tokens: int
    rate: float
    warmup: float
    weight_decay: float
    relevance_weight: float
    stages: list[Stage]


def read_recipe(path: Path = RECIPE) -> Recipe:
    """Read and check a recipe.

    Raises:
        msgspec.ValidationError: naming the field that does not fit.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Recipe)


def batches(recipe: Recipe, data: Path) -> list[list[Window]]:
    """All batches of a run in order, each of about the same number of tokens.

    Windows of about the same length share a batch; the order of batches is random in each stage.
    """
    cutters: dict[str, tuple[Material, Cutter, list[list[int]]]] = {}
    planned: list[list[Window]] = []
    for number, stage in enumerate(recipe.stages):
        windows: list[Window] = []
        for use in stage.sets:
            if use.path not in cutters:
                cutters[use.path] = _prepared(data / use.path)
            before = len(windows)
            rng = random.Random(f"{recipe.seed}-{number}-{use.path}")  # noqa: S311
            windows += _windows(use, *cutters[use.path], stage.room, rng)
            used = windows[before:]
            tokens = sum(len(window.ids) for window in used)
            print(f"{stage.name}: {use.path}: {len(used):,} windows, {tokens:,} tokens", flush=True)
        planned += _batched(windows, recipe.batch_tokens, random.Random(recipe.seed))  # noqa: S311
    return planned


def _prepared(path: Path) -> tuple[Material, Cutter, list[list[int]]]:
    paired = path.parent.name == "trecqa" or path.name.startswith("question_sentence")
    material = read_pairs(path) if paired else read_material(path)
    return material, Cutter(material), lookalikes(material)


def _windows(
    use: SetUse,
    material: Material,
    cutter: Cutter,
    similar: list[list[int]],
    rooms: list[int],
    rng: random.Random,
) -> Iterator[Window]:
    numbers = [n for n, a in enumerate(material.asked) if not (use.unanswerable and a.relevant)]
    for number in _taken(numbers, use.times, rng):
        yield cutter.positive(number, rng.choice(rooms), rng)
    answered = [n for n in numbers if material.asked[n].relevant]
    for number in _taken(answered, use.times * use.negatives, rng):
        room = rng.choice(rooms)
        own = material.asked[number].passage
        choices = similar[number]
        # The other windows of a long article are its best negatives.
        if cutter.tokens_of_passage(own) > 2 * room and rng.random() < 0.6:
            choices = [own]
        if choices:
            window = cutter.negative(number, rng.choice(choices), room, rng)
            if window is not None:
                yield window


def _taken(numbers: list[int], times: float, rng: random.Random) -> list[int]:
    whole, part = int(times), times - int(times)
    return numbers * whole + rng.sample(numbers, int(len(numbers) * part))


def _batched(windows: list[Window], tokens: int, rng: random.Random) -> list[list[Window]]:
    rng.shuffle(windows)
    found: list[list[Window]] = []
    pool = 2048
    for first in range(0, len(windows), pool):
        groups: list[list[Window]] = [[]]
        for window in sorted(windows[first : first + pool], key=lambda w: len(w.ids)):
            if groups[-1] and len(window.ids) * (len(groups[-1]) + 1) > tokens:
                groups.append([])
            groups[-1].append(window)
        rng.shuffle(groups)
        found += groups
    return found
