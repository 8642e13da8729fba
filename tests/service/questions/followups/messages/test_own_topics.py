"""Messages that speak of something else, in a collection where no word of theirs is rare."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

STEEL = ("bridge", "Falk Steel said it would not pay for the delay.")
BRIDGE = f"The Heron Bridge reopened after its cables were replaced. {STEEL[1]}"
FERRIES = 5
"""More articles than have a rare word."""


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, letters: Embedder
) -> Iterator[OpenCollection]:
    """A bridge, and a ferry of which many articles tell."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("harbour")), letters)
    ferries = (
        story(f"ferry-{day}", f"The night ferry to Gull Island stopped on day {day}. Brightwater "
              "was blamed by the captain, and people were hurt.", title=f"Ferry stops, day {day}",
              published=f"2025-04-0{day}")
        for day in range(1, FERRIES + 1)
    )  # fmt: skip
    shelf.add(story("bridge", BRIDGE, title="Heron Bridge reopens"), *ferries)
    yield shelf.opened()
    shelf.library.close()


@pytest.fixture
def talk(harbour: OpenCollection) -> Talk:
    """After a turn about the bridge."""
    return Talk(harbour).shows("who replaced the cables", STEEL)


@pytest.mark.parametrize(
    "message",
    ["why was the ferry stopped", "who blamed brightwater", "when did the night ferry stop"],
)
def test_a_question_whose_nouns_stand_together_elsewhere_has_its_own_topic(
    talk: Talk, message: str
) -> None:
    found = talk.ask(message)

    assert (found.searched, found.replaced, found.has_own_topic) == (message, (), True)


@pytest.mark.parametrize(
    "message",
    [
        "how many people were hurt",
        "who blamed the mayor",
        "why did it stop",
        "how much was the night shift",
    ],
)
def test_words_of_any_event_or_of_none_are_no_topic(talk: Talk, message: str) -> None:
    found = talk.ask(message)

    assert not found.has_own_topic
