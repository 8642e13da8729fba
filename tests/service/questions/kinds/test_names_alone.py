"""Names and terms by themselves, and what is more than one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders.contract import Embedder
from index.followers.lexical.spelling import Neighbours
from service.questions.kinds.names_alone import name_alone
from tests.conftest import Shelf, story

_TEXT = "George Santos saw the humpback chub. TikTok showed it; the council may ban the fish."


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[Neighbours]:
    """The words of one article."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("names")), letters)
    shelf.add(story("chub", _TEXT, title="A fish"))
    yield Neighbours(shelf.opened())
    shelf.library.close()


@pytest.mark.parametrize("text", ["George Santos", "humpback chub?", "tiktok", "TIKTOK"])
def test_what_articles_call_so_is_a_name(near: Neighbours, text: str) -> None:
    assert name_alone(text, near) == text.strip("?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "council",
        "santos george",
        "who is Santos",
        "Maria Lund",
        "ban",
        "the council may ban",
    ],
)
def test_what_says_more_or_is_in_no_article_is_none(near: Neighbours, text: str) -> None:
    assert name_alone(text, near) is None
