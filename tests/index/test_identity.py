"""Identity: who replaces whom, in a generated library, and what a claim is made of."""

import random
from collections import Counter
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.ingest import Status
from index.records import Document
from tests.conftest import Shelf
from tests.index.claimed_stories import Told, World


def _snapshot(shelf: Shelf) -> set[tuple[str, str, bool, str | None]]:
    """Every version with its article, whether it is current, and its title."""
    return {
        (article.id, article.version, article.superseded, article.title)
        for article in shelf.library.every_version(shelf.collection)
    }


def _add(shelf: Shelf, documents: list[Document]) -> Counter[Status]:
    return Counter(outcome.status for outcome in shelf.add(*documents))


@pytest.mark.parametrize(
    "claims", [120, pytest.param(400, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_corrections_replace_and_other_stories_are_kept(
    tmp_path: Path, letters: Embedder, claims: int
) -> None:
    shelf = Shelf(tmp_path / "data", letters)
    told: list[Told] = []
    stories: dict[str, set[int]] = {}
    recognised: list[bool] = []

    for one in World(tmp_path / "in", seed=20).tell(claims):
        (outcome,) = shelf.add(one.document)
        told.append(one)
        stories.setdefault(outcome.article_id or "", set()).add(one.story.key)
        if one.is_correction:
            recognised.append(outcome.status is Status.UPDATED)

    assert [keys for keys in stories.values() if len(keys) > 1] == []
    assert sum(recognised) >= 0.95 * len(recognised) > 0
    before = _snapshot(shelf)
    random.Random(1).shuffle(told)
    assert _add(shelf, [one.document for one in told]) == {Status.UNCHANGED: len(told)}
    assert _snapshot(shelf) == before
