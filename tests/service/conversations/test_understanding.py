"""What a message means where some of its words are misspelt."""

from datetime import date
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from service.conversations.understanding import understood
from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

COST = "The Heron Bridge cost 41 million euros."
HARBOUR = "Brightwater was fined for what its harbour crane had spilt. The council kept the money."


@pytest.mark.parametrize(
    ("message", "is_follow_up"),
    [
        ("how much was the brigthwater fine", False),
        ("why was the harbor crnae fined", False),
        ("when did it opne", True),
        ("and the coost?", True),
    ],
)
def test_a_misspelt_topic_is_one_all_the_same(
    tmp_path: Path, letters: Embedder, message: str, *, is_follow_up: bool
) -> None:
    shelf = Shelf(tmp_path, letters)
    shelf.add(story("bridge", COST, title="A bridge"), story("fine", HARBOUR, title="A fine"))
    opened = shelf.opened()
    talk = Talk(opened).shows("how much did the Heron Bridge cost", ("bridge", COST))

    found = understood(message, talk.turns, opened, date(2026, 1, 5))

    assert bool(found.replaced) == is_follow_up
    assert is_follow_up or found.searched == message
    shelf.library.close()
