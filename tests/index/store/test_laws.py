"""Random steps against a dictionary as referee: add, change, delete, look up, restart."""

import random
from pathlib import Path

import numpy as np
import pytest

from index.embedders.contract import Embedder
from index.errors import NotFoundError
from index.store.opening import Place
from tests.conftest import Shelf, story

_IDS = [f"id{n}" for n in range(40)]
_WORDS = [f"{a}{b}{c}" for a in "bdgkmt" for b in "aeiou" for c in "lnrs"]


class _Referee:
    """What a library must hold: one text for each id."""

    def __init__(self, shelf: Shelf, seed: int) -> None:
        self.shelf = shelf
        self.random = random.Random(seed)
        self.texts: dict[str, str] = {}

    def step(self) -> None:
        """One random step."""
        choice = self.random.random()
        if choice < 0.55:
            self._write()
        elif choice < 0.85:
            self._delete()
        elif choice < 0.97:
            self._look_up()
        else:
            self._restart()

    def _write(self) -> None:
        id = self.random.choice(_IDS)
        text = " ".join(self.random.choices(_WORDS, k=8)).capitalize() + "."
        self.shelf.add(story(id, text))
        self.texts[id] = text

    def _delete(self) -> None:
        id = self.random.choice(_IDS)
        try:
            self.shelf.library.remove(self.shelf.collection, id)
            removed = True
        except NotFoundError:
            removed = False
        self.shelf.opened().follow()
        assert removed == (self.texts.pop(id, None) is not None)

    def _look_up(self) -> None:
        """The text of a random id, found by its words and by its vector, or not at all."""
        id = self.random.choice(_IDS)
        text = self.texts.get(id)
        opened = self.shelf.opened()
        if text is None:
            assert id not in {a.id for a in self.shelf.library.list_articles(opened.collection)}
            return
        assert self.shelf.library.article(opened.collection, id).text == text
        _, worded = opened.lexical.search(text, 40)
        _, near = opened.dense.search(self.shelf.embedder.embed_questions([text]), 40)
        for ids in (worded, near.ravel()):
            assert id in self._articles(ids)

    def _articles(self, ids: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> set[str]:
        opened = self.shelf.opened()
        wanted = [i for i in ids.tolist() if i >= 0]
        located = opened.library.locate(opened.collection, wanted)
        assert set(located) == set(wanted), "an index holds a passage that is gone"
        return {item.article.id for item in located.values()}

    def _restart(self) -> None:
        if self.random.random() < 0.5:
            self.shelf.catalogue.save()
        self.shelf = self.shelf.reopened()

    def check_everything(self) -> None:
        """The whole library agrees with the dictionary."""
        opened = self.shelf.opened()
        held = self.shelf.library.list_articles(opened.collection, limit=1000)
        assert {a.id for a in held} == set(self.texts)
        assert opened.dense.verify() == opened.lexical.verify() == []


@pytest.mark.parametrize(
    "steps",
    [60, pytest.param(100, marks=pytest.mark.gate), pytest.param(2_000, marks=pytest.mark.slow)],
    ids=["few", "some", "many"],
)
def test_random_steps_agree_with_a_dictionary(
    tmp_path: Path, place: Place, letters: Embedder, steps: int
) -> None:
    referee = _Referee(Shelf(tmp_path, letters, place=place), seed=20_251_123)

    for number in range(steps):
        referee.step()
        if number % 250 == 0:
            referee.check_everything()

    referee.check_everything()
    assert referee.texts
    referee.shelf.library.close()
