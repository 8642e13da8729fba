"""Topics are what a reader would ask about, in the words of the article."""

import pytest

from index.records import Quote, QuoteForm, Span
from service.suggestions.topics import Topics
from tests.conftest import Shelf, story

_ARTICLE = (
    "The council of Tarnow voted to close the ferry terminal on the Oster River, and prices of "
    "cod rose. Brandt spoke at length in the hall. Fishers sell cod by the hour.\n\n"
    "“{said},” said Olga Brandt.\n\n"
    "The ferry terminal opened in 1931, on the bank of the Oster River. The hall of her "
    "brother was cold, and the hall is loud. Boats wait near the terminal for cod.\n"
)


def _topics(shelf: Shelf, said: str, title: str, rarity: float = 1.0) -> list[str]:
    shelf.add(story("a", _ARTICLE.format(said=said), title=title))
    opened = shelf.opened()
    article = opened.library.article(opened.collection, "a")
    start = article.text.index(said)
    span = Span(start=start, end=start + len(said))
    quote = Quote(content=(span,), form=QuoteForm.DIRECT, speaker="Olga Brandt")
    return Topics(article, lambda _: rarity).of(quote)


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We have every right to be angry", []),
        ("We waited for half an hour", []),
        ("I lost the brother I had", []),
        ("It is cold in the hall", []),
        ("It is the third terminal anyway", []),
        ("God knows, and so does God", []),
        ("They leave the terminal to rot", ["the ferry terminal"]),
        ("It is about cod", ["cod"]),
        ("Nobody swims in the Oster River", ["the Oster River"]),
    ],
)
def test_only_what_the_article_is_about_is_a_topic(
    shelf: Shelf, said: str, expected: list[str]
) -> None:
    assert _topics(shelf, said, "Tarnow votes on its ferries") == expected


def test_a_noun_of_the_headline_is_a_topic(shelf: Shelf) -> None:
    assert _topics(shelf, "It is cold in the hall", "Town fears for its hall") == ["the hall"]


def test_a_name_is_a_topic_however_common(shelf: Shelf) -> None:
    assert _topics(shelf, "I met Halyard", "Town fears for its hall", rarity=0.0) == ["Halyard"]


def test_a_common_noun_is_none(shelf: Shelf) -> None:
    assert _topics(shelf, "It is cold in the hall", "Town fears for its hall", rarity=0.0) == []
