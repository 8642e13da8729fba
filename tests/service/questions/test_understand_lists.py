"""Which questions ask for several things."""

import time

import pytest

from service.questions.understand import asks_for_several


@pytest.mark.parametrize(
    "question",
    [
        "Which countries signed the agreement?",
        "what cities were hit",
        "Which two ministers resigned?",
        "What are the reasons for the delay?",
        "Who are the candidates?",
        "who were the victims",
        "Name the members of the council.",
        "List the companies that were fined",
        "Which people did the court hear?",
        "What were the three demands?",
        "In which states did Harris win?",
    ],
)
def test_a_plural_asks_for_several(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which country signed the agreement?",
        "What does the law say?",
        "What is the news from Lisbon?",
        "what happens in March?",
        "Which US president visited Cuba?",
        "What sports event was cancelled?",
        "Who resigned?",
        "What was his name?",
        "what is the list price of the car",
        "What has the press written?",
        "how many players left?",
        "Which crisis did the bank face?",
        "",
        "?",
    ],
)
def test_a_singular_asks_for_one(question: str) -> None:
    assert not asks_for_several(question)


@pytest.mark.parametrize(
    "question", ["which " * 5_000, "which a" * 5_000 + "s", "what are the " * 3_000]
)
def test_long_questions_take_no_longer_than_their_length(question: str) -> None:
    started = time.process_time()

    asks_for_several(question)

    assert time.process_time() - started < 2
