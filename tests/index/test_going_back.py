"""A library taken back to a point in its log, or to a copy, is what it was there."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedders import load
from index.going_back import go_back_to, go_back_to_copy
from tests.conftest import Shelf, story

_IDS = ("a", "b", "c")
_LETTERS = load("letters")

Step = tuple[str, int]
"""An id, and a number for its text; 0 erases it."""

_steps = st.lists(st.tuples(st.sampled_from(_IDS), st.integers(0, 3)), min_size=1, max_size=12)


def _do(shelf: Shelf, step: Step) -> None:
    id, number = step
    if number:
        shelf.add(story(id, f"The bridge {id} opened on day {number}. It cost {number} euros."))
    elif id in _texts(shelf):
        shelf.library.remove(shelf.collection, id)


def _texts(shelf: Shelf) -> dict[str, str]:
    ids = [one.id for one in shelf.library.list_articles(shelf.collection)]
    return {id: shelf.library.article(shelf.collection, id).text for id in ids}


def _is_sound(shelf: Shelf) -> bool:
    opened = shelf.opened()
    return not shelf.library.database.check() and opened.dense.verify() == []


@pytest.mark.gate
@given(steps=_steps, point=st.integers(0, 11))
def test_every_article_that_was_not_erased_is_as_it_was(steps: Sequence[Step], point: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder), _LETTERS)
        for step in steps[:point]:
            _do(shelf, step)
        then, seq = _texts(shelf), shelf.library.log.position(shelf.collection)
        for step in steps[point:]:
            _do(shelf, step)
        erased = {id for id, number in steps[point:] if not number}

        go_back_to(shelf.library, shelf.ingester, shelf.collection, seq)

        found = _texts(shelf)
        assert {id: text for id, text in found.items() if id not in erased} == {
            id: text for id, text in then.items() if id not in erased
        }
        assert found.keys() <= then.keys()
        assert _is_sound(shelf)
        again = go_back_to(shelf.library, shelf.ingester, shelf.collection, seq)
        assert again.erased == 0
        shelf.library.close()


@pytest.mark.gate
@given(before=_steps, after=_steps)
def test_all_articles_are_as_in_the_copy(before: Sequence[Step], after: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder) / "live", _LETTERS)
        for step in before:
            _do(shelf, step)
        then = _texts(shelf)
        shelf.library.close()
        shutil.copytree(Path(folder) / "live", Path(folder) / "copy")
        shelf, copy = (Shelf(Path(folder) / name, _LETTERS) for name in ("live", "copy"))
        for step in after:
            _do(shelf, step)

        go_back_to_copy(
            shelf.library, shelf.ingester, shelf.collection, copy.library, copy.collection
        )

        assert _texts(shelf) == then
        assert _is_sound(shelf)
        for one in (shelf, copy):
            one.library.close()


def test_what_is_under_embargo_now_stays_so(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(story("a", "The bridge opened."), story("b", "The fair opened."))
    shelf.library.close()
    shutil.copytree(shelf.folder, tmp_path.parent / f"{tmp_path.name}-copy")
    live = Shelf(shelf.folder, _LETTERS)
    copy = Shelf(tmp_path.parent / f"{tmp_path.name}-copy", _LETTERS)
    live.add(story("a", "The bridge opened.", embargoed_until="2099-01-01"))
    live.library.remove(live.collection, "b")

    went = go_back_to_copy(
        live.library, live.ingester, live.collection, copy.library, copy.collection
    )

    assert (went.returned, went.erased) == (1, 0)
    assert list(_texts(live)) == ["b"]
    for one in (live, copy):
        one.library.close()


def test_a_time_is_found_in_the_log(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened."))
    shelf.add(story("b", "The fair opened."))
    last = shelf.library.log.position(shelf.collection)

    assert shelf.library.log.position_at(0.0) == 0
    assert shelf.library.log.position_at(4e9) == last
