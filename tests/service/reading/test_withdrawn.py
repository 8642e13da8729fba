"""Sentences that repeat what was wrong, in corrections and below articles."""

import pytest

from service.reading.withdrawn import is_withdrawn
from tests.conftest import Shelf, story

ASKED = "How many trees were felled?"


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("title", "text", "withdrawn"),
    [
        (
            "Correction: trees in Vine Street",
            "A story on Monday said that 90 trees were felled. The number is nine.",
            [True, False],
        ),
        (
            "Trees in Vine Street",
            "The trees fell at dawn. An earlier version of this article said that there were 90. "
            "In fact there were nine.",
            [False, True, False],
        ),
        (
            "Correction",
            "Our report wrongly said that 90 trees were felled; there were nine.",
            [False],
        ),
        (
            "Correction: trees in Vine Street",
            "We also wrote that Ms Joan Lee felled 90 trees. It was Mr John Lee. "
            "The county wrote that nine trees were felled.",
            [True, False, False],
        ),
        (
            "Trees in Vine Street",
            "We wrote to the county. We said that 90 trees were felled.",
            [False, False],
        ),
        (
            "Trees in Vine Street",
            "A report by the county said that 90 trees were felled. Neighbours were angry.",
            [False, False],
        ),
    ],
)
def test_what_an_article_said_wrongly_answers_nothing(
    shelf: Shelf, title: str, text: str, withdrawn: list[bool]
) -> None:
    shelf.add(story("trees", text, title=title))
    article = shelf.library.article(shelf.collection, "trees")

    found = [is_withdrawn(ASKED, article, number) for number in range(len(article.sentences))]

    assert found == withdrawn
    assert not any(
        is_withdrawn("What did the article get wrong?", article, number)
        for number in range(len(article.sentences))
    )
