"""The recipe of a training run, and the windows that follow from it and its seed."""

import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from eval.training.data.hard_negatives import lookalikes
from eval.training.data.material import (
    Material,
    joined,
    read_distractors,
    read_set,
)
from eval.training.data.windows import Cutter, Window

_OWN = 0.5
_POOL = 2048

RECIPE = Path(__file__).with_name("two_cores.toml")
FURTHER = Path(__file__).with_name("further.toml")
"""What follows it, from its weights."""
TITLED = Path(__file__).with_name("titled.toml")
"""What was tried from there."""


class SetUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one set is used in a stage."""

    path: str
    times: float
    negatives: float
    licence: str
    unanswerable: bool = False
    """Take only the questions that their passage does not answer."""
    altered: float = 0.0
    """Questions about another name or number of their passage, for each question: see `altered`."""
    beside: str = ""
    """Articles that nothing is asked about, among which lookalikes are found too."""


class Stage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sets that are seen together, in random order."""

    name: str
    room: list[int]
    sets: list[SetUse]
    steps: int | None = None
    """Stop after so many batches of it."""
    grouped: bool = False
    """Windows of a question stay in one batch, and are compared with each other."""


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training run."""

    seed: int
    batch_tokens: int
    rate: float
    warmup: float
    weight_decay: float
    relevance_weight: float
    stages: list[Stage]
    heads: float = 0.0
    """The part of the windows that stand under the title of their article."""


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
    cutters: dict[tuple[str, str], tuple[Material, Cutter, list[list[int]]]] = {}
    planned: list[list[Window]] = []
    for number, stage in enumerate(recipe.stages):
        windows: list[Window] = []
        for use in stage.sets:
            key = (use.path, use.beside)
            if key not in cutters:
                cutters[key] = _prepared(data, use, recipe.heads)
            before = len(windows)
            rng = random.Random(f"{recipe.seed}-{number}-{use.path}")  # noqa: S311
            cut = _groups if stage.grouped else _windows
            windows += cut(use, *cutters[key], stage.room, rng)
            windows += _altered(use, *cutters[key][:2], stage.room, rng)
            used = windows[before:]
            tokens = sum(len(window.ids) for window in used)
            print(f"{stage.name}: {use.path}: {len(used):,} windows, {tokens:,} tokens", flush=True)
        rng = random.Random(recipe.seed)  # noqa: S311
        planned += _batched(windows, recipe.batch_tokens, rng)[: stage.steps]
    return planned


def _prepared(data: Path, use: SetUse, heads: float) -> tuple[Material, Cutter, list[list[int]]]:
    path = data / use.path
    material = read_set(path)
    own = len(material.passages)
    if use.beside:
        material = joined(material, _distractors(data / use.beside))
    similar = lookalikes(material)
    material, similar = _only(material, similar, own)
    return material, Cutter(material, heads), similar


@lru_cache(maxsize=1)
def _distractors(path: Path) -> Material:
    return read_distractors(path)


def _only(
    material: Material, similar: list[list[int]], own: int
) -> tuple[Material, list[list[int]]]:
    """The material without passages beyond its `own` that look like nothing asked for."""
    wanted = [*range(own), *sorted({n for found in similar for n in found if n >= own})]
    places = {number: place for place, number in enumerate(wanted)}
    kept = msgspec.structs.replace(
        material,
        passages=[material.passages[number] for number in wanted],
        heads=[material.heads[number] for number in wanted],
    )
    return kept, [[places[number] for number in found] for found in similar]


def _altered(
    use: SetUse, material: Material, cutter: Cutter, rooms: list[int], rng: random.Random
) -> Iterator[Window]:
    numbers = [n for n, asked in enumerate(material.asked) if asked.spans]
    for number in _taken(numbers, use.altered, rng):
        window = cutter.altered(number, rng.choice(rooms), rng)
        if window is not None:
            yield window


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


def _groups(
    use: SetUse,
    material: Material,
    cutter: Cutter,
    similar: list[list[int]],
    rooms: list[int],
    rng: random.Random,
) -> Iterator[Window]:
    """For each answered question a window that answers it, and some that do not.

    Half of these are of its own passage, where that is long enough.
    """
    numbers = [n for n, asked in enumerate(material.asked) if asked.spans]
    for number in _taken(numbers, use.times, rng):
        room = rng.choice(rooms)
        own = material.asked[number].passage
        windows = [cutter.positive(number, room, rng)]
        others = rng.sample(similar[number], len(similar[number]))
        for _ in range(int(use.negatives)):
            is_long = cutter.tokens_of_passage(own) > 2 * room
            passage = own if is_long and rng.random() < _OWN else next(iter(others), None)
            if passage is not None and passage != own:
                others.remove(passage)
            window = None if passage is None else cutter.negative(number, passage, room, rng)
            if window is not None:
                windows.append(window)
        group = rng.getrandbits(62)
        yield from (window._replace(group=group) for window in windows)


def _taken(numbers: list[int], times: float, rng: random.Random) -> list[int]:
    whole, part = int(times), times - int(times)
    return numbers * whole + rng.sample(numbers, int(len(numbers) * part))


def _batched(windows: list[Window], tokens: int, rng: random.Random) -> list[list[Window]]:
    units = _units(windows)
    rng.shuffle(units)
    found: list[list[Window]] = []
    for first in range(0, len(units), _POOL):
        batches: list[list[Window]] = [[]]
        for unit in sorted(units[first : first + _POOL], key=_longest):
            if batches[-1] and _longest(unit) * (len(batches[-1]) + len(unit)) > tokens:
                batches.append([])
            batches[-1] += unit
        rng.shuffle(batches)
        found += batches
    return found


def _units(windows: list[Window]) -> list[list[Window]]:
    """What must not be parted: the windows of one question, or a window that stands alone."""
    units: list[list[Window]] = []
    groups: dict[int, list[Window]] = {}
    for window in windows:
        if window.group in groups:
            groups[window.group].append(window)
            continue
        units.append([window])
        if window.group >= 0:
            groups[window.group] = units[-1]
    return units


def _longest(windows: list[Window]) -> int:
    return max(len(window.ids) for window in windows)
