"""Choices between opposites are no questions for yes or no."""

import pytest
from msgspec import structs

from service.answers.statements.choices import best_of_each, each_way
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate


@pytest.mark.parametrize(
    ("question", "ways"),
    [
        ("did sales go up or down?", ["did sales go up?", "did sales go down?"]),
        ("Did the Pilots win or lose the cup?", ["Did the Pilots win the cup?"]),
        ("Is it older or younger than that?", ["Is it older than that?"]),
        ("Will the ward open or close?", ["Will the ward open?", "Will the ward close?"]),
    ],
)
def test_each_of_two_opposites_is_asked_as_well(question: str, ways: list[str]) -> None:
    texts = [one.text for one in each_way(understand(question))]

    assert texts[0] == question
    assert texts[1 : 1 + len(ways)] == ways
    assert len(texts) == 3


@pytest.mark.parametrize(
    "question",
    ["Was anyone killed or hurt?", "Did he speak of visas or tariffs?", "What goes up or down?"],
)
def test_two_things_of_which_both_may_be_so_are_one_question(question: str) -> None:
    assert [one.text for one in each_way(understand(question))] == [question]


def test_a_quote_is_as_sure_as_it_is_for_one_of_them() -> None:
    fell, old = candidate("Sales fell.", "a"), candidate("The shop is old.", "b")
    unsure = [structs.replace(one, confidence=0.3) for one in (old, fell)]

    best = best_of_each([unsure, [fell]])

    assert [(one.article.id, one.confidence) for one in best] == [("a", 0.9), ("b", 0.3)]
