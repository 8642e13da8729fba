"""Runs that differ by one idea each, from a plain one to the whole recipe."""

from itertools import pairwise

from msgspec import structs

from eval.training.ablations import runs
from eval.training.recipe import TITLED, Recipe, read_recipe

STEPS = 101


def _recipes() -> list[Recipe]:
    return [recipe for _, recipe in runs(read_recipe(TITLED), STEPS)]


def test_the_last_run_is_the_whole_recipe_and_no_two_are_equal() -> None:
    found = _recipes()
    full = read_recipe(TITLED)

    last = structs.replace(
        found[-1],
        rate=full.rate,
        stages=[structs.replace(stage, steps=None) for stage in found[-1].stages],
    )
    assert last == full
    assert all(one != other for one, other in pairwise(found))


def test_the_first_run_knows_nothing_but_answers_of_squad_style_questions() -> None:
    plain = _recipes()[0]

    (stage,) = plain.stages
    assert plain.heads == plain.relevance_weight == 0
    assert not stage.grouped
    assert {use.path.split("/")[0] for use in stage.sets} == {"squad_train", "squad", "squadshifts"}
    for use in stage.sets:
        assert use.negatives == use.altered == 0
        assert not use.beside
        assert not use.unanswerable


def test_all_runs_are_equally_long() -> None:
    assert {sum(stage.steps or 0 for stage in r.stages) for r in _recipes()} == {STEPS}


def test_each_run_is_named_for_what_it_adds() -> None:
    names = [name for name, _ in runs(read_recipe(TITLED), STEPS)]

    assert len(set(names)) == len(names)
    assert all(name.startswith("+ ") for name in names[1:])
